package models

import "time"

// Expiring names what is not kept for ever.
type Expiring string

// What expires. Its age counts from when it ended, or else from when it was made.
const (
	ExpiringAttempts        Expiring = "attempts"
	ExpiringChanges         Expiring = "dataset changes"
	ExpiringCredentials     Expiring = "wiped credentials"
	ExpiringEvents          Expiring = "events from Meta"
	ExpiringHolds           Expiring = "holds"
	ExpiringLeases          Expiring = "token leases"
	ExpiringLinks           Expiring = "replaced connect links"
	ExpiringOnboardingFacts Expiring = "whom onboardings that led nowhere were for"
	ExpiringOnboardings     Expiring = "onboardings that led nowhere"
	ExpiringOrphans         Expiring = "orphan grants"
	ExpiringSyncs           Expiring = "sync runs"
	ExpiringUsage           Expiring = "counts of calls to Meta"
	ExpiringWebhookEvents   Expiring = "events for webhooks, with their deliveries"
)

// ledNowhere and overBefore are the conditions of onboardings without a business. One that is extended, or given a new link, is as young as that.
const ledNowhere = `status IN ('FAILED', 'OUTCOME_UNKNOWN', 'EXPIRED', 'CANCELLED') AND business_id IS NULL`

const overBefore = `created_at < @before AND expires_at < @before`

// drops are the statements that drop at most @limit of what was over before @before.
var drops = map[Expiring]string{
	ExpiringAttempts: `DELETE FROM attempts WHERE id IN (
		SELECT id FROM attempts WHERE created_at < @before AND outcome <> 'PENDING' LIMIT @limit)`,
	ExpiringChanges: `DELETE FROM dataset_changes WHERE id IN (
		SELECT id FROM dataset_changes WHERE at < @before LIMIT @limit)`,
	// The last credential of a business is what tells whose token it was: a request to delete names nothing else.
	ExpiringCredentials: `DELETE FROM credentials WHERE id IN (
		SELECT c.id FROM credentials c WHERE c.retired_at < @before AND (c.business_id IS NULL OR c.meta_user_id IS NULL OR EXISTS (
			SELECT FROM credentials n WHERE n.business_id = c.business_id AND n.meta_user_id = c.meta_user_id
				AND (n.granted_at, n.id) > (c.granted_at, c.id)))
		LIMIT @limit)`,
	ExpiringEvents: `DELETE FROM meta_events WHERE id IN (
		SELECT id FROM meta_events WHERE received_at < @before LIMIT @limit)`,
	ExpiringHolds: `DELETE FROM holds WHERE business_meta_id IN (
		SELECT business_meta_id FROM holds WHERE until < @before LIMIT @limit)`,
	ExpiringLeases: `DELETE FROM token_leases WHERE id IN (
		SELECT id FROM token_leases WHERE ended_at < @before LIMIT @limit)`,
	ExpiringLinks: `DELETE FROM replaced_links WHERE id IN (
		SELECT id FROM replaced_links WHERE replaced_at < @before LIMIT @limit)`,
	ExpiringOnboardingFacts: `WITH told AS (
			SELECT id FROM onboardings o WHERE ` + overBefore + ` AND ` + ledNowhere + `
				AND (num_nonnulls(external_id, allowed_origin, language, return_url, token_hash, idempotency_key) > 0 OR labels <> '{}'
					OR EXISTS (SELECT FROM attempts a WHERE a.onboarding_id = o.id AND a.redirect_uri IS NOT NULL)
					OR EXISTS (SELECT FROM onboarding_steps s WHERE s.onboarding_id = o.id AND s.detail IS NOT NULL))
			LIMIT @limit),
		attempts_told AS (UPDATE attempts SET redirect_uri = NULL WHERE onboarding_id IN (SELECT id FROM told)),
		steps_told AS (UPDATE onboarding_steps SET detail = NULL WHERE onboarding_id IN (SELECT id FROM told))
		UPDATE onboardings SET external_id = NULL, allowed_origin = NULL, language = NULL, return_url = NULL, token_hash = NULL,
			idempotency_key = NULL, idempotency_hash = NULL, labels = '{}', fence = fence + 1
		WHERE id IN (SELECT id FROM told)`,
	ExpiringOnboardings: `DELETE FROM onboardings WHERE id IN (
		SELECT id FROM onboardings WHERE ` + overBefore + ` AND ` + ledNowhere + ` LIMIT @limit)`,
	ExpiringOrphans: `DELETE FROM orphan_grants WHERE id IN (
		SELECT id FROM orphan_grants WHERE ended_at < @before LIMIT @limit)`,
	// The last run of a business is shown as long as there is no later one.
	ExpiringSyncs: `DELETE FROM sync_runs WHERE id IN (
		SELECT r.id FROM sync_runs r WHERE r.ended_at < @before AND EXISTS (
			SELECT FROM sync_runs n WHERE n.business_id = r.business_id AND (n.started_at, n.id) > (r.started_at, r.id))
		LIMIT @limit)`,
	ExpiringUsage: `DELETE FROM meta_usage WHERE (day, endpoint, outcome) IN (
		SELECT day, endpoint, outcome FROM meta_usage WHERE day < @before LIMIT @limit)`,
	ExpiringWebhookEvents: `DELETE FROM webhook_events WHERE id IN (
		SELECT id FROM webhook_events WHERE at < @before ORDER BY at LIMIT @limit)`,
}

// DropExpired drops what was over before a time, at most limit of it, and tells how much that was.
func (tx *Tx) DropExpired(what Expiring, before time.Time, limit int) (dropped int64, err error) {
	return tx.exec(drops[what], map[string]any{"before": before, "limit": limit})
}

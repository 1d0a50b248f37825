package models

import (
	"context"
	"time"
)

// CountBusinesses counts the businesses by the status of their connection.
func (s *Store) CountBusinesses(ctx context.Context) (map[string]int, error) {
	counts := zeros(Connected, Degraded, NeedsReconnect, Revoking, RevokeStuck, Disconnected)
	return counts, s.countInto(ctx, counts, `SELECT status, count(*) FROM businesses GROUP BY status`)
}

// CountOnboardings counts the onboardings that have neither succeeded nor expired nor been cancelled by status. It names the statuses, with
// which an index begins: most onboardings have succeeded.
func (s *Store) CountOnboardings(ctx context.Context) (map[string]int, error) {
	counts := zeros(OnboardingOpen, OnboardingExchanging, OnboardingIdentifying, OnboardingSyncing, OnboardingFailed, OnboardingOutcomeUnknown)
	return counts, s.countInto(ctx, counts, `SELECT status, count(*) FROM onboardings
		WHERE status IN ('OPEN', 'EXCHANGING', 'IDENTIFYING', 'SYNCING', 'FAILED', 'OUTCOME_UNKNOWN') GROUP BY status`)
}

// CountWebhookEndpoints counts the endpoints by why nothing is sent to them; ENABLED are those to which something is.
func (s *Store) CountWebhookEndpoints(ctx context.Context) (map[string]int, error) {
	counts := zeros("ENABLED", WebhookDisabledByHand, WebhookDisabledFailing, WebhookDisabledGone)
	return counts, s.countInto(ctx, counts, `SELECT coalesce(disabled_reason, 'ENABLED'), count(*) FROM webhook_endpoints GROUP BY 1`)
}

// zeros has every name, so that whoever watches sees the first one come.
func zeros[T ~string](names ...T) map[string]int {
	counts := make(map[string]int, len(names))
	for _, name := range names {
		counts[string(name)] = 0
	}
	return counts
}

func (s *Store) countInto(ctx context.Context, counts map[string]int, query string) error {
	var name string
	var count int
	return s.each(ctx, query, func() { counts[name] = count }, &name, &count)
}

// JobLine is how many jobs of a queue are in a state of the queue's own, and for how long the one that has been due longest has been so; 0
// where none is due.
type JobLine struct {
	Queue, State string
	Count        int
	OldestDue    time.Duration
}

// JobLines counts the jobs that have not ended, and those that were given up. Completed ones, of which there are a day's, are left out.
func (s *Store) JobLines(ctx context.Context) (lines []JobLine, err error) {
	var line JobLine
	var due float64
	err = s.each(ctx, `SELECT queue, state::text, count(*), greatest(extract(epoch FROM now() - min(scheduled_at)), 0)::float8 FROM river_job
		WHERE state IN ('available', 'discarded', 'pending', 'retryable', 'running', 'scheduled') GROUP BY queue, state`, func() {
		line.OldestDue = seconds(due)
		lines = append(lines, line)
	}, &line.Queue, &line.State, &line.Count, &due)
	return lines, err
}

// Holds is how many holds there are at this moment, and how long the longest of them lasts; see HoldUntil.
type Holds struct {
	OfBusinesses        int
	OfApp, OfUpkeep     int // 0 or 1
	LongestOfBusinesses time.Duration
	RemainingOfApp      time.Duration
	RemainingOfUpkeep   time.Duration
}

// Holds counts the holds at this moment.
func (s *Store) Holds(ctx context.Context) (h Holds, err error) {
	var ofBusinesses, ofApp, ofUpkeep float64
	err = s.pool.QueryRow(ctx, `SELECT count(*) FILTER (WHERE NOT of_app AND NOT of_upkeep), count(*) FILTER (WHERE of_app), count(*) FILTER (WHERE of_upkeep),
		coalesce(max(remaining) FILTER (WHERE NOT of_app AND NOT of_upkeep), 0), coalesce(max(remaining) FILTER (WHERE of_app), 0),
		coalesce(max(remaining) FILTER (WHERE of_upkeep), 0)
		FROM (SELECT business_meta_id = '' AS of_app, business_meta_id = $1 AS of_upkeep, extract(epoch FROM until - now())::float8 AS remaining
			FROM holds WHERE until > now()) AS h`, Upkeep).Scan(&h.OfBusinesses, &h.OfApp, &h.OfUpkeep, &ofBusinesses, &ofApp, &ofUpkeep)
	h.LongestOfBusinesses, h.RemainingOfApp, h.RemainingOfUpkeep = seconds(ofBusinesses), seconds(ofApp), seconds(ofUpkeep)
	return h, translate(err)
}

// WebhookBacklog counts the deliveries that wait for an endpoint to which something is sent, and tells how long the oldest has waited.
func (s *Store) WebhookBacklog(ctx context.Context) (pending int, oldest time.Duration, err error) {
	var age float64
	err = s.pool.QueryRow(ctx, `SELECT count(*), coalesce(extract(epoch FROM now() - min(d.created_at)), 0)::float8
		FROM webhook_endpoints p JOIN webhook_deliveries d ON d.endpoint_id = p.id
		WHERE d.state = 'PENDING' AND p.disabled_at IS NULL`).Scan(&pending, &age)
	return pending, seconds(age), translate(err)
}

// each scans every row of a query into targets, and calls take after each.
func (s *Store) each(ctx context.Context, query string, take func(), targets ...any) error {
	rows, err := s.pool.Query(ctx, query)
	if err != nil {
		return translate(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return translate(err)
		}
		take()
	}
	return translate(rows.Err())
}

func seconds(n float64) time.Duration { return time.Duration(n * float64(time.Second)) }

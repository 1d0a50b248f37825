package models

import (
	"context"
	"time"
)

// Overview is how everything stands at a glance.
type Overview struct {
	Businesses         BusinessCounts   `gorm:"embedded"`
	PendingOnboardings int              // open, or being worked on
	Funnel             OnboardingFunnel `gorm:"embedded"`
}

// BusinessCounts are how many businesses stand where. Those that need attention are connected as well, if it is a warning.
type BusinessCounts struct {
	Connected      int
	NeedsAttention int
	Disconnecting  int
	Disconnected   int
}

// OnboardingFunnel is how far the onboardings of a time have come; each step counts those that came at least so far.
type OnboardingFunnel struct {
	Since      time.Time `gorm:"-"`
	Opened     int
	CodeGiven  int
	Exchanged  int
	Identified int
	Completed  int
}

// needsAttention is the condition of what somebody has to look at. Whose end Meta has yet to confirm, the program asks for by itself.
// The index businesses_needing_attention has the same.
const needsAttention = "problem_code IS NOT NULL AND status <> 'REVOKING'"

const overview = `SELECT * FROM
	(SELECT count(*) FILTER (WHERE status = 'CONNECTED') AS connected, count(*) FILTER (WHERE status = 'REVOKING') AS disconnecting,
		count(*) FILTER (WHERE status = 'DISCONNECTED') AS disconnected FROM businesses) AS by_status,
	(SELECT count(*) AS needs_attention FROM businesses WHERE ` + needsAttention + `) AS with_problem,
	(SELECT count(*) AS pending_onboardings FROM onboardings WHERE status IN ('OPEN', 'EXCHANGING', 'IDENTIFYING', 'SYNCING')) AS pending,
	(SELECT count(*) AS opened, count(a.onboarding_id) AS code_given,
		count(*) FILTER (WHERE a.stored) AS exchanged, count(o.business_id) AS identified,
		count(*) FILTER (WHERE o.status = 'COMPLETED') AS completed
	FROM onboardings o LEFT JOIN (
		SELECT onboarding_id, bool_or(outcome = 'STORED') AS stored FROM attempts WHERE created_at >= @since GROUP BY onboarding_id
	) a ON a.onboarding_id = o.id WHERE o.created_at >= @since) AS funnel`

// Overview counts where the businesses stand, and how far the onboardings have come that were opened since a time.
func (s *Store) Overview(ctx context.Context, since time.Time) (*Overview, error) {
	var o Overview
	err := s.db.WithContext(ctx).Raw(overview, map[string]any{"since": since}).Scan(&o).Error
	o.Funnel.Since = since
	return &o, translate(err)
}

// BusinessesNeedingAttention lists businesses with a problem that somebody has to look at, the latest problem first.
func (s *Store) BusinessesNeedingAttention(ctx context.Context, limit int) ([]Business, error) {
	var businesses []Business
	err := s.db.WithContext(ctx).Where(needsAttention).Order("problem_since DESC, id DESC").Limit(limit).Find(&businesses).Error
	return businesses, translate(err)
}

package models

import (
	"context"
	"time"
)

// ServerFacts are what the database server says of itself.
type ServerFacts struct {
	Version        string // such as "16.4"
	VersionNumber  int    // such as 160004
	Connections    int    // of all its programs
	MaxConnections int
}

// ServerFacts asks the database server.
func (s *Store) ServerFacts(ctx context.Context) (facts ServerFacts, err error) {
	err = s.pool.QueryRow(ctx, `SELECT current_setting('server_version'), current_setting('server_version_num')::int,
			(SELECT sum(numbackends)::int FROM pg_stat_database), current_setting('max_connections')::int`).
		Scan(&facts.Version, &facts.VersionNumber, &facts.Connections, &facts.MaxConnections)
	return facts, translate(err)
}

// QueueHealth is how the job queue fares. Its tables are River's.
type QueueHealth struct {
	LastEndedAt  *time.Time // when a job was last done; nil before the first
	Waiting      int        // whose time has come
	WaitingSince *time.Time // the first of them; nil while none waits
	Retrying     int        // that have failed and get another try
	GivenUp      int        // that have failed for good; known for a week
	Workers      int        // programs that work jobs
}

// QueueHealth looks at the job queue of all replicas.
func (s *Store) QueueHealth(ctx context.Context, now time.Time) (health QueueHealth, err error) {
	err = s.pool.QueryRow(ctx, `WITH due AS (
			SELECT scheduled_at FROM river_job WHERE state IN ('available', 'retryable', 'scheduled') AND scheduled_at <= $1)
		SELECT (SELECT max(finalized_at) FROM river_job WHERE state = 'completed' AND finalized_at IS NOT NULL),
			(SELECT count(*) FROM due), (SELECT min(scheduled_at) FROM due),
			(SELECT count(*) FROM river_job WHERE state = 'retryable'), (SELECT count(*) FROM river_job WHERE state = 'discarded'),
			(SELECT count(*) FROM workers WHERE seen_at >= now() - $2::interval)`, now, WorkerSilence).
		Scan(&health.LastEndedAt, &health.Waiting, &health.WaitingSince, &health.Retrying, &health.GivenUp, &health.Workers)
	return health, translate(err)
}

// LoginOutcomes are what last came of logins with one login configuration; nil what never has, or what is no longer known.
type LoginOutcomes struct {
	CompletedAt *time.Time // a business was connected
	PopupAt     *time.Time // a code that came without a redirect, as the JavaScript SDK's do, led to that
	PersonsAt   *time.Time // the token was a person's
}

// LoginOutcomes looks at the onboardings with a login configuration of Meta's id.
func (s *Store) LoginOutcomes(ctx context.Context, configID string) (outcomes LoginOutcomes, err error) {
	err = s.pool.QueryRow(ctx, `WITH completed AS (SELECT id, completed_at FROM onboardings WHERE config_id = $1 AND status = 'COMPLETED')
		SELECT (SELECT max(completed_at) FROM completed),
			(SELECT max(a.created_at) FROM attempts a JOIN completed o ON o.id = a.onboarding_id WHERE a.outcome = $2 AND a.redirect_uri IS NULL),
			(SELECT max(problem_since) FROM onboardings WHERE config_id = $1 AND status = 'FAILED' AND problem_code = $3)`,
		configID, AttemptStored, ProblemWrongTokenType).
		Scan(&outcomes.CompletedAt, &outcomes.PopupAt, &outcomes.PersonsAt)
	return outcomes, translate(err)
}

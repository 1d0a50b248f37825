-- +goose Up

-- Old runs are dropped every hour; without this, each look for them read all there are.
CREATE INDEX sync_runs_by_ended_at ON sync_runs (ended_at);

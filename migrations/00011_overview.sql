-- +goose Up

-- What Meta's answers last called the app's tier of access to the Marketing API: one row, missing until an answer has told.
CREATE TABLE access_tier (
    only_row  boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    meta_name text NOT NULL CHECK (meta_name <> ''),
    seen_at   timestamptz NOT NULL
);

-- What staff look at all day stays cheap, however many businesses are well and however many onboardings are over.
CREATE INDEX businesses_needing_attention ON businesses (problem_since, id) WHERE problem_code IS NOT NULL AND status <> 'REVOKING';
CREATE INDEX onboardings_pending ON onboardings (created_at, id) WHERE status IN ('OPEN', 'EXCHANGING', 'IDENTIFYING', 'SYNCING');
CREATE INDEX datasets_unavailable ON datasets (sort_name, id) WHERE is_unavailable;

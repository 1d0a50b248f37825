-- +goose Up

-- What the latest grant of a business changed, compared with what stood just before it. The datasets are counted when they have been
-- read to their ends with that grant, in the run run_id. What changed in the runs after after_run_id is the grant's doing, and tells which
-- ones they are for as long as it is kept. Ids of runs are in the order in which they began.
CREATE TABLE reconnections (
    business_id        uuid PRIMARY KEY REFERENCES businesses ON DELETE CASCADE,
    before_at          timestamptz NOT NULL,
    at                 timestamptz NOT NULL,
    permissions_gained text[] NOT NULL,
    permissions_lost   text[] NOT NULL,
    datasets_gained    integer,
    datasets_lost      integer,
    after_run_id       uuid NOT NULL,
    run_id             uuid REFERENCES sync_runs ON DELETE SET NULL,
    CHECK ((datasets_gained IS NULL) = (datasets_lost IS NULL))
);
CREATE INDEX reconnections_of_run ON reconnections (run_id);
CREATE INDEX dataset_changes_of_run ON dataset_changes (run_id, at, id);

-- only_business_id is the one business that an onboarding may connect; null: any. stopped_business_id is the one that it was stopped for.
-- Neither references its row: an onboarding that is under way, with its token, must not end with a business that is erased.
ALTER TABLE onboardings ADD COLUMN one_dataset boolean NOT NULL DEFAULT false;
ALTER TABLE onboardings ADD COLUMN only_business_id uuid;
ALTER TABLE onboardings ADD COLUMN stopped_business_id uuid;
CREATE INDEX onboardings_stopped ON onboardings (stopped_business_id, created_at, id) WHERE stopped_business_id IS NOT NULL;

-- Whether one dataset alone is to count, and the one that staff have chosen.
ALTER TABLE businesses ADD COLUMN one_dataset boolean NOT NULL DEFAULT false;
ALTER TABLE businesses ADD COLUMN chosen_dataset_id uuid REFERENCES datasets ON DELETE SET NULL;
CREATE INDEX businesses_by_chosen_dataset ON businesses (chosen_dataset_id) WHERE chosen_dataset_id IS NOT NULL;

-- When the last test event was sent to a dataset.
ALTER TABLE datasets ADD COLUMN tested_at timestamptz;

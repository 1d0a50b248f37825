-- +goose Up

-- Only an exchange is leased: it is the one thing that is no job, since its code is never stored. All else is resumed by the queue.
ALTER TABLE onboardings DROP CONSTRAINT onboardings_check4;
UPDATE onboardings SET lease_until = NULL, lease_owner = NULL WHERE status IN ('IDENTIFYING', 'SYNCING');
ALTER TABLE onboardings ADD CONSTRAINT onboardings_leased_check CHECK ((status = 'EXCHANGING') = (lease_until IS NOT NULL));
CREATE INDEX onboardings_under_way ON onboardings (id) WHERE status IN ('IDENTIFYING', 'SYNCING');

-- How the one request that carried the code ended.
ALTER TABLE attempts ADD COLUMN outcome text NOT NULL DEFAULT 'UNKNOWN' CHECK (outcome IN ('PENDING', 'STORED', 'REFUSED', 'UNKNOWN'));
ALTER TABLE attempts ALTER COLUMN outcome DROP DEFAULT;
CREATE INDEX attempts_by_created_at ON attempts (created_at);

-- epoch moves on whenever the token of a business is replaced or ends: what was read with an older one is not written any more.
ALTER TABLE businesses ADD COLUMN epoch bigint NOT NULL DEFAULT 0;
ALTER TABLE businesses ADD COLUMN sync_requested_at timestamptz;
CREATE INDEX businesses_to_check ON businesses (last_checked_at, id) WHERE status IN ('CONNECTED', 'DEGRADED');
CREATE INDEX businesses_to_sync ON businesses (id) WHERE sync_requested_at IS NOT NULL;
CREATE INDEX businesses_to_refresh ON businesses (token_expires_at, id) WHERE status IN ('CONNECTED', 'DEGRADED');

ALTER TABLE credentials ADD COLUMN origin text NOT NULL DEFAULT 'EXCHANGE' CHECK (origin IN ('EXCHANGE', 'REFRESH', 'RECOVERY'));
ALTER TABLE credentials ALTER COLUMN origin DROP DEFAULT;
CREATE UNIQUE INDEX credentials_one_refreshed ON credentials (business_id) WHERE state = 'PENDING';
-- Bytes 2 to 5 of a ciphertext name the key that sealed it.
CREATE INDEX credentials_by_key ON credentials (substring(ciphertext FROM 2 FOR 4), id) WHERE ciphertext IS NOT NULL;

ALTER TABLE revocations ADD COLUMN tries integer NOT NULL DEFAULT 0;
ALTER TABLE revocations ADD COLUMN last_tried_at timestamptz;

-- A run that reads both lists of a business. Its pages wait in sync_pages until both lists are whole; only then do they replace what
-- is known, so that nobody sees half a list and nothing is taken for removed because a page was missing. requested_at is the request that
-- it covers, and read_at when its last page came, or else when it began.
CREATE TABLE sync_runs (
    id             uuid PRIMARY KEY,
    business_id    uuid NOT NULL REFERENCES businesses ON DELETE CASCADE,
    epoch          bigint NOT NULL,
    outcome        text NOT NULL CHECK (outcome IN ('RUNNING', 'COMPLETED', 'FAILED', 'SUPERSEDED')),
    requested_at   timestamptz,
    started_at     timestamptz NOT NULL,
    read_at        timestamptz NOT NULL,
    ended_at       timestamptz,
    pages          integer NOT NULL DEFAULT 0,
    owned_count    integer NOT NULL DEFAULT 0,
    shared_count   integer NOT NULL DEFAULT 0,
    added_count    integer NOT NULL DEFAULT 0,
    removed_count  integer NOT NULL DEFAULT 0,
    CHECK ((outcome = 'RUNNING') = (ended_at IS NULL))
);
CREATE UNIQUE INDEX sync_runs_one_running ON sync_runs (business_id) WHERE outcome = 'RUNNING';
CREATE INDEX sync_runs_of_business ON sync_runs (business_id, started_at, id);

-- next_cursor is where the list goes on; null behind its last page.
CREATE TABLE sync_pages (
    run_id      uuid NOT NULL REFERENCES sync_runs ON DELETE CASCADE,
    relation    text NOT NULL CHECK (relation IN ('OWNED', 'SHARED')),
    number      integer NOT NULL CHECK (number > 0),
    facts       jsonb NOT NULL,
    next_cursor text,
    PRIMARY KEY (run_id, relation, number)
);

CREATE TABLE dataset_changes (
    id              uuid PRIMARY KEY,
    business_id     uuid NOT NULL REFERENCES businesses ON DELETE CASCADE,
    run_id          uuid REFERENCES sync_runs ON DELETE SET NULL,
    relation        text NOT NULL CHECK (relation IN ('OWNED', 'SHARED')),
    dataset_meta_id text NOT NULL,
    dataset_name    text,
    change          text NOT NULL CHECK (change IN ('ADDED', 'REMOVED')),
    at              timestamptz NOT NULL
);
CREATE INDEX dataset_changes_of_business ON dataset_changes (business_id, at, id);
CREATE INDEX dataset_changes_by_at ON dataset_changes (at);

-- Whether the token really reaches a dataset that Meta lists; null before it was tried.
ALTER TABLE business_datasets ADD COLUMN is_usable boolean;
ALTER TABLE business_datasets ADD COLUMN probed_at timestamptz;

-- Until when Meta wants no calls: about one business (by Meta's id), about the whole app (empty), in every replica.
CREATE TABLE holds (
    business_meta_id text PRIMARY KEY,
    until            timestamptz NOT NULL,
    noted_at         timestamptz NOT NULL
);

-- An app id and secret (known by a fingerprint) that Meta rejects: no code is sent with them.
CREATE TABLE rejected_secrets (
    fingerprint bytea PRIMARY KEY CHECK (length(fingerprint) = 32),
    since       timestamptz NOT NULL
);

-- Calls to Meta, counted. outcome is "ok" or the class of the error.
CREATE TABLE meta_usage (
    day      date NOT NULL,
    endpoint text NOT NULL,
    outcome  text NOT NULL,
    calls    bigint NOT NULL CHECK (calls > 0),
    PRIMARY KEY (day, endpoint, outcome)
);

-- What Meta told without being asked. The digest makes a repeated delivery harmless; it outlives the ids, which an erasure takes out.
CREATE TABLE meta_events (
    id               uuid PRIMARY KEY,
    digest           bytea NOT NULL UNIQUE CHECK (length(digest) = 32),
    kind             text NOT NULL CHECK (kind IN ('INSTALL', 'UPDATE', 'UNINSTALL', 'DEAUTHORIZE')),
    business_meta_id text,
    meta_user_id     text,
    config_id        text,
    at               timestamptz NOT NULL,
    received_at      timestamptz NOT NULL,
    outcome          text CHECK (outcome IN ('APPLIED', 'OLD', 'CONTRADICTED', 'UNKNOWN_BUSINESS')),
    processed_at     timestamptz,
    CHECK ((outcome IS NULL) = (processed_at IS NULL)),
    CHECK (num_nonnulls(business_meta_id, meta_user_id) = 1 OR outcome IS NOT NULL)
);
CREATE INDEX meta_events_by_received_at ON meta_events (received_at, id);
CREATE INDEX meta_events_of_business ON meta_events (business_meta_id, at);

-- A business that has the app installed at Meta while nobody here holds its token. found_at is since when that is known.
CREATE TABLE orphan_grants (
    id               uuid PRIMARY KEY,
    business_meta_id text NOT NULL CHECK (business_meta_id ~ '^[0-9]+$'),
    name             text,
    config_id        text,
    found_at         timestamptz NOT NULL,
    onboarding_id    uuid REFERENCES onboardings ON DELETE SET NULL,
    outcome          text CHECK (outcome IN ('CONNECTED', 'GONE')),
    ended_at         timestamptz,
    CHECK ((outcome IS NULL) = (ended_at IS NULL))
);
CREATE UNIQUE INDEX orphan_grants_one_open ON orphan_grants (business_meta_id) WHERE outcome IS NULL;
CREATE INDEX orphan_grants_in_order ON orphan_grants (coalesce(ended_at, 'infinity'), id);
CREATE INDEX orphan_grants_of_onboarding ON orphan_grants (onboarding_id);

-- Requests to delete, and that they were carried out. Whose data it was is a keyed pseudonym, so that the row may outlive them.
CREATE TABLE deletions (
    id           uuid PRIMARY KEY,
    code         text NOT NULL UNIQUE CHECK (length(code) >= 26),
    subject_hmac bytea NOT NULL CHECK (length(subject_hmac) = 32),
    origin       text NOT NULL CHECK (origin IN ('META', 'PARTNER')),
    digest       bytea UNIQUE CHECK (length(digest) = 32),
    meta_user_id text,
    requested_at timestamptz NOT NULL,
    begun_at     timestamptz,
    completed_at timestamptz,
    CHECK ((completed_at IS NULL) = (meta_user_id IS NOT NULL)),
    CHECK (completed_at IS NULL OR begun_at IS NOT NULL)
);
CREATE INDEX deletions_open ON deletions (id) WHERE completed_at IS NULL;

-- +goose Up

-- What makes this installation itself: one row, written at the first start. index_key is sealed with the keyset, so opening it
-- at every start proves that the keyset is the right one; it keys the HMACs of codes and the fingerprints of tokens.
CREATE TABLE installation (
    only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    index_key  bytea NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE TABLE users (
    id                uuid PRIMARY KEY,
    email             text NOT NULL CHECK (email <> ''),
    role              text NOT NULL CHECK (role IN ('VIEWER', 'OPERATOR', 'ADMIN')),
    password_hash     text,
    created_at        timestamptz NOT NULL,
    last_signed_in_at timestamptz,
    disabled_at       timestamptz
);
CREATE UNIQUE INDEX users_email_key ON users (lower(email));

CREATE TABLE sign_in_links (
    token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
    user_id    uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    expires_at timestamptz NOT NULL
);
CREATE INDEX sign_in_links_user_id ON sign_in_links (user_id);

-- The shape is that of scs's pgxstore; the token is stored hashed.
CREATE TABLE sessions (
    token  text PRIMARY KEY,
    data   bytea NOT NULL,
    expiry timestamptz NOT NULL
);
CREATE INDEX sessions_expiry ON sessions (expiry);

CREATE TABLE api_keys (
    id           uuid PRIMARY KEY,
    name         text NOT NULL CHECK (name <> ''),
    key_hash     bytea NOT NULL UNIQUE CHECK (length(key_hash) = 32),
    hint         text NOT NULL,
    scopes       text[] NOT NULL CHECK (cardinality(scopes) > 0),
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz,
    last_used_at timestamptz,
    revoked_at   timestamptz
);

-- sort_name is the name as people look for it: in any case of any alphabet, and no longer than an index takes.
CREATE TABLE businesses (
    id                   uuid PRIMARY KEY,
    meta_id              text NOT NULL UNIQUE CHECK (meta_id ~ '^[0-9]+$'),
    name                 text,
    sort_name            text COLLATE "C" NOT NULL GENERATED ALWAYS AS (left(lower(coalesce(name, '') COLLATE "und-x-icu"), 200)) STORED,
    external_id          text CHECK (external_id <> ''),
    labels               text[] NOT NULL DEFAULT '{}',
    status               text NOT NULL CHECK (status IN ('CONNECTED', 'DEGRADED', 'NEEDS_RECONNECT', 'REVOKING', 'REVOKE_STUCK', 'DISCONNECTED')),
    problem_code         text,
    problem_since        timestamptz,
    problem_retry_at     timestamptz,
    problem_meta_code    integer,
    problem_meta_subcode integer,
    problem_fbtrace_id   text,
    connected_at         timestamptz NOT NULL,
    disconnected_at      timestamptz,
    token_expires_at     timestamptz,
    last_checked_at      timestamptz,
    last_synced_at       timestamptz,
    fence                bigint NOT NULL DEFAULT 0,
    created_at           timestamptz NOT NULL,
    CHECK ((problem_code IS NULL) = (problem_since IS NULL)),
    CHECK (status NOT IN ('DEGRADED', 'NEEDS_RECONNECT', 'REVOKE_STUCK') OR problem_code IS NOT NULL),
    CHECK ((status = 'DISCONNECTED') = (disconnected_at IS NOT NULL))
);
CREATE INDEX businesses_by_name ON businesses (sort_name, id);
CREATE INDEX businesses_by_connected_at ON businesses (connected_at, id);
CREATE INDEX businesses_by_status ON businesses (status, id);
CREATE INDEX businesses_by_external_id ON businesses (external_id, id) WHERE external_id IS NOT NULL;

CREATE TABLE permission_grants (
    business_id      uuid NOT NULL REFERENCES businesses ON DELETE CASCADE,
    permission       text COLLATE "C" NOT NULL,
    requested        boolean NOT NULL,
    state            text NOT NULL CHECK (state IN ('GRANTED', 'DENIED', 'UNKNOWN')),
    dataset_meta_ids text[],
    PRIMARY KEY (business_id, permission)
);

CREATE TABLE datasets (
    id                     uuid PRIMARY KEY,
    meta_id                text NOT NULL UNIQUE CHECK (meta_id ~ '^[0-9]+$'),
    name                   text,
    sort_name              text COLLATE "C" NOT NULL GENERATED ALWAYS AS (left(lower(coalesce(name, '') COLLATE "und-x-icu"), 200)) STORED,
    last_fired_at          timestamptz,
    sort_fired_at          timestamptz NOT NULL GENERATED ALWAYS AS (coalesce(last_fired_at, '-infinity')) STORED,
    created_at             timestamptz,
    is_unavailable         boolean,
    owner_business_meta_id text,
    owner_business_name    text,
    seen_at                timestamptz NOT NULL,
    UNIQUE (id, sort_name)
);
CREATE INDEX datasets_by_name ON datasets (sort_name, id);
CREATE INDEX datasets_by_fired_at ON datasets (sort_fired_at, id);

-- sort_name follows the dataset's by the foreign key, so that a page of one business's datasets is one stretch of one index.
CREATE TABLE business_datasets (
    business_id     uuid NOT NULL REFERENCES businesses ON DELETE CASCADE,
    relation        text NOT NULL CHECK (relation IN ('OWNED', 'SHARED')),
    dataset_id      uuid NOT NULL,
    sort_name       text COLLATE "C" NOT NULL,
    PRIMARY KEY (business_id, relation, dataset_id),
    FOREIGN KEY (dataset_id, sort_name) REFERENCES datasets (id, sort_name) ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX business_datasets_by_name ON business_datasets (business_id, relation, sort_name, dataset_id);
CREATE INDEX business_datasets_by_dataset ON business_datasets (dataset_id, business_id);

CREATE TABLE onboardings (
    id                   uuid PRIMARY KEY,
    status               text NOT NULL CHECK (status IN ('OPEN', 'EXCHANGING', 'IDENTIFYING', 'SYNCING', 'COMPLETED', 'FAILED', 'OUTCOME_UNKNOWN', 'EXPIRED')),
    business_id          uuid REFERENCES businesses ON DELETE CASCADE,
    external_id          text CHECK (external_id <> ''),
    labels               text[] NOT NULL DEFAULT '{}',
    config_id            text NOT NULL,
    support_code         text NOT NULL UNIQUE,
    token_hash           bytea UNIQUE CHECK (length(token_hash) = 32),
    allowed_origin       text,
    tries_left           integer NOT NULL CHECK (tries_left >= 0),
    problem_code         text,
    problem_since        timestamptz,
    problem_retry_at     timestamptz,
    problem_meta_code    integer,
    problem_meta_subcode integer,
    problem_fbtrace_id   text,
    created_by           text NOT NULL,
    idempotency_key      text,
    idempotency_hash     bytea,
    lease_owner          uuid,
    lease_until          timestamptz,
    retries              integer NOT NULL DEFAULT 0,
    fence                bigint NOT NULL DEFAULT 0,
    created_at           timestamptz NOT NULL,
    expires_at           timestamptz NOT NULL,
    completed_at         timestamptz,
    CHECK ((problem_code IS NULL) = (problem_since IS NULL)),
    CHECK (status NOT IN ('FAILED', 'OUTCOME_UNKNOWN', 'EXPIRED') OR problem_code IS NOT NULL),
    CHECK ((status = 'COMPLETED') = (completed_at IS NOT NULL)),
    CHECK (status NOT IN ('SYNCING', 'COMPLETED') OR business_id IS NOT NULL),
    CHECK ((status IN ('EXCHANGING', 'IDENTIFYING', 'SYNCING')) = (lease_until IS NOT NULL)),
    CHECK (lease_owner IS NULL OR lease_until IS NOT NULL),
    CHECK ((idempotency_key IS NULL) = (idempotency_hash IS NULL))
);
CREATE UNIQUE INDEX onboardings_idempotency_key ON onboardings (created_by, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX onboardings_by_created_at ON onboardings (created_at, id);
CREATE INDEX onboardings_of_business ON onboardings (business_id, created_at, id);
CREATE INDEX onboardings_leased ON onboardings (lease_until) WHERE lease_until IS NOT NULL;
CREATE INDEX onboardings_open ON onboardings (expires_at) WHERE status = 'OPEN';

-- One row per code ever given to us. The code itself is never stored; its HMAC is what makes a second exchange impossible.
CREATE TABLE attempts (
    id            uuid PRIMARY KEY,
    onboarding_id uuid NOT NULL REFERENCES onboardings ON DELETE CASCADE,
    code_hmac     bytea NOT NULL UNIQUE CHECK (length(code_hmac) = 32),
    redirect_uri  text,
    created_at    timestamptz NOT NULL
);
CREATE INDEX attempts_of_onboarding ON attempts (onboarding_id);

CREATE TABLE onboarding_steps (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    onboarding_id uuid NOT NULL REFERENCES onboardings ON DELETE CASCADE,
    kind          text NOT NULL CHECK (kind IN ('RECEIVE', 'EXCHANGE', 'IDENTIFY', 'SYNC')),
    status        text NOT NULL CHECK (status IN ('RUNNING', 'SUCCEEDED', 'FAILED')),
    started_at    timestamptz NOT NULL,
    ended_at      timestamptz,
    detail        text,
    CHECK ((status = 'RUNNING') = (ended_at IS NULL))
);
CREATE UNIQUE INDEX onboarding_steps_running ON onboarding_steps (onboarding_id) WHERE status = 'RUNNING';
CREATE INDEX onboarding_steps_of_onboarding ON onboarding_steps (onboarding_id, id);

-- PENDING: stored, the business not yet known. LIVE: the one in use. RETIRED: wiped.
CREATE TABLE credentials (
    id            uuid PRIMARY KEY,
    onboarding_id uuid REFERENCES onboardings ON DELETE SET NULL,
    business_id   uuid REFERENCES businesses ON DELETE CASCADE,
    state         text NOT NULL CHECK (state IN ('PENDING', 'LIVE', 'RETIRED')),
    ciphertext    bytea,
    fingerprint   bytea NOT NULL CHECK (length(fingerprint) = 32),
    meta_user_id  text,
    granted_at    timestamptz NOT NULL,
    expires_at    timestamptz,
    retired_at    timestamptz,
    CHECK ((state = 'RETIRED') = (ciphertext IS NULL)),
    CHECK ((state = 'RETIRED') = (retired_at IS NOT NULL)),
    CHECK (state <> 'LIVE' OR business_id IS NOT NULL)
);
CREATE UNIQUE INDEX credentials_one_live ON credentials (business_id) WHERE state = 'LIVE';
CREATE UNIQUE INDEX credentials_one_pending ON credentials (onboarding_id) WHERE state = 'PENDING';
CREATE INDEX credentials_of_business ON credentials (business_id);
CREATE INDEX credentials_by_meta_user_id ON credentials (meta_user_id);

CREATE TABLE revocations (
    id              uuid PRIMARY KEY,
    business_id     uuid NOT NULL REFERENCES businesses ON DELETE CASCADE,
    outcome         text NOT NULL CHECK (outcome IN ('REVOKED', 'ALREADY_INVALID', 'PENDING', 'REMOVED_HERE_ONLY')),
    verified        boolean NOT NULL,
    requested_at    timestamptz NOT NULL,
    requested_by    text NOT NULL,
    reason          text,
    accepted_at     timestamptz,
    ended_at        timestamptz,
    next_attempt_at timestamptz,
    fbtrace_ids     text[] NOT NULL DEFAULT '{}',
    CHECK ((outcome = 'PENDING') = (ended_at IS NULL)),
    CHECK (outcome NOT IN ('REVOKED', 'ALREADY_INVALID') OR verified)
);
CREATE UNIQUE INDEX revocations_one_pending ON revocations (business_id) WHERE outcome = 'PENDING';
CREATE INDEX revocations_of_business ON revocations (business_id, requested_at);

CREATE TABLE audit_events (
    id           uuid PRIMARY KEY,
    at           timestamptz NOT NULL,
    actor_kind   text NOT NULL CHECK (actor_kind IN ('USER', 'API_KEY', 'ONBOARDING_TOKEN', 'SYSTEM')),
    actor_id     uuid,
    actor_name   text NOT NULL,
    action       text NOT NULL,
    subject_kind text NOT NULL,
    subject_id   uuid NOT NULL,
    before       jsonb,
    after        jsonb,
    request_id   text
);
CREATE INDEX audit_events_of_subject ON audit_events (subject_id, id);

-- +goose StatementBegin
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
-- +goose StatementEnd
CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Whoever waits for a row to change hears of it at commit, in every replica: models.Changes listens.
-- +goose StatementBegin
CREATE FUNCTION announce_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('capiconnect_changes', NEW.id::text);
    RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER businesses_announce AFTER INSERT OR UPDATE ON businesses
    FOR EACH ROW EXECUTE FUNCTION announce_change();
CREATE TRIGGER onboardings_announce AFTER INSERT OR UPDATE ON onboardings
    FOR EACH ROW EXECUTE FUNCTION announce_change();

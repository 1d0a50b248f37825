-- +goose Up

-- Partners' servers that are told of changes. No event type means all of them.
CREATE TABLE webhook_endpoints (
    id                  uuid PRIMARY KEY,
    url                 text NOT NULL CHECK (url <> ''),
    description         text CHECK (description <> ''),
    event_types         text[] NOT NULL DEFAULT '{}',
    disabled_reason     text CHECK (disabled_reason IN ('BY_HAND', 'GONE', 'FAILING')),
    disabled_at         timestamptz,
    created_at          timestamptz NOT NULL,
    secret_created_at   timestamptz NOT NULL,
    former_secret_until timestamptz,
    last_success_at     timestamptz,
    last_failure_at     timestamptz,
    CHECK ((disabled_reason IS NULL) = (disabled_at IS NULL))
);
CREATE INDEX webhook_endpoints_by_age ON webhook_endpoints (created_at, id);

-- Sealed signing secrets: the present one of each endpoint, which has no end, and at most one that counts until its end.
CREATE TABLE webhook_secrets (
    id          uuid PRIMARY KEY,
    endpoint_id uuid NOT NULL REFERENCES webhook_endpoints ON DELETE CASCADE,
    ciphertext  bytea NOT NULL,
    created_at  timestamptz NOT NULL,
    ends_at     timestamptz
);
CREATE UNIQUE INDEX webhook_secrets_present ON webhook_secrets (endpoint_id) WHERE ends_at IS NULL;
CREATE UNIQUE INDEX webhook_secrets_former ON webhook_secrets (endpoint_id) WHERE ends_at IS NOT NULL;

-- The outbox: what partners are told, written in the transaction of the change. Numbers are taken while the changed row is locked, so those
-- of one business or onboarding are in the order of its changes. An event goes with what it is about.
CREATE TABLE webhook_events (
    id            uuid PRIMARY KEY,
    number        bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    type          text NOT NULL CHECK (type <> ''),
    at            timestamptz NOT NULL,
    business_id   uuid REFERENCES businesses ON DELETE CASCADE,
    onboarding_id uuid REFERENCES onboardings ON DELETE CASCADE,
    payload       text NOT NULL,
    CHECK (num_nonnulls(business_id, onboarding_id) < 2)
);
CREATE INDEX webhook_events_by_age ON webhook_events (at, number);
CREATE INDEX webhook_events_of_business ON webhook_events (business_id) WHERE business_id IS NOT NULL;
CREATE INDEX webhook_events_of_onboarding ON webhook_events (onboarding_id) WHERE onboarding_id IS NOT NULL;

-- One event on its way to one endpoint. event_number and subject_id, the business or onboarding, are the event's.
CREATE TABLE webhook_deliveries (
    id           uuid PRIMARY KEY,
    endpoint_id  uuid NOT NULL REFERENCES webhook_endpoints ON DELETE CASCADE,
    event_id     uuid NOT NULL REFERENCES webhook_events ON DELETE CASCADE,
    event_number bigint NOT NULL,
    subject_id   uuid NOT NULL,
    state        text NOT NULL CHECK (state IN ('PENDING', 'SUCCEEDED', 'FAILED')),
    tries        integer NOT NULL DEFAULT 0 CHECK (tries >= 0),
    due_at       timestamptz NOT NULL,
    created_at   timestamptz NOT NULL,
    ended_at     timestamptz,
    UNIQUE (endpoint_id, event_id),
    CHECK ((state = 'PENDING') = (ended_at IS NULL))
);
CREATE INDEX webhook_deliveries_by_number ON webhook_deliveries (event_number, id);
CREATE INDEX webhook_deliveries_of_endpoint ON webhook_deliveries (endpoint_id, event_number, id);
CREATE INDEX webhook_deliveries_of_event ON webhook_deliveries (event_id);
CREATE INDEX webhook_deliveries_of_subject ON webhook_deliveries (subject_id, event_number, id);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (endpoint_id, due_at) WHERE state = 'PENDING';
CREATE INDEX webhook_deliveries_in_line ON webhook_deliveries (endpoint_id, subject_id, event_number) WHERE state = 'PENDING';

-- One request, and the beginning of what came back.
CREATE TABLE webhook_attempts (
    id          uuid PRIMARY KEY,
    delivery_id uuid NOT NULL REFERENCES webhook_deliveries ON DELETE CASCADE,
    at          timestamptz NOT NULL,
    duration_ms bigint NOT NULL,
    status      integer,
    answer      text,
    failure     text CHECK (failure IN ('REFUSED', 'GONE', 'REDIRECT', 'TIMEOUT', 'UNKNOWN_HOST', 'NO_CONNECTION', 'TLS', 'NOT_PUBLIC', 'SECRET_UNREADABLE'))
);
CREATE INDEX webhook_attempts_of_delivery ON webhook_attempts (delivery_id, at, id);

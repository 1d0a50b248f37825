-- +goose Up

-- A token that was made for one dataset and handed to a partner's backend is a credential like the others, so that it is sealed, sealed
-- anew and wiped as they are.
ALTER TABLE credentials DROP CONSTRAINT credentials_state_check;
ALTER TABLE credentials ADD CONSTRAINT credentials_state_check CHECK (state IN ('PENDING', 'LIVE', 'LEASED', 'RETIRED'));
ALTER TABLE credentials DROP CONSTRAINT credentials_origin_check;
ALTER TABLE credentials ADD CONSTRAINT credentials_origin_check CHECK (origin IN ('EXCHANGE', 'REFRESH', 'RECOVERY', 'LEASE'));
ALTER TABLE credentials ADD CONSTRAINT credentials_leased_of_business CHECK (state <> 'LEASED' OR business_id IS NOT NULL);

-- Who was given which token, what for, and what became of it. The row is there before Meta is asked. It names the dataset by Meta's id
-- besides, for it outlives the dataset's own row, and the API key by its name.
CREATE TABLE token_leases (
    id              uuid PRIMARY KEY,
    business_id     uuid NOT NULL REFERENCES businesses ON DELETE CASCADE,
    dataset_id      uuid REFERENCES datasets ON DELETE SET NULL,
    dataset_meta_id text NOT NULL,
    api_key_id      uuid NOT NULL,
    leased_by       text NOT NULL,
    purpose         text NOT NULL CHECK (length(purpose) BETWEEN 1 AND 200),
    requested_at    timestamptz NOT NULL,
    credential_id   uuid REFERENCES credentials ON DELETE SET NULL,
    granted_at      timestamptz,
    expires_at      timestamptz,
    ended_at        timestamptz,
    end_reason      text CHECK (end_reason IN ('NOT_GRANTED', 'REQUESTED', 'CONNECTION_ENDED', 'FOUND_INVALID', 'EXPIRED')),
    end_verified    boolean NOT NULL DEFAULT false,
    CHECK ((ended_at IS NULL) = (end_reason IS NULL)),
    CHECK ((granted_at IS NULL) = (expires_at IS NULL)),
    CHECK (granted_at IS NULL OR end_reason IS DISTINCT FROM 'NOT_GRANTED'),
    CHECK (NOT end_verified OR ended_at IS NOT NULL)
);
CREATE INDEX token_leases_of_business ON token_leases (business_id, requested_at, id);
CREATE INDEX token_leases_of_key ON token_leases (api_key_id, requested_at);
CREATE INDEX token_leases_open ON token_leases (business_id) WHERE ended_at IS NULL;
CREATE INDEX token_leases_by_credential ON token_leases (credential_id);
CREATE INDEX token_leases_by_dataset ON token_leases (dataset_id);

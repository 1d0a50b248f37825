-- +goose Up

-- A key that was rotated takes its former secret for a while, so that whoever uses it can be told the new one without a gap.
ALTER TABLE api_keys
    ADD COLUMN former_hash  bytea UNIQUE CHECK (length(former_hash) = 32),
    ADD COLUMN former_until timestamptz,
    ADD CHECK ((former_hash IS NULL) = (former_until IS NULL));

-- +goose Up

-- What the page with the login button says and speaks, and where it leads back to.
ALTER TABLE onboardings ADD COLUMN booking boolean NOT NULL DEFAULT false;
ALTER TABLE onboardings ADD COLUMN language text CHECK (language IN ('EN', 'DE', 'ES', 'FR', 'PT', 'JA'));
ALTER TABLE onboardings ADD COLUMN return_url text CHECK (return_url <> '');
ALTER TABLE onboardings ADD CHECK (return_url IS NULL OR allowed_origin IS NOT NULL);

-- An onboarding can be taken back.
ALTER TABLE onboardings DROP CONSTRAINT onboardings_status_check;
ALTER TABLE onboardings ADD CONSTRAINT onboardings_status_check
    CHECK (status IN ('OPEN', 'EXCHANGING', 'IDENTIFYING', 'SYNCING', 'COMPLETED', 'FAILED', 'OUTCOME_UNKNOWN', 'EXPIRED', 'CANCELLED'));
ALTER TABLE onboardings ADD CHECK (status <> 'CANCELLED' OR problem_code IS NOT NULL);

-- Its link can be replaced: link says which one of its links token_hash belongs to. Whoever has gone to Meta's dialog with an earlier one does
-- not come back from there.
ALTER TABLE onboardings ADD COLUMN link integer NOT NULL DEFAULT 1;
ALTER TABLE redirect_flows ADD COLUMN link integer NOT NULL DEFAULT 1;

-- The links that were replaced, so that their holders are told so, and the calls that replaced them, so that a repeated one replaces nothing.
CREATE TABLE replaced_links (
    id               uuid PRIMARY KEY,
    onboarding_id    uuid NOT NULL REFERENCES onboardings ON DELETE CASCADE,
    token_hash       bytea UNIQUE CHECK (length(token_hash) = 32), -- NULL: the onboarding had none any more
    replaced_at      timestamptz NOT NULL,
    replaced_by      text NOT NULL,
    idempotency_key  text,
    idempotency_hash bytea,
    CHECK ((idempotency_key IS NULL) = (idempotency_hash IS NULL))
);
CREATE UNIQUE INDEX replaced_links_idempotency_key ON replaced_links (replaced_by, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX replaced_links_of_onboarding ON replaced_links (onboarding_id);
CREATE INDEX replaced_links_by_age ON replaced_links (replaced_at);

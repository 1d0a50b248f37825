-- +goose Up

-- Since when a code is asked for beside the password; NULL where the password is enough.
ALTER TABLE users ADD COLUMN second_factor_since timestamptz;

-- The sealed secret of somebody's authenticator app. A row without second_factor_since waits for the first code, which proves that an
-- app has it. last_step is the time step (RFC 6238) of the last code that was taken: none works twice.
CREATE TABLE second_factors (
    user_id    uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    ciphertext bytea NOT NULL,
    last_step  bigint NOT NULL DEFAULT 0
);

-- What is left of the codes that replace a lost app, hashed; using one deletes it.
CREATE TABLE recovery_codes (
    user_id   uuid NOT NULL REFERENCES second_factors ON DELETE CASCADE,
    code_hash bytea NOT NULL CHECK (length(code_hash) = 32),
    PRIMARY KEY (user_id, code_hash)
);

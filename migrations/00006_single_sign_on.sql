-- +goose Up

-- Who a user is at an OpenID provider. A user is one person there and a person is one user here, whatever e-mail address they get later.
CREATE TABLE user_identities (
    issuer    text NOT NULL,
    subject   text NOT NULL CHECK (subject <> ''),
    user_id   uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    linked_at timestamptz NOT NULL,
    PRIMARY KEY (issuer, subject),
    UNIQUE (user_id, issuer)
);

-- A way to the provider that somebody has gone and has not come back from. The browser holds the token; state, nonce and PKCE verifier
-- follow from it, so that nothing in here opens anything.
CREATE TABLE sign_in_flows (
    token_hash  bytea PRIMARY KEY CHECK (length(token_hash) = 32),
    return_path text NOT NULL,
    fresh       boolean NOT NULL, -- the provider was to ask for the proof once more
    expires_at  timestamptz NOT NULL
);

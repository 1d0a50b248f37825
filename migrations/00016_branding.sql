-- +goose Up

-- Images of logos, each under the hash of its content, which is its address. Only the one that branding names is kept.
CREATE TABLE logos (
    hash       text PRIMARY KEY,
    media_type text NOT NULL,
    content    bytea NOT NULL
);

-- How the Connect page presents the partner: one row, which says nothing until an administrator does.
CREATE TABLE branding (
    only_row        boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    name            text,
    accent_color    text,
    support_contact text,
    privacy_url     text,
    logo_hash       text REFERENCES logos,
    logo_width      integer,
    logo_height     integer,
    CHECK ((logo_hash IS NULL) = (logo_width IS NULL) AND (logo_hash IS NULL) = (logo_height IS NULL))
);
INSERT INTO branding DEFAULT VALUES;

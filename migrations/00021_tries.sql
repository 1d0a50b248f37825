-- +goose Up

-- Guesses at passwords and codes, by the hash of whose or whence, until none has been made for a while. The next may not be made before until_at.
CREATE TABLE tries (
    key      bytea PRIMARY KEY,
    count    integer NOT NULL,
    last_at  timestamptz NOT NULL,
    until_at timestamptz NOT NULL
);

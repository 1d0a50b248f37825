-- +goose Up

-- Up to where in the write-ahead log a caller has written, so that what they read from a replica is no older. Kept where there is one.
CREATE TABLE last_writes (
    caller_id uuid PRIMARY KEY,
    lsn       pg_lsn NOT NULL,
    at        timestamptz NOT NULL
);

-- +goose Up

-- Programs that work jobs, and when each last showed that it does. The row goes when the program ends, or others take its jobs over.
CREATE TABLE workers (
    id      uuid PRIMARY KEY,
    seen_at timestamptz NOT NULL
);

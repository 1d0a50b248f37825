-- +goose Up

-- Whose a session is, and by what its user knows it. scs writes a row without these; they follow before the browser gets the token.
-- Nobody can tell whose the sessions from before are, so that everybody signs in once more.
DELETE FROM sessions;
ALTER TABLE sessions
    ADD COLUMN id       uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
    ADD COLUMN user_id  uuid REFERENCES users ON DELETE CASCADE,
    ADD COLUMN begun_at timestamptz,
    ADD COLUMN seen_at  timestamptz,
    ADD COLUMN browser  text,
    ADD COLUMN network  text;
CREATE INDEX sessions_of_user ON sessions (user_id);

-- +goose Up

-- Whoever wrote an event proves it: an HMAC over the event, by a key that is not in the database. NULL from a command that had no keyset.
ALTER TABLE audit_events ADD COLUMN mac bytea;

-- The events that have no place in the chain yet. A trigger keeps this list, not the program, so that no event gets past it.
CREATE TABLE audit_unlinked (event_id uuid PRIMARY KEY);

-- The chain: a place for each event, with an HMAC over the event and the place before it. Places have no gaps.
CREATE TABLE audit_links (
    seq      bigint PRIMARY KEY CHECK (seq > 0),
    event_id uuid NOT NULL UNIQUE,
    hash     bytea NOT NULL CHECK (octet_length(hash) = 32)
);
CREATE TRIGGER audit_links_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_links
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- +goose StatementBegin
CREATE FUNCTION await_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_unlinked (event_id) VALUES (NEW.id);
    RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER audit_events_await_link AFTER INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION await_link();
INSERT INTO audit_unlinked (event_id) SELECT id FROM audit_events;

CREATE INDEX audit_events_by_at ON audit_events (at, id);
CREATE INDEX audit_events_of_actor ON audit_events (actor_id, id) WHERE actor_id IS NOT NULL;

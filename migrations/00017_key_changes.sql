-- +goose Up

-- Replicas keep what they know of an API key for a moment. They hear at commit that one has changed; when it was last used is no change.
-- +goose StatementBegin
CREATE FUNCTION announce_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('capiconnect_changes', 'api_keys');
    RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER api_keys_announce AFTER DELETE OR UPDATE OF key_hash, scopes, expires_at, revoked_at, former_hash, former_until ON api_keys
    FOR EACH STATEMENT EXECUTE FUNCTION announce_key();

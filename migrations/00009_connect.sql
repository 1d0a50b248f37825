-- +goose Up

-- A way to Meta's login dialog in the tab of the page that somebody has gone and has not come back from. The browser holds the token, from
-- which the state follows, so that nothing in here opens anything.
CREATE TABLE redirect_flows (
    token_hash    bytea PRIMARY KEY CHECK (length(token_hash) = 32),
    onboarding_id uuid NOT NULL REFERENCES onboardings ON DELETE CASCADE,
    user_id       uuid REFERENCES users ON DELETE CASCADE, -- the member of staff who went; NULL for a client
    expires_at    timestamptz NOT NULL
);
CREATE INDEX redirect_flows_of_onboarding ON redirect_flows (onboarding_id, expires_at);

-- What happens in the browser before there is a code.
ALTER TABLE onboarding_steps DROP CONSTRAINT onboarding_steps_kind_check;
ALTER TABLE onboarding_steps ADD CONSTRAINT onboarding_steps_kind_check CHECK (kind IN (
    'PAGE_OPENED', 'PAGE_OPENED_ON_PHONE', 'SDK_LOADED', 'SDK_BLOCKED', 'BUTTON_PRESSED', 'POPUP_OPENED', 'POPUP_BLOCKED', 'NO_ANSWER',
    'LOGIN_CANCELLED', 'REDIRECTED', 'LOGIN_DECLINED', 'LOGIN_FAILED',
    'RECEIVE', 'EXCHANGE', 'IDENTIFY', 'SYNC'
));

-- A step that changes nothing else is heard of as well.
-- +goose StatementBegin
CREATE FUNCTION announce_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('capiconnect_changes', NEW.onboarding_id::text);
    RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER onboarding_steps_announce AFTER INSERT ON onboarding_steps
    FOR EACH ROW EXECUTE FUNCTION announce_step();

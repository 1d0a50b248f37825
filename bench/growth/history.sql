-- What living with the businesses of data.sql leaves behind: the onboarding of each, its token, and five days of checks and syncs. Triggers and
-- foreign keys rest meanwhile, since all of it fits together.
SET session_replication_role = replica;

-- Checks are spread over the day. Those that are due have been planned, but for the last five minutes' of them.
UPDATE businesses SET last_checked_at = now() - hashtext(id::text)::bigint % 720 * interval '1 minute' - interval '12 hours', last_synced_at = last_checked_at;
INSERT INTO river_job (state, max_attempts, attempt, args, kind, queue, created_at, scheduled_at, unique_key, unique_states)
SELECT 'scheduled', 25, 0, jsonb_build_object('business_id', id), 'check', 'upkeep', now(), now() + interval '30 minutes', sha256(('check' || id)::bytea), B'11110001'
FROM businesses WHERE last_checked_at < now() - interval '23 hours 5 minutes';
INSERT INTO river_job (state, max_attempts, attempt, attempted_at, attempted_by, finalized_at, args, kind, queue, created_at, scheduled_at, unique_key, unique_states)
SELECT 'completed', 25, 1, last_checked_at, ARRAY['replica'], last_checked_at, jsonb_build_object('business_id', id), kind, 'upkeep', last_checked_at, last_checked_at, sha256((kind || id)::bytea), B'11110001'
FROM businesses, unnest(ARRAY['check', 'sync', 'probe']) kind;

INSERT INTO onboardings (id, status, business_id, external_id, config_id, support_code, tries_left, created_by, created_at, expires_at, completed_at)
SELECT md5('onboarding ' || id)::uuid, 'COMPLETED', id, external_id, '1', md5('code ' || id), 4, 'api key bench', connected_at, connected_at + interval '7 days', connected_at FROM businesses;
INSERT INTO attempts (id, onboarding_id, code_hmac, created_at, outcome)
SELECT md5('attempt ' || id)::uuid, md5('onboarding ' || id)::uuid, sha256(('code ' || id)::bytea), connected_at, 'STORED' FROM businesses;
INSERT INTO onboarding_steps (onboarding_id, kind, status, started_at, ended_at)
SELECT md5('onboarding ' || id)::uuid, kind, 'SUCCEEDED', connected_at, connected_at FROM businesses, unnest(ARRAY['RECEIVE', 'EXCHANGE', 'IDENTIFY', 'SYNC']) kind;
INSERT INTO credentials (id, onboarding_id, business_id, state, ciphertext, fingerprint, meta_user_id, granted_at, origin)
SELECT md5('credential ' || id)::uuid, md5('onboarding ' || id)::uuid, id, 'LIVE', decode(repeat(md5(id::text), 8), 'hex'), sha256(('token ' || id)::bytea), meta_id, connected_at, 'EXCHANGE'
FROM businesses;
INSERT INTO permission_grants (business_id, permission, requested, state)
SELECT id, permission, true, 'GRANTED' FROM businesses, unnest(ARRAY['ads_read', 'business_management']) permission;

INSERT INTO sync_runs (id, business_id, epoch, outcome, started_at, read_at, ended_at, pages, owned_count, shared_count)
SELECT md5('run ' || day || id)::uuid, id, 1, 'COMPLETED', at, at, at, 2, 20, 10
FROM businesses, generate_series(0, 4) day, LATERAL (SELECT last_checked_at - day * interval '1 day') run (at);
INSERT INTO audit_events (id, at, actor_kind, actor_name, action, subject_kind, subject_id, before, after, mac)
SELECT md5(action || day || id)::uuid, last_checked_at - day * interval '1 day', 'SYSTEM', 'system', action, 'business', id, '{"status": "CONNECTED"}', '{"status": "CONNECTED"}', sha256(id::text::bytea)
FROM businesses, generate_series(0, 4) day, unnest(ARRAY['business: checked', 'business: datasets read']) action;
-- A minute's worth waits for its place.
INSERT INTO audit_unlinked (event_id) SELECT id FROM audit_events LIMIT 500;
INSERT INTO audit_links (seq, event_id, hash)
SELECT row_number() OVER (ORDER BY at, id), id, sha256(id::text::bytea) FROM audit_events WHERE id NOT IN (SELECT event_id FROM audit_unlinked);

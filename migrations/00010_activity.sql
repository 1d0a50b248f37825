-- +goose Up

-- Onboardings of one status or of one externalId, the latest first.
CREATE INDEX onboardings_by_status ON onboardings (status, created_at, id);
CREATE INDEX onboardings_by_external_id ON onboardings (external_id, created_at, id) WHERE external_id IS NOT NULL;

-- The audit of one subject, of one caller (by id, or by the beginning of a name), of one kind of change and of one request, in the order of the list.
DROP INDEX audit_events_of_subject;
DROP INDEX audit_events_of_actor;
CREATE INDEX audit_events_of_subject ON audit_events (subject_id, at, id);
CREATE INDEX audit_events_of_actor ON audit_events (actor_id, at, id) WHERE actor_id IS NOT NULL;
CREATE INDEX audit_events_by_actor_name ON audit_events (lower(actor_name) text_pattern_ops);
CREATE INDEX audit_events_by_action ON audit_events (action, at, id);
CREATE INDEX audit_events_of_request ON audit_events (request_id) WHERE request_id IS NOT NULL;

-- What Meta reports of a business that is not connected here leads to its orphan grant.
CREATE INDEX orphan_grants_of_business ON orphan_grants (business_meta_id, found_at);
CREATE INDEX deletions_by_requested_at ON deletions (requested_at, id);

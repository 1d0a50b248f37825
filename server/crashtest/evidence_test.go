package crashtest

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"capiconnect/meta/metasandbox"
	"capiconnect/models/seal"
)

// evidence is everything that the invariants compare: what the program has kept, what Meta knows, and what was said.
type evidence struct {
	acknowledgements
	at          time.Time
	appID       string
	index       []byte // keys the HMACs of codes and tokens
	sealedIndex []byte // the same as it is stored
	journal     metasandbox.Journal
	sealer      *seal.Sealer
	lists       func(metaID, token string) (owned, shared []string, err error) // what Meta shows to a token
	raw         func(hash string) string                                       // the token with a SHA-256; empty when it never left Meta

	isListening bool      // a partner's server does
	arrivals    []arrival // that came to it

	attempts    []attemptRow
	audit       []auditRow
	businesses  []businessRow
	credentials []credentialRow
	datasets    []datasetRow
	events      []eventRow
	exposed     sightings
	jobs        []jobRow
	onboardings []onboardingRow
	outbox      []toldRow // in the order of the changes
	revocations []revocationRow
}

// The rows, as far as they are looked at. Null is the zero value.
type (
	attemptRow struct {
		ID, OnboardingID string
		CodeHMAC         []byte
		Outcome          string
	}
	auditRow struct {
		Action, Kind, Subject string
		Before, After         string // statuses
	}
	businessRow struct {
		ID, MetaID, ExternalID, Status, Problem string
		ConnectedAt, DisconnectedAt, LastSynced time.Time
		SyncRequested, Planted                  bool
	}
	credentialRow struct {
		ID, OnboardingID, BusinessID, State, Origin string
		Ciphertext, Fingerprint                     []byte
	}
	datasetRow struct{ BusinessID, Relation, MetaID string }
	eventRow   struct {
		Kind, MetaID, Outcome string
		At, ReceivedAt        time.Time
	}
	jobRow        struct{ Kind, State, Subject string }
	onboardingRow struct {
		ID, Status, BusinessID, ExternalID, Problem string
		LeaseUntil                                  time.Time
	}
	toldRow       struct{ ID, Subject string }
	revocationRow struct {
		BusinessID, Outcome  string
		Verified             bool
		RequestedAt, EndedAt time.Time
	}
)

// querier is a connection or a transaction.
type querier interface {
	Query(ctx context.Context, query string, values ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, query string, values ...any) pgx.Row
}

// gather collects the evidence.
func (in *installation) gather(ctx context.Context, q querier) (*evidence, error) {
	sealer, err := seal.FromFile(in.keyset)
	if err != nil {
		return nil, err
	}
	e := &evidence{
		acknowledgements: in.told.snapshot(), appID: in.sandbox.AppID(), journal: in.sandbox.Journal(), sealer: sealer,
		exposed: sightings{}, lists: in.lists, raw: in.tokens.token,
		isListening: in.receiver != nil, arrivals: in.receiver.arrivals(),
	}
	for _, a := range e.arrivals {
		e.exposed.in("event", in.canaries.seenIn(a.headers+a.body))
	}
	if err := q.QueryRow(ctx, "SELECT index_key FROM installation").Scan(&e.sealedIndex); err != nil {
		return nil, fmt.Errorf("reading the index key: %w", err)
	}
	if e.index, err = sealer.Open(e.sealedIndex, "installation/index_key"); err != nil {
		return nil, err
	}
	if err := in.canaries.exposed(ctx, q, e.exposed); err != nil {
		return nil, err
	}
	return e, e.readRows(ctx, q)
}

func (e *evidence) readRows(ctx context.Context, q querier) error {
	r := reader{ctx: ctx, q: q}
	e.readWork(&r)
	e.attempts = read[attemptRow](&r, "SELECT id::text, onboarding_id::text, code_hmac, outcome FROM attempts ORDER BY created_at, id")
	e.audit = read[auditRow](&r, `SELECT action, subject_kind, subject_id::text, coalesce(before->>'status', ''), coalesce(after->>'status', '')
		FROM audit_events ORDER BY at, id`)
	e.credentials = read[credentialRow](&r, `SELECT id::text, coalesce(onboarding_id::text, ''), coalesce(business_id::text, ''), state, origin,
		ciphertext, fingerprint FROM credentials`)
	e.datasets = read[datasetRow](&r, `SELECT r.business_id::text, r.relation, d.meta_id FROM business_datasets r
		JOIN datasets d ON d.id = r.dataset_id`)
	e.events = read[eventRow](&r, "SELECT kind, coalesce(business_meta_id, ''), coalesce(outcome, ''), at, received_at FROM meta_events")
	e.outbox = read[toldRow](&r, `SELECT id::text, coalesce(business_id, onboarding_id)::text FROM webhook_events
		WHERE type <> 'webhook.test' ORDER BY number`)
	e.revocations = read[revocationRow](&r, `SELECT business_id::text, outcome, verified, requested_at, `+orNever("ended_at")+`
		FROM revocations ORDER BY requested_at`)
	return r.err
}

// readWork reads what says who carries on with what.
func (e *evidence) readWork(r *reader) {
	e.at = time.Now()
	e.businesses = read[businessRow](r, `SELECT id::text, meta_id, coalesce(external_id, ''), status, coalesce(problem_code, ''), connected_at, `+
		orNever("disconnected_at")+", "+orNever("last_synced_at")+`, sync_requested_at IS NOT NULL, 'planted' = ANY (labels) FROM businesses`)
	e.jobs = read[jobRow](r, `SELECT kind, state::text, coalesce(args->>'onboarding_id', args->>'business_id', args->>'event_id', '')
		FROM river_job WHERE finalized_at IS NULL`)
	e.onboardings = read[onboardingRow](r, `SELECT id::text, status, coalesce(business_id::text, ''), coalesce(external_id, ''),
		coalesce(problem_code, ''), `+orNever("lease_until")+` FROM onboardings`)
}

// orNever makes a zero time of null.
func orNever(column string) string { return "coalesce(" + column + ", '0001-01-01T00:00:00Z')" }

// reader keeps the first error of many reads.
type reader struct {
	ctx context.Context
	q   querier
	err error
}

func read[T any](r *reader, query string) []T {
	if r.err != nil {
		return nil
	}
	rows, err := r.q.Query(r.ctx, query)
	var all []T
	if err == nil {
		all, err = pgx.CollectRows(rows, pgx.RowToStructByPos[T])
	}
	if err != nil {
		r.err = fmt.Errorf("%.40s…: %w", query, err)
	}
	return all
}

// hmac is how the program knows a code or a token again.
func (e *evidence) hmac(purpose, value string) []byte {
	mac := hmac.New(sha256.New, e.index)
	mac.Write([]byte(purpose + "\x00" + value))
	return mac.Sum(nil)
}

func (e *evidence) codeHMAC(code string) string {
	return hex.EncodeToString(e.hmac("code", e.appID+"|"+code))
}

// open decrypts a credential.
func (e *evidence) open(c credentialRow) (string, error) {
	plaintext, err := e.sealer.Open(c.Ciphertext, "credentials/ciphertext/"+c.ID)
	return string(plaintext), err
}

// by indexes rows.
func by[T any](rows []T, key func(T) string) map[string]T {
	index := make(map[string]T, len(rows))
	for _, row := range rows {
		index[key(row)] = row
	}
	return index
}

// group indexes rows of which several may have the same key.
func group[T any](rows []T, key func(T) string) map[string][]T {
	index := map[string][]T{}
	for _, row := range rows {
		index[key(row)] = append(index[key(row)], row)
	}
	return index
}

func isUsable(status string) bool { return status == "CONNECTED" || status == "DEGRADED" }

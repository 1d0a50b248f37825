package onboarding

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"capiconnect/meta"
	"capiconnect/models"
)

// countEvery is how often counted calls are stored; a replica that is killed loses as much.
const countEvery = 5 * time.Second

// Throttle keeps the program within Meta's limits: while Meta wants no calls for a business, or by the app, no replica makes any.
// It also counts all calls. Give its methods to meta.Config as Admit and OnCall.
type Throttle struct {
	store *models.Store
	now   func() time.Time
	log   *slog.Logger

	mu     sync.Mutex
	known  map[string]time.Time // holds that this replica has met, for when the database does not answer
	counts map[models.MetaUsage]int64
}

// NewThrottle makes a Throttle. What it learns, all replicas on store's database know.
func NewThrottle(store *models.Store, now func() time.Time, log *slog.Logger) *Throttle {
	return &Throttle{store: store, now: now, log: log, known: map[string]time.Time{}, counts: map[models.MetaUsage]int64{}}
}

// Admit says until when nothing may be sent for a business, or by the app where businessID is empty.
func (t *Throttle) Admit(ctx context.Context, businessID string) time.Time {
	until, err := t.store.HoldUntil(ctx, businessID)
	if err != nil {
		t.log.WarnContext(ctx, "asking the database whether Meta may be called", "error", err)
	}
	return latest(until, t.knownHold(businessID))
}

func (t *Throttle) knownHold(businessID string) time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	return latest(t.known[""], t.known[businessID])
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// Observe counts a call, and stores what its answer says about further ones before anybody can make one.
func (t *Throttle) Observe(call meta.Call) {
	t.count(call)
	for _, hold := range call.Holds {
		t.remember(hold)
		if err := t.store.Hold(context.Background(), hold.BusinessID, hold.Until, t.now()); err != nil {
			t.log.Warn("storing that Meta wants no calls", "business_meta_id", hold.BusinessID, "until", hold.Until, "error", err)
		}
	}
}

func (t *Throttle) remember(hold meta.Hold) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for businessID, until := range t.known {
		if until.Before(t.now()) {
			delete(t.known, businessID)
		}
	}
	t.known[hold.BusinessID] = latest(t.known[hold.BusinessID], hold.Until)
}

func (t *Throttle) count(call meta.Call) {
	outcome := string(call.Class)
	if outcome == "" {
		outcome = "ok"
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.counts[models.MetaUsage{Day: t.now().UTC().Truncate(24 * time.Hour), Endpoint: string(call.Op), Outcome: outcome}]++
}

// keepCount stores what has been counted now and again, and a last time when ctx ends.
func (t *Throttle) keepCount(ctx context.Context) {
	store := func() {
		if err := t.storeCounts(context.WithoutCancel(ctx)); err != nil {
			t.log.WarnContext(ctx, "storing the count of calls to Meta", "error", err)
		}
	}
	every(ctx, countEvery, store)
	store()
}

func (t *Throttle) storeCounts(ctx context.Context) error {
	t.mu.Lock()
	taken := t.counts
	t.counts = map[models.MetaUsage]int64{}
	t.mu.Unlock()
	if len(taken) == 0 {
		return nil
	}
	rows := make([]models.MetaUsage, 0, len(taken))
	for row, calls := range taken {
		row.Calls = calls
		rows = append(rows, row)
	}
	ctx, cancel := context.WithTimeout(ctx, storeLimit)
	defer cancel()
	err := t.store.CountUsage(ctx, rows)
	if err != nil {
		t.putBack(taken)
	}
	return err
}

func (t *Throttle) putBack(counts map[models.MetaUsage]int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for row, calls := range counts {
		t.counts[row] += calls
	}
}

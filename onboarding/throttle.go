package onboarding

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"capiconnect/meta"
	"capiconnect/models"
)

const (
	// learntEvery is how often counted calls are stored; a replica that is killed loses as much.
	learntEvery = 5 * time.Second
	// holdLimit is how long a call may be kept up by the database because of what its answer says about further ones.
	holdLimit = time.Second
)

// Throttle keeps the program within Meta's limits: while Meta wants no calls for a business, or by the app, no replica makes any.
// It also counts all calls, and keeps the access tier that their answers tell. Give its methods to meta.Config as Admit and OnCall.
type Throttle struct {
	store *models.Store
	now   func() time.Time
	log   *slog.Logger

	mu       sync.Mutex
	known    map[string]time.Time // holds that this replica has met, for when the database does not answer
	unstored map[string]time.Time // those of them that the database does not have yet
	counts   map[models.MetaUsage]int64
	tier     *models.AccessTier // what the latest answer that told called it; nil when that is stored

	asked chan struct{} // has one when something is unstored
}

// NewThrottle makes a Throttle. What it learns, all replicas on store's database know.
func NewThrottle(store *models.Store, now func() time.Time, log *slog.Logger) *Throttle {
	return &Throttle{
		store: store, now: now, log: log, asked: make(chan struct{}, 1),
		known: map[string]time.Time{}, unstored: map[string]time.Time{}, counts: map[models.MetaUsage]int64{},
	}
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

// Observe counts a call. What its answer says about further ones is known here at once, and to the other replicas before anybody learns
// the answer. Only an exchange does not wait for that, since its token is in memory alone: the holds are stored beside it, while the
// token is. The same goes for those that the database does not take in time.
func (t *Throttle) Observe(call meta.Call) {
	t.count(call)
	t.noteAccessTier(call.Usage.Tier())
	holds := slices.Concat(call.Holds, t.upkeepHold(call))
	t.remember(holds)
	unstored := holds
	if call.Op != meta.OpExchangeCode {
		unstored = t.storeHolds(context.Background(), holdLimit, holds)
	}
	if len(unstored) > 0 {
		t.putOff(unstored)
		t.ask()
	}
}

func (t *Throttle) remember(holds []meta.Hold) {
	t.mu.Lock()
	defer t.mu.Unlock()
	maps.DeleteFunc(t.known, func(_ string, until time.Time) bool { return until.Before(t.now()) })
	for _, hold := range holds {
		t.known[hold.BusinessID] = latest(t.known[hold.BusinessID], hold.Until)
	}
}

// storeHolds returns the holds that the database does not take within limit.
func (t *Throttle) storeHolds(ctx context.Context, limit time.Duration, holds []meta.Hold) (unstored []meta.Hold) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	for i, hold := range holds {
		if err := t.store.Hold(ctx, hold.BusinessID, hold.Until, t.now()); err != nil {
			t.log.WarnContext(ctx, "storing that Meta wants no calls", "business_meta_id", hold.BusinessID, "until", hold.Until, "error", err)
			return holds[i:]
		}
	}
	return nil
}

func (t *Throttle) putOff(holds []meta.Hold) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, hold := range holds {
		t.unstored[hold.BusinessID] = latest(t.unstored[hold.BusinessID], hold.Until)
	}
}

// ask has keepLearnt store at once what is unstored.
func (t *Throttle) ask() {
	select {
	case t.asked <- struct{}{}:
	default:
	}
}

func (t *Throttle) storeUnstored(ctx context.Context) {
	t.mu.Lock()
	taken := t.unstored
	t.unstored = map[string]time.Time{}
	t.mu.Unlock()
	var holds []meta.Hold
	for businessID, until := range taken {
		holds = append(holds, meta.Hold{BusinessID: businessID, Until: until})
	}
	t.putOff(t.storeHolds(ctx, storeLimit, holds))
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

// keepLearnt stores what has been counted and noted, and what is unstored, now and again, when it is asked to, and a last time when ctx ends.
func (t *Throttle) keepLearnt(ctx context.Context) {
	ticker := time.NewTicker(learntEvery)
	defer ticker.Stop()
	for isOver := false; !isOver; {
		select {
		case <-ctx.Done():
			isOver = true
		case <-t.asked:
		case <-ticker.C:
		}
		t.storeLearnt(context.WithoutCancel(ctx))
	}
}

func (t *Throttle) storeLearnt(ctx context.Context) {
	t.storeUnstored(ctx)
	if err := t.storeCounts(ctx); err != nil {
		t.log.WarnContext(ctx, "storing the count of calls to Meta", "error", err)
	}
	if err := t.storeAccessTier(ctx); err != nil {
		t.log.WarnContext(ctx, "storing the access tier", "error", err)
	}
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

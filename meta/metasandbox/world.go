package metasandbox

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strconv"
	"sync"
	"time"
)

// BusinessInfo describes a business of the world.
type BusinessInfo struct {
	ID           string `json:"id"`
	Name         string `json:"name"`         // may be empty, and may hold anything
	SystemUserID string `json:"systemUserId"` // app-scoped, as /me returns it
	Owned        int    `json:"owned"`        // datasets it owns
	Shared       int    `json:"shared"`       // datasets shared with it
}

// business is a client's business portfolio. Only assets changes, and only grows.
type business struct {
	id, name string
	place    int // in the world's list
	created  time.Time
	assets   []asset
}

// asset is a dataset as one business sees it.
type asset struct {
	dataset *dataset
	shared  bool
}

// dataset changes only by the events that it receives.
type dataset struct {
	id, name    string
	owner       *business // nil: nobody has claimed it
	created     time.Time
	unavailable bool

	mu    sync.Mutex
	fired time.Time // zero: never
}

func (d *dataset) lastFired() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.fired
}

// fire notes that an event has come.
func (d *dataset) fire(now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fired = now
}

// world is what exists at Meta. Ids and names are the same in every sandbox;
// times count back from the moment it was made.
type world struct {
	appID string

	mu         sync.RWMutex
	businesses []*business // only grows
	byID       map[string]*business
	byScopedID map[string]*business // whose system user or person it is
	datasets   map[string]*dataset
}

func newWorld(appID string, now time.Time) *world {
	w := &world{appID: appID, byID: map[string]*business{}, byScopedID: map[string]*business{}, datasets: map[string]*dataset{}}
	for i, spec := range businessSpecs() {
		b := &business{id: spec.id, name: spec.name, created: now.AddDate(-3, 0, -17*i)}
		w.settle(b)
		for _, d := range spec.owned {
			w.own(b, d.build(b, now))
		}
	}
	unclaimed := unclaimedSpec.build(nil, now)
	w.datasets[unclaimed.id] = unclaimed
	for i, spec := range businessSpecs() {
		for _, id := range spec.shared {
			b := w.businesses[i]
			b.assets = append(b.assets, asset{dataset: w.datasets[id], shared: true})
		}
	}
	return w
}

func (w *world) settle(b *business) {
	b.place = len(w.businesses)
	w.businesses = append(w.businesses, b)
	w.byID[b.id] = b
	for _, t := range []TokenType{SystemUser, User} {
		w.byScopedID[scopedID(w.appID, b.id, t)] = b
	}
}

func (w *world) own(b *business, d *dataset) {
	w.datasets[d.id] = d
	b.assets = append(b.assets, asset{dataset: d})
}

// add gives the business a new dataset that has not fired yet, and returns its id.
func (w *world) add(businessID, name string, now time.Time) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	b := w.byID[businessID]
	if b == nil {
		return "", fmt.Errorf("no business %q", businessID)
	}
	d := &dataset{id: w.freeDatasetID(), name: name, owner: b, created: now}
	w.own(b, d)
	return d.id, nil
}

func (w *world) freeDatasetID() string {
	return strconv.FormatInt(9_700_000_000_000_000+int64(len(w.datasets)), 10)
}

func (w *world) business(id string) *business {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return w.byID[id]
}

// scoped is the business behind an app-scoped id, or nil.
func (w *world) scoped(id string) *business {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return w.byScopedID[id]
}

// all lists the businesses, oldest first.
func (w *world) all() []*business {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return w.businesses
}

func (w *world) dataset(id string) *dataset {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return w.datasets[id]
}

// assets returns what the business has now, in an order that later additions
// only extend.
func (w *world) assets(b *business) []asset {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return b.assets
}

// scopedID is the app-scoped id of the business's system user, or of the person
// who speaks for it: it differs from app to app and never changes.
func scopedID(appID, businessID string, t TokenType) string {
	sum := sha256.Sum256([]byte(appID + "/" + businessID + "/" + string(t)))
	return strconv.FormatUint(122_000_000_000_000_000+binary.BigEndian.Uint64(sum[:8])%1_000_000_000_000_000, 10)
}

// Businesses lists the world's businesses, in a fixed order.
func (s *Sandbox) Businesses() []BusinessInfo { return s.describeBusinesses(s.world.all()) }

func (s *Sandbox) describeBusinesses(businesses []*business) []BusinessInfo {
	infos := make([]BusinessInfo, 0, len(businesses))
	for _, b := range businesses {
		info := BusinessInfo{ID: b.id, Name: b.name, SystemUserID: scopedID(s.appID, b.id, SystemUser)}
		for _, a := range s.world.assets(b) {
			if a.shared {
				info.Shared++
			} else {
				info.Owned++
			}
		}
		infos = append(infos, info)
	}
	return infos
}

// AddDataset gives a business a new dataset and returns its id. No existing
// grant reaches it: the client has to run the dialog again.
func (s *Sandbox) AddDataset(businessID, name string) (string, error) {
	return s.world.add(businessID, name, s.now())
}

package metasandbox

import (
	"fmt"
	"strconv"
	"time"
)

// lender owns the datasets that are shared with added businesses. It is nobody's
// client and in no list.
var lender = &business{id: "9899999999999999", name: "Lending Media Agency"}

// AddBusiness puts a new business into the world, with datasets of its own and
// others that are shared with it, and returns its id. It is cheap: ten thousand
// of them are nothing special.
func (s *Sandbox) AddBusiness(name string, owned, shared int) string {
	return s.world.addBusiness(name, owned, shared, s.now())
}

func (w *world) addBusiness(name string, owned, shared int, now time.Time) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	id := strconv.FormatInt(9_800_000_000_000_000+int64(len(w.businesses)), 10)
	b := &business{id: id, name: name, created: now, assets: make([]asset, 0, max(owned+shared, 0))}
	w.settle(b)
	for i := range owned {
		w.own(b, w.newDataset(fmt.Sprintf("%s %d", name, i+1), b, now))
	}
	for i := range shared {
		d := w.newDataset(fmt.Sprintf("%s, shared %d", name, i+1), lender, now)
		w.datasets[d.id] = d
		b.assets = append(b.assets, asset{dataset: d, shared: true})
	}
	return id
}

func (w *world) newDataset(name string, owner *business, now time.Time) *dataset {
	return &dataset{id: w.freeDatasetID(), name: name, owner: owner, created: now, fired: now.Add(-time.Hour)}
}

package models_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

func addOrphan(t *testing.T, store *models.Store, metaID string, found time.Time) *models.OrphanGrant {
	t.Helper()
	name := "orphan " + metaID
	g := &models.OrphanGrant{ID: models.NewID(), BusinessMetaID: metaID, Name: &name, FoundAt: found}
	err := store.InTx(t.Context(), func(tx *models.Tx) error {
		added, err := tx.CreateOrphanGrant(g)
		if err == nil && !added {
			err = fmt.Errorf("orphan %s is there already", metaID)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func endOrphan(t *testing.T, store *models.Store, metaID string, outcome models.OrphanOutcome, at time.Time) {
	t.Helper()
	if err := store.InTx(t.Context(), func(tx *models.Tx) error { return tx.EndOrphanGrant(metaID, outcome, at) }); err != nil {
		t.Fatal(err)
	}
}

func TestOpenOrphanGrantsComeFirst(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	for i := range 6 {
		addOrphan(t, store, fmt.Sprint(i), start.Add(time.Duration(i)*time.Minute))
	}
	addOrphan(t, store, "99", start.Add(time.Hour-time.Minute)) // its code may be on its way
	endOrphan(t, store, "4", models.OrphanGone, start.Add(30*time.Minute))
	endOrphan(t, store, "1", models.OrphanConnected, start.Add(40*time.Minute))

	var got []string
	paging := models.Paging{First: ptr(2)}
	for {
		page, err := store.OrphanGrants(t.Context(), nil, start.Add(time.Hour), paging)
		if err != nil {
			t.Fatal(err)
		}
		for _, edge := range page.Edges {
			got = append(got, edge.Node.BusinessMetaID)
		}
		if count, err := page.TotalCount(t.Context()); err != nil || count != 6 {
			t.Errorf("TotalCount: %d, %v", count, err)
		}
		if !page.PageInfo.HasNextPage {
			break
		}
		paging.After = page.PageInfo.EndCursor()
	}
	if diff := cmp.Diff([]string{"5", "3", "2", "0", "1", "4"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for open, want := range map[bool]int{true: 4, false: 2} {
		page, err := store.OrphanGrants(t.Context(), &models.OrphanGrantFilter{Open: &open}, start.Add(time.Hour), models.Paging{})
		if err != nil {
			t.Fatal(err)
		}
		for _, edge := range page.Edges {
			if (edge.Node.Outcome == nil) != open {
				t.Errorf("open %t: %s", open, edge.Node.BusinessMetaID)
			}
		}
		if count, err := page.TotalCount(t.Context()); err != nil || count != want || len(page.Edges) != want {
			t.Errorf("open %t: %d of %d, %v", open, len(page.Edges), count, err)
		}
	}
}

func TestAnOrphanGrantThatWasNeverShownLeavesNoTrace(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	addOrphan(t, store, "1", start)
	addOrphan(t, store, "2", start)
	addOrphan(t, store, "3", start.Add(time.Minute)) // by Meta's clock, which is ahead
	endOrphan(t, store, "1", models.OrphanConnected, start.Add(models.OrphanGrace-time.Second))
	endOrphan(t, store, "2", models.OrphanConnected, start.Add(models.OrphanGrace))
	endOrphan(t, store, "3", models.OrphanConnected, start)
	endOrphan(t, store, "4", models.OrphanConnected, start) // never was one
	page, err := store.OrphanGrants(t.Context(), nil, start.Add(time.Hour), models.Paging{})
	if err != nil || len(page.Edges) != 1 || page.Edges[0].Node.BusinessMetaID != "2" {
		t.Errorf("got %+v, %v", page, err)
	}
}

// A report that comes late must not end what was found after it.
func TestAnOrphanGrantOutlivesWhatHappenedBeforeItWasFound(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	addOrphan(t, store, "1", start)
	endOrphan(t, store, "1", models.OrphanGone, start.Add(-time.Second))
	if open, err := store.OpenOrphanGrants(t.Context()); err != nil || len(open) != 1 {
		t.Errorf("got %v, %v", open, err)
	}
}

func TestWhoHoldsAGrant(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	long, lately := start.Add(-2*time.Hour), start.Add(-time.Minute)
	credential := func(b *models.Business) {
		_, err := store.Pool().Exec(t.Context(), `INSERT INTO credentials (id, business_id, state, ciphertext, fingerprint, granted_at, origin)
			VALUES ($1, $2, 'LIVE', '\x00', sha256('x'), $3, 'EXCHANGE')`, models.NewID(), b.ID, start)
		if err != nil {
			t.Fatal(err)
		}
	}
	code := models.ProblemAppUninstalled
	with := func(status models.ConnectionStatus, disconnected *time.Time) func(*models.Business) {
		return func(b *models.Business) {
			b.Status, b.DisconnectedAt = status, disconnected
			if status == models.NeedsReconnect {
				b.Problem = models.Problem{Code: &code, Since: &start}
			}
		}
	}
	credential(addBusiness(t, store, "1", "connected"))
	credential(addBusiness(t, store, "2", "to be reconnected", with(models.NeedsReconnect, nil)))
	addBusiness(t, store, "3", "without a token", with(models.NeedsReconnect, nil))
	addBusiness(t, store, "4", "being revoked", with(models.Revoking, nil))
	addBusiness(t, store, "5", "just disconnected", with(models.Disconnected, &lately))
	addBusiness(t, store, "6", "disconnected long ago", with(models.Disconnected, &long))
	want := map[string]bool{"1": true, "2": true, "4": true, "5": true}

	holders, err := store.GrantHolders(t.Context(), start.Add(-time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	for _, holder := range holders {
		got[holder.MetaID] = true
		b, err := store.Business(t.Context(), holder.ID)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(models.GrantHolder{ID: b.ID, MetaID: b.MetaID, Status: b.Status, ConnectedAt: b.ConnectedAt}, holder); diff != "" {
			t.Errorf("one (-want +got):\n%s", diff)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("all (-want +got):\n%s", diff)
	}
	for _, metaID := range []string{"1", "2", "3", "4", "5", "6", "7"} {
		err := store.InTx(t.Context(), func(tx *models.Tx) error {
			held, err := tx.HoldsGrant(metaID, start.Add(-time.Hour))
			if held != want[metaID] {
				t.Errorf("%s: held %t", metaID, held)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

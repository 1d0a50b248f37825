package onboarding

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"capiconnect/meta"
	"capiconnect/models"
)

func newLedger(t *testing.T) ledger {
	t.Helper()
	return ledger{filepath.Join(t.TempDir(), "data", "deletions.ledger")}
}

func entryNumber(n int) entry {
	kinds := []entryKind{entryDisconnected, entryErased, entryDeleted}
	codes := []string{"", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
	return entry{
		kind: kinds[n%3], subject: strings.Repeat(fmt.Sprintf("%02x", n%256), 32), at: time.Unix(1_700_000_000, int64(n)*1000).UTC(), code: codes[n%2],
	}
}

func noteAll(t *testing.T, l ledger, from, to int) (noted []entry) {
	t.Helper()
	for n := from; n < to; n++ {
		if err := l.note(entryNumber(n)); err != nil {
			t.Fatal(err)
		}
		noted = append(noted, entryNumber(n))
	}
	return noted
}

func content(t *testing.T, l ledger) []byte {
	t.Helper()
	text, err := os.ReadFile(l.path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func compareEntries(t *testing.T, l ledger, want []entry) {
	t.Helper()
	got, err := l.read()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(entry{})); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
}

func TestTheLedgerKeepsWhatIsNoted(t *testing.T) {
	t.Parallel()
	l := newLedger(t)
	compareEntries(t, l, nil) // before there is one
	want := noteAll(t, l, 0, 7)
	compareEntries(t, l, want)
	if info, err := os.Stat(l.path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file: %v, %v", info, err)
	}
}

// Replicas may share a directory.
func TestTheLedgerTakesManyAtOnce(t *testing.T) {
	t.Parallel()
	l := newLedger(t)
	var all sync.WaitGroup
	for n := range 50 {
		all.Go(func() {
			if err := l.note(entryNumber(n)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if got, err := l.read(); err != nil || len(got) != 50 {
		t.Errorf("%d entries, %v", len(got), err)
	}
}

// A crash or a full disk may cut the last line anywhere. Nothing had been told to have happened, and the next entry must stand alone.
func TestATornLastLineStandsForNothing(t *testing.T) {
	t.Parallel()
	l := newLedger(t)
	want := noteAll(t, l, 0, 3)
	whole := content(t, l)
	line := entryNumber(3).String()
	for cut := range len(line) + 1 {
		if err := os.WriteFile(l.path, append(whole[:len(whole):len(whole)], line[:cut]...), 0o600); err != nil {
			t.Fatal(err)
		}
		compareEntries(t, l, want)
		if err := l.note(entryNumber(4)); err != nil {
			t.Fatal(err)
		}
		compareEntries(t, l, append(want[:3:3], entryNumber(4)))
	}
	if err := os.WriteFile(l.path, []byte(line[:20]), 0o600); err != nil {
		t.Fatal(err)
	}
	compareEntries(t, l, nil)
}

// Whoever loses an entry gets deleted data back, so no damage is passed over.
func TestADamagedLedgerIsNamed(t *testing.T) {
	t.Parallel()
	l := newLedger(t)
	noteAll(t, l, 0, 3)
	whole := content(t, l)
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.IntRange(0, len(whole)-2).Draw(t, "at") // the last line end would be a torn line
		damaged := append([]byte{}, whole...)
		damaged[at] ^= byte(rapid.IntRange(1, 255).Draw(t, "bits"))
		if err := os.WriteFile(l.path, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := l.read()
		if err == nil || !strings.Contains(err.Error(), "damaged") || !strings.Contains(err.Error(), l.path) {
			t.Errorf("got %v", err)
		}
	})
	if err := os.WriteFile(l.path, []byte(strings.Repeat("x", 10_000)), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := l.note(entryNumber(1)); err == nil {
		t.Error("an entry was put behind what is no ledger")
	}
}

func TestALedgerOfANewerProgramIsNamed(t *testing.T) {
	t.Parallel()
	l := newLedger(t)
	if err := l.note(entry{kind: "frozen", subject: "00", at: time.Unix(0, 0)}); err != nil {
		t.Fatal(err)
	}
	if _, err := l.read(); err == nil || !strings.Contains(err.Error(), "another version") {
		t.Errorf("got %v", err)
	}
}

func TestALedgerThatCannotBeWrittenIsAnError(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := (ledger{filepath.Join(file, "deletions.ledger")}).note(entryNumber(0)); err == nil || errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestCompareLeavesOutWhatIsNewerThanTheList(t *testing.T) {
	t.Parallel()
	began := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	name := "Known"
	connected := func(metaID string, status models.ConnectionStatus, at time.Time) models.GrantHolder {
		return models.GrantHolder{MetaID: metaID, Status: status, ConnectedAt: at}
	}
	orphan := func(metaID string, name *string, at time.Time) models.OrphanGrant {
		return models.OrphanGrant{BusinessMetaID: metaID, Name: name, FoundAt: at}
	}
	before, after := began.Add(-time.Hour), began.Add(time.Second)
	got := compare(
		map[string]meta.Business{"1": {ID: "1"}, "2": {ID: "2", Name: "Two"}, "3": {ID: "3", Name: "Three"}, "4": {ID: "4", Name: "Four"}},
		[]models.GrantHolder{
			connected("1", models.Connected, before), connected("11", models.Connected, before), connected("12", models.Degraded, before),
			connected("13", models.Connected, after), connected("14", models.Revoking, before), connected("15", models.NeedsReconnect, before),
		},
		[]models.OrphanGrant{orphan("3", &name, before), orphan("4", nil, before), orphan("21", nil, before), orphan("22", nil, after)},
		began,
	)
	two, four := "Two", "Four"
	want := difference{
		began:    began,
		orphans:  []models.OrphanGrant{orphan("2", &two, began), orphan("4", &four, began)},
		gone:     []string{"21"},
		unlisted: []models.GrantHolder{connected("11", models.Connected, before), connected("12", models.Degraded, before)},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(difference{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

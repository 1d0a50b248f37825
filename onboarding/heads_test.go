package onboarding

import (
	"os"
	"testing"
	"time"

	"github.com/google/uuid"

	"capiconnect/models"
)

func TestHeadsAreWrittenDownOnceAnHour(t *testing.T) {
	t.Parallel()
	h := headsIn(t.TempDir())
	for seq, at := range []time.Duration{0, 59 * time.Minute, time.Hour} {
		head := models.AuditLink{Seq: int64(seq), Hash: make([]byte, 32)}
		if err := h.note(head, time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC).Add(at)); err != nil {
			t.Fatal(err)
		}
	}
	torn, err := os.OpenFile(h.path, os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		_, err = torn.WriteString("3 00")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer torn.Close()
	known, err := h.read()
	if err != nil {
		t.Fatal(err)
	}
	if _, first := known[0]; !first || len(known) != 2 || known[2] == "" {
		t.Errorf("read %v", known)
	}
}

// The end of the chain that the program writes down is the one in the database.
func TestTheHeadOfTheChainIsWrittenDown(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	for range linkAtOnce + 3 {
		err := v.Store.InTx(t.Context(), func(tx *models.Tx) error {
			return tx.Audit(v.auditOf(t.Context(), "test: happened", "test", uuid.Nil, nil, models.JSON{"n": 1.5}))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := v.linkAudit(t.Context()); err != nil {
		t.Fatal(err)
	}
	known, err := v.heads.read()
	if err != nil {
		t.Fatal(err)
	}
	var hash string
	for _, hash = range known {
	}
	var seq int64
	if err := v.Store.Pool().QueryRow(t.Context(), "SELECT seq FROM audit_links WHERE encode(hash, 'hex') = $1", hash).Scan(&seq); err != nil || known[seq] != hash {
		t.Errorf("written down: %v; %d, %v", known, seq, err)
	}
	report, err := VerifyAudit(t.Context(), v.Store, v.Sealer, v.DataDir)
	if err != nil || len(report.Findings) > 0 || report.Events < linkAtOnce+3 {
		t.Errorf("got %+v, %v", report, err)
	}
}

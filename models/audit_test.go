package models_test

import (
	"strings"
	"testing"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

func TestTheAuditCannotBeChanged(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	event := models.AuditEvent{At: start, ActorKind: models.ActorSystem, ActorName: "test", Action: "tested", SubjectKind: "test", SubjectID: models.NewID(), After: models.JSON{"a": 1}}
	if err := store.InTx(t.Context(), func(tx *models.Tx) error { return tx.Audit(event) }); err != nil {
		t.Fatal(err)
	}
	for _, attack := range []string{"UPDATE audit_events SET action = 'forged'", "DELETE FROM audit_events", "TRUNCATE audit_events"} {
		if _, err := store.Pool().Exec(t.Context(), attack); err == nil || !strings.Contains(err.Error(), "append-only") {
			t.Errorf("%s: got %v", attack, err)
		}
	}
}

package models_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

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

func TestAuditFilters(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	subject := models.NewID()
	for i, e := range []models.AuditEvent{
		{ActorName: "Ada@example.com", Action: "business: erased", SubjectID: subject, RequestID: ptr("r-1")},
		{ActorName: "bob_1", Action: "user: created", SubjectID: models.NewID(), RequestID: ptr("r-2")},
		{ActorName: "bobX1", Action: "user: created", SubjectID: models.NewID()},
	} {
		e.At, e.ActorKind, e.SubjectKind = start.Add(time.Duration(i)*time.Minute), models.ActorUser, "test"
		if err := store.InTx(t.Context(), func(tx *models.Tx) error { return tx.Audit(e) }); err != nil {
			t.Fatal(err)
		}
	}
	for name, test := range map[string]struct {
		filter models.AuditEventFilter
		want   []string
	}{
		"the beginning of a name in any case": {models.AuditEventFilter{ActorName: ptr("ada")}, []string{"Ada@example.com"}},
		"not its end":                         {models.AuditEventFilter{ActorName: ptr("example")}, []string{}},
		"underscore is no wildcard":           {models.AuditEventFilter{ActorName: ptr("bob_")}, []string{"bob_1"}},
		"of one request":                      {models.AuditEventFilter{RequestID: ptr("r-2")}, []string{"bob_1"}},
		"of one kind":                         {models.AuditEventFilter{Action: ptr("user: created")}, []string{"bobX1", "bob_1"}},
		"of one subject":                      {models.AuditEventFilter{SubjectID: &subject}, []string{"Ada@example.com"}},
		"of a time":                           {models.AuditEventFilter{Since: ptr(start.Add(time.Minute)), Until: ptr(start.Add(2 * time.Minute))}, []string{"bob_1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page, err := store.AuditEvents(t.Context(), &test.filter, models.Paging{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, names(page, func(e *models.AuditEvent) *string { return &e.ActorName })); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	actions, err := store.AuditActions(t.Context())
	if diff := cmp.Diff([]string{"business: erased", "user: created"}, actions); err != nil || diff != "" {
		t.Errorf("the kinds (-want +got):\n%s%v", diff, err)
	}
}

// No row of a list holds anything of the one before it.
func TestRowsOfAListDoNotMix(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	for _, after := range []models.JSON{{"a": "1"}, {"b": "2"}, nil} {
		event := models.AuditEvent{At: start, ActorKind: models.ActorSystem, ActorName: "test", Action: "tested", SubjectKind: "test", SubjectID: models.NewID(), After: after}
		if err := store.InTx(t.Context(), func(tx *models.Tx) error { return tx.Audit(event) }); err != nil {
			t.Fatal(err)
		}
	}
	page, err := store.AuditEvents(t.Context(), nil, models.Paging{})
	if err != nil {
		t.Fatal(err)
	}
	var got []models.JSON
	for _, edge := range page.Edges {
		got = append(got, edge.Node.After)
	}
	if diff := cmp.Diff([]models.JSON{nil, {"b": "2"}, {"a": "1"}}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

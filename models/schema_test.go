package models_test

import (
	"fmt"
	"reflect"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm/schema"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

// What gorm believes a table to be and what the migrations made of it must be the same, column by column. Columns that PostgreSQL
// computes are not gorm's business.
func TestRowsMatchTheMigratedSchema(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	for _, row := range []any{
		models.AccessTier{}, models.APIKey{}, models.Attempt{}, models.AuditEvent{}, models.Branding{}, models.Business{}, models.BusinessDataset{}, models.Credential{},
		models.Dataset{}, models.DatasetChange{}, models.Deletion{}, models.Installation{}, models.Logo{}, models.MetaEvent{}, models.Onboarding{},
		models.OnboardingStep{}, models.OrphanGrant{}, models.PermissionGrant{}, models.Reconnection{}, models.RecoveryCode{}, models.RedirectFlow{}, models.ReplacedLink{}, models.Revocation{}, models.SecondFactor{},
		models.SignInFlow{}, models.SignInLink{}, models.SyncRun{}, models.TokenLease{}, models.User{}, models.UserIdentity{},
	} {
		parsed, err := schema.Parse(row, &sync.Map{}, schema.NamingStrategy{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(migratedColumns(t, store, parsed.Table), declaredColumns(parsed)); diff != "" {
			t.Errorf("%s (-migrated +declared):\n%s", parsed.Table, diff)
		}
	}
}

func declaredColumns(parsed *schema.Schema) []string {
	var columns []string
	for _, field := range parsed.Fields {
		if field.DBName == "" {
			continue
		}
		kind := field.FieldType.String()
		nullable := field.FieldType.Kind() == reflect.Pointer
		columns = append(columns, fmt.Sprintf("%s %s", field.DBName, postgresType(kind, nullable)))
	}
	slices.Sort(columns)
	return columns
}

func postgresType(goType string, nullable bool) string {
	switch goType {
	case "[]uint8":
		return "bytea"
	case "models.Strings":
		return "ARRAY"
	case "models.JSON":
		return "jsonb"
	}
	base := map[string]string{
		"bool": "boolean", "int": "integer", "int64": "bigint", "time.Time": "timestamp with time zone", "uuid.UUID": "uuid",
	}
	plain := goType
	if nullable {
		plain = goType[1:]
	}
	name, ok := base[plain]
	if !ok {
		name = "text"
	}
	if nullable {
		return name + " null"
	}
	return name
}

func migratedColumns(t *testing.T, store *models.Store, table string) []string {
	t.Helper()
	rows, err := store.Pool().Query(t.Context(), `SELECT column_name, data_type,
			is_nullable = 'YES' AND data_type NOT IN ('bytea', 'ARRAY', 'jsonb')
		FROM information_schema.columns WHERE table_name = $1 AND is_generated = 'NEVER' ORDER BY column_name COLLATE "C"`, table)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var columns []string
	for rows.Next() {
		var name, kind string
		var nullable bool
		if err := rows.Scan(&name, &kind, &nullable); err != nil {
			t.Fatal(err)
		}
		if nullable {
			kind += " null"
		}
		columns = append(columns, name+" "+kind)
	}
	slices.Sort(columns)
	return columns
}

package migrations_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"capiconnect/migrations"
	"capiconnect/models/modelstest"
)

// contracting is DDL that fails programs of the release before, which go on running while the new ones start: they read and write what is
// taken away, or do not know what is demanded.
var contracting = regexp.MustCompile(`(?is)\bDROP\s+(TABLE|COLUMN|VIEW|FUNCTION|TYPE|TRIGGER|SCHEMA|DEFAULT)\b|\bTRUNCATE\b|\bRENAME\b|\bSET\s+NOT\s+NULL\b|` +
	`\bALTER\s+(COLUMN\s+)?\w+\s+(SET\s+DATA\s+)?TYPE\b|\bADD\s+(CONSTRAINT\b|CHECK\b|UNIQUE\b|PRIMARY\b|FOREIGN\b)`)

// demanded is a column that whoever does not know it cannot leave out.
var demanded = regexp.MustCompile(`(?is)\bADD\s+(COLUMN\s+)?(IF\s+NOT\s+EXISTS\s+)?\w+\s+[^,;]*\bNOT\s+NULL\b[^,;]*`)

var uniqueIndex = regexp.MustCompile(`(?is)\bCREATE\s+UNIQUE\s+INDEX\s+\S+\s+ON\s+(\w+)`)

var createdTable = regexp.MustCompile(`(?is)\bCREATE\s+TABLE\s+(\w+)`)

// excuse names the migration with which the last use of what is taken away went. It counts once that one is released.
var excuse = regexp.MustCompile(`(?m)^-- contract: unused since (\d{5})\b`)

var comment = regexp.MustCompile(`(?m)--.*$`)

// breaks lists what a migration does that programs of the release before cannot live with.
func breaks(migration string) (found []string) {
	statements := comment.ReplaceAllString(migration, "")
	found = contracting.FindAllString(statements, -1)
	for _, column := range demanded.FindAllString(statements, -1) {
		if !regexp.MustCompile(`(?i)\b(DEFAULT|GENERATED)\b`).MatchString(column) {
			found = append(found, column)
		}
	}
	var fresh []string
	for _, table := range createdTable.FindAllStringSubmatch(statements, -1) {
		fresh = append(fresh, table[1])
	}
	for _, index := range uniqueIndex.FindAllStringSubmatch(statements, -1) {
		if !slices.Contains(fresh, index[1]) {
			found = append(found, index[0])
		}
	}
	return found
}

// fault says what is wrong with a migration that is not released; empty when nothing is.
func fault(migration string, released int) string {
	found := breaks(migration)
	if len(found) == 0 {
		return ""
	}
	what := strings.Join(strings.Fields(strings.Join(found, "; ")), " ")
	excused := excuse.FindStringSubmatch(migration)
	if excused == nil {
		return "programs of the release before cannot live with: " + what + ". Do it one release after the last use has gone, with the line " +
			"“-- contract: unused since NNNNN”, which names the migration of that release; see docs/deploy.md"
	}
	if since, err := strconv.Atoi(excused[1]); err != nil || since > released {
		return "what has been unused since " + excused[1] + " is still used by the last release, which ends with " + strconv.Itoa(released)
	}
	return ""
}

func releasedUpTo(t *testing.T) int {
	t.Helper()
	content, err := os.ReadFile("released")
	if err != nil {
		t.Fatal(err)
	}
	released, err := strconv.Atoi(strings.TrimSpace(string(content)))
	if err != nil {
		t.Fatal(err)
	}
	return released
}

// Programs of the last release run on the schema of the next one, while replicas are replaced and after going back.
func TestMigrationsOnlyAddToWhatIsReleased(t *testing.T) {
	t.Parallel()
	released := releasedUpTo(t)
	files, err := filepath.Glob("*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		number, err := strconv.Atoi(file[:5])
		if err != nil {
			t.Fatalf("%s begins with no number of five digits", file)
		}
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if told := fault(string(content), released); told != "" && number > released {
			t.Errorf("%s: %s", file, told)
		}
	}
}

func TestWhatBreaksProgramsOfTheReleaseBefore(t *testing.T) {
	t.Parallel()
	for statement, isFault := range map[string]bool{
		"ALTER TABLE businesses DROP COLUMN name;":                                                                                 true,
		"ALTER TABLE businesses\n  RENAME name TO title;":                                                                          true,
		"DROP TABLE holds;":                                                                                                        true,
		"ALTER TABLE businesses ALTER COLUMN name SET NOT NULL;":                                                                   true,
		"ALTER TABLE businesses ALTER name TYPE varchar(10);":                                                                      true,
		"ALTER TABLE businesses ADD COLUMN size integer NOT NULL;":                                                                 true,
		"ALTER TABLE businesses ADD CONSTRAINT named CHECK (name <> '');":                                                          true,
		"CREATE UNIQUE INDEX names ON businesses (name);":                                                                          true,
		"-- contract: unused since 00009\nDROP TABLE holds;":                                                                       true, // not released yet
		"-- contract: unused since 00008\nDROP TABLE holds;":                                                                       false,
		"ALTER TABLE businesses ADD COLUMN size integer;":                                                                          false,
		"ALTER TABLE businesses ADD COLUMN size integer NOT NULL DEFAULT 0, ADD COLUMN color text;":                                false,
		"CREATE TABLE sizes (id uuid PRIMARY KEY, size integer NOT NULL);\nCREATE UNIQUE INDEX one ON sizes (size); -- DROP TABLE": false,
		"CREATE INDEX names ON businesses (name); DROP INDEX others;":                                                              false,
	} {
		if told := fault(statement, 8); (told != "") != isFault {
			t.Errorf("%s: %q", statement, told)
		}
	}
}

// A program of the release before, which knows fewer migrations than the database has, is ready, and starts.
func TestAnOlderProgramLivesOnANewerSchema(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	if _, err := store.Pool().Exec(t.Context(), "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99998, true), (99999, true)"); err != nil {
		t.Fatal(err)
	}
	if pending, err := migrations.Pending(t.Context(), store.SQL()); err != nil || pending {
		t.Errorf("pending: %t, %v", pending, err)
	}
	if applied, err := migrations.Up(t.Context(), store.SQL()); err != nil || applied != 0 {
		t.Errorf("applied: %d, %v", applied, err)
	}
}

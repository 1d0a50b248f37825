package crashtest

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"
)

// A secret is recognised in whatever way a program may have written it down, and when it is cut.
func TestASecretIsRecognised(t *testing.T) {
	t.Parallel()
	const secret = "EAAsecret/with+all?kinds&of=signs\"and-more"
	c := newCanaries()
	name := c.add("token", secret)
	for what, text := range map[string]string{
		"as it is": secret, "in the middle": "a" + secret + "b", "its beginning": secret[:20], "its end": secret[20:], "quoted": fmt.Sprintf("%q", secret),
		"as bytes": fmt.Sprint([]byte(secret)), "in base64": base64.StdEncoding.EncodeToString([]byte(secret)),
		"in base64 after a byte": base64.StdEncoding.EncodeToString([]byte("x" + secret)), "in base64 after two": base64.URLEncoding.EncodeToString([]byte("xy" + secret + "z")),
		"in hex": fmt.Sprintf("%x", secret), "in upper hex": fmt.Sprintf("%X", secret),
	} {
		if seen := c.seenIn(text); len(seen) != 1 || seen[0] != name {
			t.Errorf("%s: saw %q in %s", what, seen, text)
		}
	}
	for _, form := range []string{"EAA" + fiftyLetters, fmt.Sprintf("%x", "EAA"+fiftyLetters), "capi_" + fiftyLetters, "onb_" + fiftyLetters, "link_" + fiftyLetters, "whsec_" + fiftyLetters} {
		if seen := c.seenIn("x " + form); len(seen) != 1 || seen[0] != formOnly {
			t.Errorf("saw %q in %s", seen, form)
		}
	}
	twin := c.add("token", secret[:len(secret)-1]+"!")
	if seen := c.seenIn("one of two that begin alike: " + secret); len(seen) != 1 || seen[0] != name {
		t.Errorf("saw %q where %s is, and not %s", seen, name, twin)
	}
	if other := c.add("token", "x"+secret); other == name || c.add("token", secret) != name {
		t.Errorf("another secret with the same end is %s", other)
	}
	if seen := c.seenIn("nothing of the kind, EAA, or capi_ followed by little"); len(seen) != 0 {
		t.Errorf("saw %q", seen)
	}
}

// heldBy says how a text gets into a column, by PostgreSQL's name of the type; empty where it cannot.
var heldBy = map[string]string{
	"text": "$1::text", "_text": "ARRAY[$1::text]", "varchar": "$1::text", "_varchar": "ARRAY[$1::text]", "bytea": "convert_to($1, 'UTF8')",
	"json": "to_json($1::text)", "jsonb": "to_jsonb($1::text)", "_jsonb": "ARRAY[jsonb_build_object('error', $1::text)]",
	"bit": "", "bool": "", "date": "", "int2": "", "int4": "", "int8": "", "pg_lsn": "", "river_job_state": "", "timestamp": "", "timestamptz": "", "uuid": "",
}

// Every column of every table that can hold a text is looked into: a secret that is put there, and nowhere else, is found there.
func TestASecretIsFoundInEveryColumn(t *testing.T) {
	t.Parallel()
	in := install(t)
	conn, err := in.database.connect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(t.Context()))
	const secret = "a-secret-in-a-column"
	name := in.canaries.add("decoy", secret)
	found := 0
	for _, c := range columns(t, conn) {
		value, known := heldBy[c.Type]
		if !known {
			t.Errorf("%s.%s: can a %s hold a text?", c.Table, c.Name, c.Type)
		}
		if value == "" {
			continue
		}
		err := pgx.BeginFunc(t.Context(), conn, func(tx pgx.Tx) error {
			if err := plantIn(t.Context(), tx, c, value, secret); err != nil {
				return err
			}
			seen := sightings{}
			err := in.canaries.exposed(t.Context(), tx, seen)
			if seen[sighting{"column " + c.Table + "." + c.Name, name}] != 1 || len(seen) != 1 {
				t.Errorf("%s.%s: saw %v", c.Table, c.Name, seen)
			}
			return errors.Join(err, errUndo)
		})
		if !errors.Is(err, errUndo) {
			t.Errorf("%s.%s: %v", c.Table, c.Name, err)
		}
		found++
	}
	if found < 50 {
		t.Errorf("only %d columns", found)
	}
}

type column struct{ Table, Name, Type string }

func columns(t *testing.T, q querier) []column {
	t.Helper()
	rows, err := q.Query(t.Context(), `SELECT table_name::text, column_name::text, udt_name::text FROM information_schema.columns
		JOIN information_schema.tables USING (table_schema, table_name) WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`)
	if err != nil {
		t.Fatal(err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[column])
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// plantIn puts a text into one column of a table that has no rules any more, and is otherwise the same.
func plantIn(ctx context.Context, tx pgx.Tx, c column, value, text string) error {
	table := pgx.Identifier{c.Table}.Sanitize()
	_, err := tx.Exec(ctx, "ALTER TABLE "+table+" RENAME TO the_one_with_rules; CREATE TABLE "+table+" AS TABLE the_one_with_rules WITH NO DATA")
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, "INSERT INTO "+table+" ("+pgx.Identifier{c.Name}.Sanitize()+") VALUES ("+value+")", text)
	return err
}

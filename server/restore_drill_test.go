package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"capiconnect/meta/metasandbox"
)

// drill is an installation whose operator follows docs/operations.md.
type drill struct {
	*installation
	book     string
	shell    []string // what its commands find in the environment
	restored string   // URL of the database that they fill
}

// carryOut runs the commands of one part of the book, as they stand there.
func (d *drill) carryOut(part string) {
	d.t.Helper()
	block := regexp.MustCompile(`(?s)<!-- drill: ` + part + " -->\n *```sh\n(.*?)```").FindStringSubmatch(d.book)
	if block == nil {
		d.t.Fatalf("docs/operations.md has no commands for %s", part)
	}
	command := exec.CommandContext(d.t.Context(), "sh", "-euc", block[1])
	command.Env = append(os.Environ(), d.shell...)
	if output, err := command.CombinedOutput(); err != nil {
		d.t.Fatalf("%s: %v\n%s", part, err, output)
	}
}

// newDrill needs PostgreSQL's tools, which come with its server from Debian and not from npm, no older than the server.
func newDrill(t *testing.T) *drill {
	t.Helper()
	version, err := exec.CommandContext(t.Context(), "pg_dump", "--version").Output()
	if err != nil {
		t.Skip("pg_dump is not here: install PostgreSQL's client programs to have the restore drill performed")
	}
	i := install(t)
	if tools, server := major(t, string(version)), i.serverMajor(); tools < server {
		t.Skipf("pg_dump is of version %d and the server of %d: install its client programs to have the restore drill performed", tools, server)
	}
	keyset := filepath.Join(t.TempDir(), "keyset")
	if err := os.WriteFile(keyset, []byte(i.env["ENCRYPTION_KEYSET"]), 0o600); err != nil {
		t.Fatal(err)
	}
	delete(i.env, "ENCRYPTION_KEYSET")
	i.env["ENCRYPTION_KEYSET_FILE"] = keyset
	name := "restored_" + strings.ReplaceAll(uuid.NewString(), "-", "")
	d := &drill{installation: i, book: contentOf(t, "docs/operations.md"), restored: i.sibling(name)}
	d.shell = []string{
		"BACKUP=" + t.TempDir(), "KEYS=" + t.TempDir(), "DATA_DIR=" + i.env["DATA_DIR"], "ENCRYPTION_KEYSET_FILE=" + keyset,
		"DATABASE_URL=" + i.env["DATABASE_URL"], "MAINTENANCE_URL=" + i.env["DATABASE_URL"], "RESTORED_NAME=" + name, "RESTORED_URL=" + d.restored,
	}
	before := i.env["DATABASE_URL"]
	t.Cleanup(func() { d.execute(before, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)") })
	return d
}

func major(t testing.TB, version string) int {
	t.Helper()
	number, err := strconv.Atoi(regexp.MustCompile(`\d+`).FindString(version))
	if err != nil {
		t.Fatalf("%s: %v", version, err)
	}
	return number
}

func (i *installation) serverMajor() int {
	return major(i.t, i.value(i.env["DATABASE_URL"], "SHOW server_version"))
}

// sibling is the URL of another database of the same server.
func (i *installation) sibling(name string) string {
	config, err := pgx.ParseConfig(i.env["DATABASE_URL"])
	if err != nil {
		i.t.Fatal(err)
	}
	return strings.Replace(i.env["DATABASE_URL"], "/"+config.Database, "/"+name, 1)
}

func (i *installation) connection(url string) *pgx.Conn {
	conn, err := pgx.Connect(context.Background(), url)
	if err != nil {
		i.t.Fatal(err)
	}
	return conn
}

func (i *installation) execute(url, statement string) {
	conn := i.connection(url)
	defer conn.Close(context.Background())
	if _, err := conn.Exec(context.Background(), statement); err != nil {
		i.t.Error(err)
	}
}

// value is what a query finds, as text.
func (i *installation) value(url, query string) (text string) {
	i.t.Helper()
	conn := i.connection(url)
	defer conn.Close(context.Background())
	if err := conn.QueryRow(context.Background(), query).Scan(&text); err != nil {
		i.t.Fatal(err)
	}
	return text
}

// connect connects a business of the sandbox, and returns its id there and here.
func (d *drill) connect(key, name string) (metaID, id string) {
	d.t.Helper()
	metaID = d.sandbox.AddBusiness(name, 2, 0)
	_, answer := d.ask(key, completeDocument, map[string]any{"code": d.code(metasandbox.CodeRequest{BusinessID: metaID})})
	if !strings.Contains(answer, `"COMPLETED"`) {
		d.t.Fatalf("%s: %s", name, answer)
	}
	return metaID, businessID.FindStringSubmatch(answer)[1]
}

// wants asks once, and expects a part of the answer.
func (d *drill) wants(key, document, id, part string) {
	d.t.Helper()
	if _, answer := d.ask(key, document, map[string]any{"id": id}); !strings.Contains(answer, part) {
		d.t.Errorf("no %s: %s", part, answer)
	}
}

// startRestored runs the program on the restored database.
func (d *drill) startRestored() (stop func() int) {
	d.env["DATABASE_URL"] = d.restored
	d.url, d.output = "", &lockedBuffer{}
	return d.start()
}

const (
	checkDocument = `mutation ($id: ID!) { checkConnection(input: {businessId: $id}) { business { status } userErrors { message } } }`
	eraseDocument = `mutation ($id: ID!) { eraseBusiness(input: {businessId: $id}) { userErrors { message } } }`
	readDocument  = `query ($id: ID!) { business(id: $id) { status } }`
)

// TestTheRestoreDrill: a backup that was taken and is restored with the commands of docs/operations.md, and what has happened in between.
func TestTheRestoreDrill(t *testing.T) {
	t.Parallel()
	d := newDrill(t)
	stop := d.start()
	key := d.apiKey("admin,onboardings:write,businesses:read,connections:revoke")
	_, kept := d.connect(key, "Kept")
	_, revoked := d.connect(key, "Revoked")
	_, erased := d.connect(key, "Erased")
	leaves, left := d.connect(key, "Left")
	d.carryOut("backup")

	d.wants(key, revokeDocument, revoked, `"DISCONNECTED"`)
	d.wants(key, revokeDocument, erased, `"DISCONNECTED"`)
	d.wants(key, eraseDocument, erased, `"userErrors":[]`)
	d.sandbox.Uninstall(leaves)
	late, _ := d.connect(key, "Late")
	d.command("keys", "rotate")
	stop()

	d.carryOut("restore")
	d.carryOut("heads")
	if live := d.value(d.restored, "SELECT count(*)::text FROM credentials WHERE state = 'LIVE'"); live != "4" {
		t.Fatalf("the backup holds %s tokens", live)
	}
	stop = d.startRestored()
	defer stop()
	d.wants(key, readDocument, revoked, `"DISCONNECTED"`)
	d.wants(key, readDocument, erased, `"business":null`)
	d.wants(key, readDocument, kept, `"CONNECTED"`)
	if readable := d.value(d.restored, "SELECT count(*)::text FROM credentials WHERE ciphertext IS NOT NULL"); readable != "2" {
		t.Errorf("%s tokens are there; want those of two businesses", readable)
	}
	d.wants(key, checkDocument, kept, `"status":"CONNECTED"`) // with a token that the former key has sealed
	d.wants(key, checkDocument, left, `"status":"NEEDS_RECONNECT"`)
	d.command("audit", "verify")
	d.awaits("SELECT count(*)::text FROM orphan_grants WHERE business_meta_id = '"+late+"'", "1")
}

// awaits asks until the restored database tells what is wanted. Its queue waits for the leader that the backup names first.
func (d *drill) awaits(query, want string) {
	d.t.Helper()
	deadline := time.After(time.Minute)
	for d.value(d.restored, query) != want {
		select {
		case <-deadline:
			d.t.Fatalf("%s does not come to %s", query, want)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

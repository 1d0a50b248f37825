package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "capiconnect"

// layers says which of our packages each of our packages may import, and which more its tests may.
var layers = map[string]struct{ code, tests []string }{
	"admin-ui":                     {},
	"bench":                        {code: []string{"bench/figures", "bench/rig", "models/localpg"}},
	"bench/figures":                {},
	"bench/growth":                 {code: []string{"bench/figures", "bench/rig", "models", "models/localpg"}},
	"bench/reference":              {},
	"bench/rig":                    {code: []string{"meta/metasandbox", "models/localpg"}},
	"doctor":                       {code: []string{"meta", "migrations", "models", "models/seal", "onboarding"}, tests: []string{"meta/metasandbox", "models/modelstest", "onboarding/onboardingtest"}},
	"examples/backend-go":          {},
	"graph":                        {code: []string{"doctor", "graph/generated", "models", "onboarding"}, tests: []string{"onboarding/onboardingtest", "meta", "meta/metasandbox", "models/modelstest", "models/seal"}},
	"graph/generated":              {code: []string{"doctor", "graph/scalars", "models", "onboarding"}},
	"graph/scalars":                {code: []string{"models"}},
	"meta":                         {tests: []string{"meta/metasandbox", "meta/metatest"}},
	"meta/metasandbox":             {tests: []string{"meta", "meta/metatest"}},
	"meta/metasandbox/sandboxtest": {code: []string{"meta/metasandbox"}},
	"meta/metatest":                {code: []string{"meta"}, tests: []string{"meta/metasandbox"}},
	"migrations":                   {tests: []string{"models", "models/modelstest"}},
	"models":                       {tests: []string{"migrations", "models/modelstest"}},
	"models/localpg":               {},
	"models/localpg/withpostgres":  {code: []string{"models/localpg"}},
	"models/modelstest":            {code: []string{"migrations", "models", "models/localpg"}},
	"models/seal":                  {},
	"onboarding":                   {code: []string{"meta", "models", "models/seal", "onboarding/egress", "onboarding/failpoint"}, tests: []string{"meta/metasandbox", "models/modelstest", "onboarding/onboardingtest"}},
	"onboarding/egress":            {},
	"onboarding/failpoint":         {},
	"onboarding/onboardingtest":    {code: []string{"doctor", "meta", "meta/metasandbox", "models", "models/modelstest", "models/seal", "onboarding", "onboarding/egress"}},
	"server": {
		code:  []string{"admin-ui", "doctor", "graph", "meta", "meta/metasandbox", "migrations", "models", "models/localpg", "models/seal", "onboarding", "onboarding/egress", "onboarding/failpoint"},
		tests: []string{"graph/generated", "models/modelstest", "onboarding/onboardingtest"},
	},
	"server/crashtest": {tests: []string{"meta/metasandbox", "models/localpg", "models/seal", "onboarding/failpoint"}},
}

// keptOut are modules of others that only some packages may import.
var keptOut = map[string][]string{
	"gorm.io/":                       {"models"},
	"github.com/99designs/gqlgen":    {"graph", "graph/generated", "graph/scalars", "server"},
	"github.com/vektah/gqlparser":    {"graph", "graph/generated", "graph/scalars", "server"},
	"github.com/riverqueue/":         {"migrations", "onboarding", "onboarding/onboardingtest", "server/crashtest"},
	"github.com/Shopify/toxiproxy":   {"server/crashtest"},
	"github.com/coreos/go-oidc":      {"server"},
	"github.com/pquerna/otp":         {"server", "server/crashtest"},
	"github.com/standard-webhooks":   {"onboarding"},
	"go.opentelemetry.io/otel/exp":   {"server"},
	"go.opentelemetry.io/otel/sdk":   {"onboarding", "server"}, // onboarding: its tests
	"go.opentelemetry.io/proto":      {"server"},
	"github.com/tink-crypto/tink-go": {"models/seal"},
}

type sourceFile struct {
	dir, path string
	isTest    bool
	imports   []string
	doc       *ast.CommentGroup
}

func sourceFiles(t *testing.T) []sourceFile {
	t.Helper()
	var files []sourceFile
	err := filepath.WalkDir("..", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "node_modules" || entry.Name() == "testdata" || entry.Name() == "data" || len(entry.Name()) > 2 && entry.Name()[0] == '.'):
			return fs.SkipDir
		case entry.IsDir() && name != ".." && isModule(name):
			return fs.SkipDir
		case !strings.HasSuffix(name, ".go"):
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly|parser.ParseComments)
		if err != nil {
			return err
		}
		file := sourceFile{dir: filepath.ToSlash(strings.TrimPrefix(filepath.Dir(name), "../")), path: name, isTest: strings.HasSuffix(name, "_test.go"), doc: parsed.Doc}
		for _, spec := range parsed.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			file.imports = append(file.imports, imported)
		}
		files = append(files, file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// isModule tells whether dir is a Go module of its own: an example, which is built as its reader would.
func isModule(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "go.mod"))
	return err == nil
}

func TestImports(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, file := range sourceFiles(t) {
		seen[file.dir] = true
		for _, imported := range file.imports {
			if ours, ok := strings.CutPrefix(imported, module+"/"); ok && !mayImport(file, ours) {
				t.Errorf("%s must not import %s", file.path, imported)
			}
			for prefix, users := range keptOut {
				if strings.HasPrefix(imported, prefix) && !slices.Contains(users, file.dir) {
					t.Errorf("%s must not import %s", file.path, imported)
				}
			}
		}
	}
	for _, dir := range slices.Sorted(maps.Keys(layers)) {
		if !seen[dir] {
			t.Errorf("%s stands in the table but is gone", dir)
		}
	}
	for dir := range seen {
		if _, ok := layers[dir]; !ok {
			t.Errorf("%s is missing in the table", dir)
		}
	}
}

func mayImport(file sourceFile, imported string) bool {
	layer := layers[file.dir]
	if file.isTest && (imported == file.dir || slices.Contains(layer.tests, imported)) {
		return true
	}
	return slices.Contains(layer.code, imported)
}

func TestPackageComments(t *testing.T) {
	t.Parallel()
	comments := map[string]int{}
	for _, file := range sourceFiles(t) {
		if file.isTest {
			continue
		}
		comments[file.dir] += 0
		if file.doc != nil && isPackageComment(file.doc.Text()) {
			comments[file.dir]++
		}
	}
	for dir, n := range comments {
		if n != 1 && path.Base(dir) != "generated" {
			t.Errorf("%s has %d package comments; want 1", dir, n)
		}
	}
}

func isPackageComment(text string) bool {
	return strings.HasPrefix(text, "Package ") || strings.HasPrefix(text, "Command ")
}

package localpg

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// fakeBinaries makes a directory with programs that say they are of a version.
func fakeBinaries(t *testing.T, dir, version string) string {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	script := fmt.Sprintf("#!/bin/sh\necho 'postgres (PostgreSQL) %s'\n", version)
	for _, program := range []string{"initdb", "postgres"} {
		if err := os.WriteFile(filepath.Join(dir, program), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestPlacesAreSearchedInOrder(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	path := fakeBinaries(t, filepath.Join(root, "usr/bin"), "16.1")
	debian9 := fakeBinaries(t, filepath.Join(root, "postgresql/9.6/bin"), "9.6.1")
	debian15 := fakeBinaries(t, filepath.Join(root, "postgresql/15/bin"), "15.2")
	debian17 := fakeBinaries(t, filepath.Join(root, "postgresql/17/bin"), "17.0")
	brew16 := fakeBinaries(t, filepath.Join(root, "opt/postgresql@16/bin"), "16.4")
	above := npmDirs(root)[0]
	if arch := map[string]string{"amd64": "x64", "arm64": "arm64"}[runtime.GOARCH]; !strings.Contains(above, runtime.GOOS+"-"+arch) {
		t.Errorf("npm package = %s; want the one of this platform", above)
	}
	npm := fakeBinaries(t, above, "18.4")
	p := places{
		path:  path + ":" + filepath.Join(root, "empty"),
		globs: []string{filepath.Join(root, "postgresql/*/bin"), filepath.Join(root, "opt/postgresql@*/bin")},
		roots: []string{filepath.Join(root, "bin/deeper")},
	}
	want := []string{path, debian17, debian15, debian9, brew16, npm}
	if diff := cmp.Diff(want, p.dirs()); diff != "" {
		t.Errorf("order (-want +got):\n%s", diff)
	}
}

func TestChooseBinaries(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	if err := os.Chmod(filepath.Dir(root), 0o711); err != nil {
		t.Fatal(err)
	}
	of := func(version string) string { return fakeBinaries(t, filepath.Join(root, version), version) }
	old, fifteen, seventeen, beta := of("14.9"), of("15.3"), of("17.0"), of("18beta1")
	unknown := of("unknown")
	empty := t.TempDir()

	tests := []struct {
		name    string
		dirs    []string
		wanted  int
		want    string
		problem string
	}{
		{"first wins", []string{seventeen, fifteen}, 0, seventeen, ""},
		{"too old is passed over", []string{old, fifteen}, 0, fifteen, ""},
		{"unusable is passed over", []string{empty, unknown, beta}, 0, beta, ""},
		{"existing data decide", []string{seventeen, fifteen}, 15, fifteen, ""},
		{"only too old", []string{old}, 0, "", "no PostgreSQL 15 or newer found; not usable: " + old + " (version 14)"},
		{"none", nil, 0, "", "apt-get install postgresql"},
		{"other version than the data", []string{seventeen}, 16, "", "written by PostgreSQL 16"},
	}
	as, err := runningAccount("")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := chooseBinaries(t.Context(), tt.dirs, tt.wanted, as)
			if got.dir != tt.want {
				t.Errorf("chose %q; want %q", got.dir, tt.want)
			}
			if tt.problem == "" && err != nil || tt.problem != "" && (err == nil || !strings.Contains(err.Error(), tt.problem)) {
				t.Errorf("error = %v; want %q", err, tt.problem)
			}
		})
	}
}

func TestExplicitDirectoryIsTheOnlyOne(t *testing.T) {
	t.Parallel()
	_, err := findBinaries(t.Context(), "/nowhere/bin", filepath.Join(t.TempDir(), dataName), nil)
	if err == nil || !strings.Contains(err.Error(), "/nowhere/bin (no initdb)") {
		t.Errorf("error = %v; want the explicit directory refused although the machine has a PostgreSQL", err)
	}
}

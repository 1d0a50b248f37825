package localpg

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// fakePackage lays out what npm unpacks without running install scripts.
func fakePackage(t *testing.T, root, links string) (bin string) {
	t.Helper()
	bin = fakeBinaries(t, filepath.Join(root, "native/bin"), "18.4")
	files := map[string]string{
		"package.json":              `{"version":"18.4.0","name":"` + root + `"}`,
		"native/pg-symlinks.json":   links,
		"native/lib/libpq.so.5.18":  "library",
		"native/share/postgres.bki": "catalogue",
	}
	for name, content := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return bin
}

const goodLinks = `[{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"}]`

func TestNPMLinksAreRestored(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	bin := fakePackage(t, root, goodLinks)
	for range 2 { // the second time they are there
		got, err := unpackNPM(bin, nil)
		if err != nil || got != bin {
			t.Fatalf("unpackNPM = %s, %v; want %s", got, err, bin)
		}
	}
	content, err := os.ReadFile(filepath.Join(root, "native/lib/libpq.so.5"))
	if err != nil || string(content) != "library" {
		t.Errorf("link = %q, %v", content, err)
	}
}

func TestNPMLinksStayInThePackage(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	bin := fakePackage(t, root, `[{"source":"native/lib/libpq.so.5.18","target":"../escaped"}]`)
	if _, err := unpackNPM(bin, nil); err == nil || !strings.Contains(err.Error(), "points out of the package") {
		t.Errorf("error = %v", err)
	}
	if _, err := os.Lstat(filepath.Join(root, "../escaped")); err == nil {
		t.Error("a link was made outside of the package")
	}
}

func TestNPMPackageThatTheAccountCannotReachIsCopied(t *testing.T) {
	t.Parallel()
	needRoot(t)
	bin := fakePackage(t, privateDir(t), goodLinks)
	as, err := runningAccount("")
	if err != nil {
		t.Fatal(err)
	}
	copied, err := unpackNPM(bin, as)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(filepath.Dir(copied)) })
	if out, err := as.run(t.Context(), filepath.Join(copied, "postgres"), "--version"); err != nil {
		t.Errorf("running the copy: %v: %s", err, out)
	}
	if _, err := as.run(t.Context(), "/bin/cat", filepath.Join(copied, "../lib/libpq.so.5")); err != nil {
		t.Errorf("reading a library of the copy: %v", err)
	}
	again, err := unpackNPM(bin, as)
	if err != nil || again != copied {
		t.Errorf("second call = %s, %v; want the same copy", again, err)
	}
}

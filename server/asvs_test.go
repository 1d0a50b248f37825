package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// sources are the files of the repository by their paths, without what was built or installed.
func sources(t *testing.T) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir("..", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && slices.Contains([]string{".git", "node_modules", "dist", "data", "bin"}, entry.Name()):
			return fs.SkipDir
		case !entry.IsDir():
			found = append(found, filepath.ToSlash(strings.TrimPrefix(name, "../")))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func contentOf(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

var (
	goTest     = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz|Benchmark)\w+)\(`)
	named      = regexp.MustCompile("`([^`\n]+)`")
	namesTest  = regexp.MustCompile(`^(?:Test|Fuzz|Benchmark)\w+$`)
	namesScene = regexp.MustCompile(`^([\w-]+\.(?:test\.tsx|e2e\.ts)): (.+)$`)
	namesFile  = regexp.MustCompile(`^(?:Dockerfile|Makefile|go\.mod|\.dockerignore|docker-compose\.yml|[a-z][\w-]*/[\w./-]+\.\w+)$`)
)

// What the documents call a proof must be there: a test of Go's, one of the front end's by its file and words, or a file.
func TestWhatTheDocumentsNameExists(t *testing.T) {
	t.Parallel()
	files := sources(t)
	tests, scenes := map[string]bool{}, map[string]string{}
	for _, file := range files {
		switch {
		case strings.HasSuffix(file, "_test.go"):
			for _, match := range goTest.FindAllStringSubmatch(contentOf(t, file), -1) {
				tests[match[1]] = true
			}
		case strings.HasSuffix(file, ".test.tsx"), strings.HasSuffix(file, ".e2e.ts"):
			scenes[filepath.Base(file)] = contentOf(t, file)
		}
	}
	for _, document := range []string{"docs/asvs.md", "docs/safeguards.md", "docs/security.md"} {
		for _, match := range named.FindAllStringSubmatch(contentOf(t, document), -1) {
			name := match[1]
			scene := namesScene.FindStringSubmatch(name)
			switch {
			case namesTest.MatchString(name) && !tests[name],
				scene != nil && !strings.Contains(scenes[scene[1]], scene[2]),
				scene == nil && namesFile.MatchString(name) && !slices.Contains(files, name):
				t.Errorf("%s names %q, which is not there", document, name)
			}
		}
	}
}

var (
	asvsRow   = regexp.MustCompile(`^\| (\d+)\.\d+\.\d+ \| ([12]) \| [^|]+ \| (met|n\.a\.|accepted|not yet) \| ([^|]+) \|$`)
	asvsCount = regexp.MustCompile(`^\| \**(V\d+|all)\b[^|]*\|([\d| *]+)\|$`)
)

// The summary must say what the rows say, every row of levels 1 and 2 must be there, and a requirement is not met by words.
func TestTheAssessmentAddsUp(t *testing.T) {
	t.Parallel()
	verdicts := []string{"met", "n.a.", "accepted", "not yet"}
	counted, told, levels := map[string][]int{}, map[string][]int{}, map[string]int{}
	for line := range strings.Lines(contentOf(t, "docs/asvs.md")) {
		line = strings.TrimSpace(line)
		if row := asvsRow.FindStringSubmatch(line); row != nil {
			levels[row[2]]++
			for _, of := range []string{"V" + row[1], "all"} {
				if counted[of] == nil {
					counted[of] = make([]int, len(verdicts)+1)
				}
				counted[of][slices.Index(verdicts, row[3])]++
				counted[of][len(verdicts)]++
			}
			if row[3] == "met" && !named.MatchString(row[4]) {
				t.Errorf("nothing shows that it is met: %s", line)
			}
		} else if count := asvsCount.FindStringSubmatch(line); count != nil {
			for _, text := range strings.Split(count[2], "|") {
				n, err := strconv.Atoi(strings.Trim(text, " *"))
				if err != nil {
					t.Fatal(err)
				}
				told[count[1]] = append(told[count[1]], n)
			}
		}
	}
	for chapter, counts := range counted {
		if !slices.Equal(counts, told[chapter]) {
			t.Errorf("%s: the summary says %v, the rows %v", chapter, told[chapter], counts)
		}
	}
	if levels["1"] != 70 || levels["2"] != 183 {
		t.Errorf("%d rows of level 1 and %d of level 2; the standard has 70 and 183", levels["1"], levels["2"])
	}
}

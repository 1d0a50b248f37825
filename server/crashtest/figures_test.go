package crashtest

import (
	"fmt"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
)

// figures are what a run has measured, for docs/reliability.md.
var figures = &figureBook{begun: time.Now(), kills: map[string]int{}, violations: map[string]int{}, lines: map[string]string{}}

type figureBook struct {
	begun time.Time

	mu         sync.Mutex
	checks     int
	kills      map[string]int // by failpoint, or "at a random time"
	lines      map[string]string
	violations map[string]int
	window     window
}

// killed counts one kill that was seen to happen.
func (f *figureBook) killed(where string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.kills[where]++
}

// checked counts one check of all invariants.
func (f *figureBook) checked(found map[string][]string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.checks++
	for name, violations := range found {
		f.violations[name] += len(violations)
	}
}

// tell notes one line about one test.
func (f *figureBook) tell(test, format string, args ...any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.lines[test] = fmt.Sprintf(format, args...)
}

const (
	figuresBegin = "<!-- figures -->"
	figuresEnd   = "<!-- /figures -->"
)

// writeFigures puts the figures between the two marks of a Markdown file.
func writeFigures(path string) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	before, rest, found := strings.Cut(string(content), figuresBegin)
	_, after, closed := strings.Cut(rest, figuresEnd)
	if !found || !closed {
		return fmt.Errorf("%s lacks %s or %s", path, figuresBegin, figuresEnd)
	}
	return os.WriteFile(path, []byte(before+figuresBegin+"\n"+figures.String()+figuresEnd+after), 0o644)
}

// String is the figures as Markdown.
func (f *figureBook) String() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var b strings.Builder
	p99, tokens := f.window.percentile(99)
	fmt.Fprintf(&b, "%s, %d cores, %s, seed %d, %s.\n\n", time.Now().UTC().Format(time.DateOnly), runtime.NumCPU(), runtime.Version(), seed(),
		time.Since(f.begun).Round(time.Second))
	if tokens > 0 {
		fmt.Fprintf(&b, "Window between Meta's answer and the commit: p99 at most %g ms, over %d tokens, with %s installations at a time on these cores.\n\n",
			p99*1000, tokens, atATime)
	}
	f.writeKills(&b)
	fmt.Fprintf(&b, "\n| Invariant | Violations in %d checks |\n| --- | ---: |\n", f.checks)
	for _, i := range invariants {
		fmt.Fprintf(&b, "| %s: %s | %d |\n", i.name, i.sentence, f.violations[i.name])
	}
	b.WriteString("\n")
	for _, test := range slices.Sorted(maps.Keys(f.lines)) {
		fmt.Fprintf(&b, "- %s\n", f.lines[test])
	}
	return b.String()
}

func (f *figureBook) writeKills(b *strings.Builder) {
	total := 0 // each was seen to happen
	for _, n := range f.kills {
		total += n
	}
	fmt.Fprintf(b, "| Killed at | Kills: %d |\n| --- | ---: |\n", total)
	for _, where := range slices.Sorted(maps.Keys(f.kills)) {
		fmt.Fprintf(b, "| %s | %d |\n", where, f.kills[where])
	}
}

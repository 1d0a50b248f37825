package main

import (
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"time"
)

// page is a part of the report, as Markdown.
type page struct{ strings.Builder }

func (p *page) line(format string, args ...any) { fmt.Fprintf(p, format+"\n", args...) }

// head begins a table: the first column is text, the others are figures.
func (p *page) head(columns ...string) {
	p.line("\n| %s |", strings.Join(columns, " | "))
	p.line("| --- |%s", strings.Repeat(" ---: |", len(columns)-1))
}

func (p *page) row(cells ...string) { p.line("| %s |", strings.Join(cells, " | ")) }

func (m measurements) report() string {
	p := &page{}
	p.line("Measured on %s with %d processors; %s, %s/%s.", time.Now().UTC().Format(time.DateOnly), runtime.NumCPU(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	m.addSizes(p)
	m.addTables(p)
	m.addQuestions(p)
	m.addHashings(p)
	m.addCosts(p)
	return p.String()
}

func (m measurements) addSizes(p *page) {
	p.line("\n### Size")
	p.head("", "database", "a business", "of it indexes")
	for _, s := range m.scales {
		total, indexes := totalOf(s.sizes), int64(0)
		for _, table := range s.sizes {
			indexes += table.total - table.heap
		}
		p.row(count(float64(s.businesses))+" businesses", told(total), told(total/int64(s.businesses)), fmt.Sprintf("%d %%", 100*indexes/total))
	}
}

// addTables tells of the tables of the largest scale that are worth it.
func (m measurements) addTables(p *page) {
	largest := m.scales[len(m.scales)-1]
	p.head("table, with "+count(float64(largest.businesses))+" businesses", "rows a business", "bytes a business", "bytes a row", "of them indexes", "the largest indexes, bytes a row")
	for _, s := range largest.sizes {
		if s.total < int64(largest.businesses)*50 {
			continue
		}
		var names []string
		for _, index := range s.indexes[:min(3, len(s.indexes))] {
			names = append(names, fmt.Sprintf("`%s` %d", index.name, index.bytes/s.rows))
		}
		p.row("`"+s.table+"`", fmt.Sprintf("%.1f", float64(s.rows)/float64(largest.businesses)), count(float64(s.total)/float64(largest.businesses)),
			count(float64(s.total)/float64(s.rows)), count(float64(s.total-s.heap)/float64(s.rows)), strings.Join(names, ", "))
	}
}

func (m measurements) addQuestions(p *page) {
	p.line("\n### Questions")
	columns := []string{"asked, ms", "every"}
	for _, s := range m.scales {
		columns = append(columns, count(float64(s.businesses)))
	}
	p.head(append(columns, "ten times as many")...)
	for i, q := range m.scales[0].questions {
		cells := []string{q.name, q.every}
		for _, s := range m.scales {
			cells = append(cells, fmt.Sprintf("%.1f", milliseconds(s.took[i])))
		}
		last, before := m.scales[len(m.scales)-1].took[i], m.scales[len(m.scales)-2].took[i]
		p.row(append(cells, fmt.Sprintf("× %.1f", last.Seconds()/before.Seconds()))...)
	}
}

func (m measurements) addHashings(p *page) {
	p.head("checks that are planned at a time", "ms to find 1,000 that are not")
	for _, h := range m.hashed {
		took := count(milliseconds(h.took))
		if !h.ended {
			took += ", then it was cut off"
		}
		p.row(count(float64(h.planned)), took)
	}
}

func (m measurements) addCosts(p *page) {
	p.line("\n### Acts")
	p.head("act", "ms of the program", "ms of PostgreSQL", "calls to Meta", "statements", "rows it leaves")
	for _, act := range []struct {
		name string
		cost cost
	}{
		{fmt.Sprintf("an onboarding of %d datasets", ownedDatasets+sharedDatasets), m.costs.Onboarding},
		{"a daily check", m.costs.Check},
		{"a sync that finds nothing new", m.costs.Sync},
		{"the same, every dataset tried again", m.costs.Probing},
		{"a second in which nothing happens", m.costs.Idle},
	} {
		p.row(act.name, fmt.Sprintf("%.1f", milliseconds(act.cost.ServerCPU)), fmt.Sprintf("%.1f", milliseconds(act.cost.DatabaseCPU)),
			fmt.Sprintf("%.1f", act.cost.Calls), fmt.Sprintf("%.0f", act.cost.Statements), rowsOf(act.cost))
	}
}

func rowsOf(c cost) string {
	var all []string
	for _, table := range slices.Sorted(maps.Keys(c.Rows)) {
		if n := c.Rows[table]; n >= 0.05 {
			all = append(all, fmt.Sprintf("%.3g `%s`", n, table))
		}
	}
	return strings.Join(all, ", ")
}

func milliseconds(d time.Duration) float64 { return d.Seconds() * 1000 }

// count writes a number as people read it: 12,345.
func count(n float64) string {
	text := fmt.Sprintf("%.0f", n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// told is so many bytes in the unit that fits.
func told(bytes int64) string {
	size, units := float64(bytes), []string{"B", "KB", "MB", "GB", "TB", "PB"}
	for size >= 1000 && len(units) > 1 {
		size, units = size/1000, units[1:]
	}
	return fmt.Sprintf("%.3g %s", size, units[0])
}

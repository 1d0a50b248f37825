package main

import (
	"fmt"
	"maps"
	"slices"
)

// populations are how many businesses are simulated.
var populations = []float64{100_000, 1_000_000, 10_000_000}

// scenarios are what is simulated of each.
func scenarios(businesses float64) []scenario {
	return []scenario{
		{name: "everyday, a plan taking 1,000 as it once did", businesses: businesses, isBounded: true},
		{name: "everyday", businesses: businesses},
		{name: "1 of 50 comes within ten minutes", businesses: businesses, storm: 0.02},
		{name: "a day without Meta", businesses: businesses, outage: day},
	}
}

// simulated tells what comes out, as Markdown.
func simulated(b basis) string {
	p := &page{}
	p.line("Simulated: %d days, minute by minute, from the costs of [acts](#acts).", lasts/day)
	p.head("businesses", "", "replicas", "age of Meta's word when it is renewed, p50 / p99", "waiting at most: upkeep / onboarding", "an onboarding waits, p99", "clients told to come back",
		"calls a day", "calls/s, mean / peak", "hours held by the app's limit")
	everyday := map[float64]result{}
	for _, businesses := range populations {
		for _, s := range scenarios(businesses) {
			r := simulate(s, b.Costs).result
			if s.name == "everyday" {
				everyday[businesses] = r
			}
			addScenario(p, s, r)
		}
	}
	p.line("")
	p.line("What an ordinary day takes:")
	p.head("businesses", "cores for the API's reads, mean / peak", "cores for acts", "cores of PostgreSQL", "statements/s", "rows a day", "GB, 90 days of syncs with it", "GB a year later", "of them audit")
	for _, businesses := range populations {
		addNeeds(p, businesses, everyday[businesses], b)
	}
	return p.String()
}

func addScenario(p *page, s scenario, r result) {
	days := float64(lasts) / day
	p.row(count(s.businesses), s.name, fmt.Sprint(r.replicas), fmt.Sprintf("%.1f h / %.1f h", float64(r.ages.at(0.5))/60, float64(r.ages.at(0.99))/60),
		count(r.deepestUpkeep)+" / "+count(r.deepestClients), fmt.Sprintf("%d min", r.waits.at(0.99)), count(r.refused),
		count(r.whole.calls/days), fmt.Sprintf("%s / %s", rate(r.whole.calls/lasts/60), rate(r.peak.calls/60)), fmt.Sprintf("%.1f", float64(r.heldMinutes)/60))
}

func addNeeds(p *page, businesses float64, r result, b basis) {
	pair := func(whole, peak float64) string { return rate(whole/lasts/60) + " / " + rate(peak/60) }
	standing, audit := stored(businesses, b)
	p.row(count(businesses), pair(r.whole.reads, r.peak.reads), pair(r.whole.acts, r.peak.acts), pair(r.whole.database, r.peak.database), pair(r.whole.statements, r.peak.statements),
		count(rowsADay(businesses, b.Costs)), gigabytes(standing), gigabytes(standing+audit), gigabytes(audit))
}

// rowsADay are those that are added, most of which are dropped again in time.
func rowsADay(businesses float64, c costs) (rows float64) {
	for _, n := range aDay(businesses, c) {
		rows += n
	}
	return rows
}

// aDay are the rows of a day by table. Each event of the audit has a place in its chain.
func aDay(businesses float64, c costs) map[string]float64 {
	all := map[string]float64{}
	for _, act := range []cost{c.Check, c.Sync, c.Onboarding.times(comeDaily)} {
		for table, n := range act.Rows {
			all[table] += n * businesses
		}
	}
	all["audit_links"] = all["audit_events"]
	return all
}

// stored are the bytes that so many businesses take once syncs of 90 days and jobs of a day are there, and what the audit adds to them in a year.
func stored(businesses float64, b basis) (standing, audit float64) {
	daily := aDay(businesses, b.Costs)
	rows := b.Costs.Onboarding.times(businesses).Rows
	rows["audit_links"] = rows["audit_events"]
	rows["sync_runs"], rows["river_job"] = 90*daily["sync_runs"], daily["river_job"]
	for _, table := range slices.Sorted(maps.Keys(rows)) {
		standing += rows[table] * b.BytesOfRow[table]
	}
	for _, table := range []string{"audit_events", "audit_links"} {
		audit += 365 * daily[table] * b.BytesOfRow[table]
	}
	return standing, audit
}

func gigabytes(bytes float64) string { return count(bytes / 1e9) }

func rate(n float64) string {
	if n < 10 {
		return fmt.Sprintf("%.2g", n)
	}
	return count(n)
}

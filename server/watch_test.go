package main

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const (
	alertsFile    = "deploy/prometheus/alerts.yml"
	dashboardFile = "deploy/grafana/dashboards/capiconnect.json"
)

var (
	metricName    = regexp.MustCompile(`\b(?:capiconnect|process|go)_[a-z0-9_]+\b`)
	metricMatched = regexp.MustCompile(`\b((?:capiconnect|process|go)_[a-z0-9_]+)\{([^}]*)\}`)
	labelMatched  = regexp.MustCompile(`([a-z_]+)(?:=~|!~|!=|=)"`)
)

// expressions are the queries of the dashboard.
func expressions(t *testing.T) (all []string) {
	t.Helper()
	var dashboard struct {
		Panels []struct {
			Targets []struct{ Expr string }
		}
	}
	if err := json.Unmarshal([]byte(contentOf(t, dashboardFile)), &dashboard); err != nil {
		t.Fatal(err)
	}
	for _, panel := range dashboard.Panels {
		for _, target := range panel.Targets {
			all = append(all, target.Expr)
		}
	}
	return all
}

// addedByPrometheus are the labels that a scrape adds.
var addedByPrometheus = []string{"instance", "job"}

// untold says which metrics or labels of a query the program does not tell.
func untold(query, told string) (missing []string) {
	for _, name := range metricName.FindAllString(query, -1) {
		if !strings.Contains(told, "\n"+name+"{") && !strings.Contains(told, "\n"+name+" ") {
			missing = append(missing, name)
		}
	}
	for _, match := range metricMatched.FindAllStringSubmatch(query, -1) {
		for _, label := range labelMatched.FindAllStringSubmatch(match[2], -1) {
			hasLabel := regexp.MustCompile(`(?m)^` + match[1] + `\{(?:.*,)?` + label[1] + `="`)
			if !slices.Contains(addedByPrometheus, label[1]) && !hasLabel.MatchString(told) {
				missing = append(missing, match[1]+"{"+label[1]+"}")
			}
		}
	}
	return missing
}

// What dashboard and alerts ask for must be there to be seen, or an alert is silent for ever and nobody knows.
func checkWatched(t *testing.T, told string) {
	t.Helper()
	queries := append(expressions(t), contentOf(t, alertsFile))
	if len(queries) < 50 {
		t.Errorf("%d queries in the dashboard", len(queries)-1)
	}
	for _, query := range queries {
		for _, name := range untold(query, told) {
			t.Errorf("the program does not tell %s, which is asked for in %.120s", name, query)
		}
	}
	if missing := untold(`capiconnect_nonsense + capiconnect_businesses{colour="red"}`, told); len(missing) != 2 {
		t.Errorf("what is not told would not be noticed: %q", missing)
	}
}

var (
	alertName    = regexp.MustCompile(`(?m)^ +- alert: (\w+)$`)
	incidentName = regexp.MustCompile(`(?m)^### (\w+)$`)
)

// Each alert says what has happened and where it is written what to do; and nothing is written of alerts that there are not.
func TestEachAlertHasItsPage(t *testing.T) {
	t.Parallel()
	_, incidents, _ := strings.Cut(contentOf(t, "docs/operations.md"), "\n## When an alert goes off\n")
	var pages, alerts []string
	for _, match := range incidentName.FindAllStringSubmatch(incidents, -1) {
		pages = append(pages, match[1])
	}
	for _, text := range strings.Split(contentOf(t, alertsFile), "\n\n") {
		name := alertName.FindStringSubmatch(text)
		if name == nil {
			t.Fatalf("no alert in %s", text)
		}
		alerts = append(alerts, name[1])
		for _, part := range []string{"severity: ", "summary: ", "description: ", "runbook: docs/operations.md#" + strings.ToLower(name[1]) + "\n"} {
			if !strings.Contains(text+"\n", part) {
				t.Errorf("%s has no %s", name[1], part)
			}
		}
	}
	slices.Sort(alerts)
	slices.Sort(pages)
	if !slices.Equal(alerts, pages) || len(alerts) == 0 {
		t.Errorf("alerts: %q\npages: %q", alerts, pages)
	}
	for _, page := range strings.Split(incidents, "\n### ")[1:] {
		for _, part := range []string{"\n- **Look**: ", "\n- **Do**: ", "\n- **Who**: "} {
			if !strings.Contains(page, part) {
				t.Errorf("%.20s… has no %s", page, part)
			}
		}
	}
}

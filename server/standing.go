package main

import (
	"context"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"capiconnect/models"
)

const (
	// standingLimit is how long the database may take for the figures of one scrape.
	standingLimit = 2 * time.Second
	// standingKept is how long its figures are told again, so that no number of scrapes makes it count more often.
	standingKept = 5 * time.Second
)

// standing tells at each scrape how everything stands in the database: the same from each replica.
type standing struct {
	store *models.Store
	now   func() time.Time

	mu      sync.Mutex
	readAt  time.Time
	figures []prometheus.Metric
}

func newStanding(store *models.Store, now func() time.Time) *standing {
	return &standing{store: store, now: now}
}

// sameEverywhere ends the help of what every replica tells of the one database, so that nobody adds it up.
const sameEverywhere = " The same from each replica, so take the max of them, not the sum."

var (
	databaseUp = prometheus.NewDesc("capiconnect_database_up", "Whether the database answered this replica within 2 seconds: 1 or 0.", nil, nil)

	businessesByStatus  = standingDesc("capiconnect_businesses", "Businesses by the status of their connection.", "status")
	onboardingsUnderWay = standingDesc("capiconnect_onboardings",
		"Onboardings by status, those that have ended well, expired or been cancelled left out.", "status")
	jobsByState      = standingDesc("capiconnect_jobs", "Jobs by queue and state, completed ones left out; discarded ones were given up.", "queue", "state")
	jobsOldest       = standingDesc("capiconnect_job_oldest_due_seconds", "For how long the job that has been due longest has been so.", "queue", "state")
	holdsByScope     = standingDesc("capiconnect_meta_holds", "Regain windows: how many businesses, or whether the app, Meta wants no calls for now; and whether upkeep rests, so that what is left of the app's allowance is for people.", "of")
	holdsLongest     = standingDesc("capiconnect_meta_hold_remaining_seconds", "How long the longest of these windows still lasts.", "of")
	webhooksPending  = standingDesc("capiconnect_webhook_deliveries_pending", "Events that wait to be delivered to an endpoint that is not disabled.")
	webhooksOldest   = standingDesc("capiconnect_webhook_oldest_pending_seconds", "For how long the oldest of these events has waited.")
	webhookEndpoints = standingDesc("capiconnect_webhook_endpoints",
		"Webhook endpoints by state: ENABLED, or why nothing is sent to them (BY_HAND, FAILING, GONE).", "state")
)

func standingDesc(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(name, help+sameEverywhere, labels, nil)
}

// Describe implements prometheus.Collector.
func (*standing) Describe(descriptions chan<- *prometheus.Desc) {
	for _, description := range []*prometheus.Desc{
		databaseUp, businessesByStatus, onboardingsUnderWay, jobsByState, jobsOldest, holdsByScope, holdsLongest, webhooksPending, webhooksOldest, webhookEndpoints,
	} {
		descriptions <- description
	}
}

// Collect implements prometheus.Collector.
func (s *standing) Collect(figures chan<- prometheus.Metric) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := s.now(); s.figures == nil || now.Sub(s.readAt) >= standingKept {
		s.figures, s.readAt = s.read(), now
	}
	for _, figure := range s.figures {
		figures <- figure
	}
}

// read asks the database for everything. While it is away there are no figures, which is better than wrong ones.
func (s *standing) read() (figures []prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), standingLimit)
	defer cancel()
	add := func(description *prometheus.Desc, value float64, labels ...string) {
		figures = append(figures, prometheus.MustNewConstMetric(description, prometheus.GaugeValue, value, labels...))
	}
	if s.store.Ping(ctx) != nil {
		add(databaseUp, 0)
		return figures
	}
	add(databaseUp, 1)
	s.readCounts(ctx, add)
	s.readJobs(ctx, add)
	s.readHolds(ctx, add)
	s.readWebhooks(ctx, add)
	return figures
}

type addFigure func(description *prometheus.Desc, value float64, labels ...string)

func (s *standing) readCounts(ctx context.Context, add addFigure) {
	for description, count := range map[*prometheus.Desc]func(context.Context) (map[string]int, error){
		businessesByStatus: s.store.CountBusinesses, onboardingsUnderWay: s.store.CountOnboardings, webhookEndpoints: s.store.CountWebhookEndpoints,
	} {
		byName, err := count(ctx)
		if err != nil {
			continue
		}
		for name, n := range byName {
			add(description, float64(n), name)
		}
	}
}

func (s *standing) readJobs(ctx context.Context, add addFigure) {
	lines, err := s.store.JobLines(ctx)
	if err != nil {
		return
	}
	for _, line := range lines {
		add(jobsByState, float64(line.Count), line.Queue, line.State)
		if line.State != "discarded" {
			add(jobsOldest, line.OldestDue.Seconds(), line.Queue, line.State)
		}
	}
}

func (s *standing) readHolds(ctx context.Context, add addFigure) {
	holds, err := s.store.Holds(ctx)
	if err != nil {
		return
	}
	add(holdsByScope, float64(holds.OfApp), "app")
	add(holdsByScope, float64(holds.OfUpkeep), "upkeep")
	add(holdsByScope, float64(holds.OfBusinesses), "businesses")
	add(holdsLongest, holds.RemainingOfApp.Seconds(), "app")
	add(holdsLongest, holds.RemainingOfUpkeep.Seconds(), "upkeep")
	add(holdsLongest, holds.LongestOfBusinesses.Seconds(), "businesses")
}

func (s *standing) readWebhooks(ctx context.Context, add addFigure) {
	pending, oldest, err := s.store.WebhookBacklog(ctx)
	if err != nil {
		return
	}
	add(webhooksPending, float64(pending))
	add(webhooksOldest, oldest.Seconds())
}

package main

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"capiconnect/models"
)

// standingLimit is how long the database may take for the figures of one scrape.
const standingLimit = 2 * time.Second

// standing tells at each scrape how many businesses and onboardings stand where. Alert on businesses that are REVOKE_STUCK.
type standing struct{ store *models.Store }

var (
	businessesByStatus  = prometheus.NewDesc("capiconnect_businesses", "Businesses by the status of their connection.", []string{"status"}, nil)
	onboardingsUnderWay = prometheus.NewDesc("capiconnect_onboardings", "Onboardings by status, those that have ended well, expired or been cancelled left out.", []string{"status"}, nil)
)

// Describe implements prometheus.Collector.
func (standing) Describe(descriptions chan<- *prometheus.Desc) {
	descriptions <- businessesByStatus
	descriptions <- onboardingsUnderWay
}

// Collect implements prometheus.Collector. While the database is away there are no figures, which is better than wrong ones.
func (s standing) Collect(figures chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), standingLimit)
	defer cancel()
	for description, count := range map[*prometheus.Desc]func(context.Context) (map[string]int, error){
		businessesByStatus: s.store.CountBusinesses, onboardingsUnderWay: s.store.CountOnboardings,
	} {
		byStatus, err := count(ctx)
		if err != nil {
			continue
		}
		for status, n := range byStatus {
			figures <- prometheus.MustNewConstMetric(description, prometheus.GaugeValue, float64(n), status)
		}
	}
}

package main

import (
	"database/sql"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"

	"capiconnect/models"
)

// pools tells how full this replica's pool of database connections is: all of it, and the share that transactions
// and whatever else goes through gorm have.
type pools struct{ store *models.Store }

var (
	poolConnections = prometheus.NewDesc("capiconnect_database_connections",
		"Connections to the database by pool (all, or rows: the share for transactions and what goes through gorm) and state.", []string{"pool", "state"}, nil)
	poolMax      = prometheus.NewDesc("capiconnect_database_connections_max", "How many connections the pool may hold.", []string{"pool"}, nil)
	poolWaits    = prometheus.NewDesc("capiconnect_database_waits_total", "How often somebody had to wait for a connection, by pool.", []string{"pool"}, nil)
	poolWaitTime = prometheus.NewDesc("capiconnect_database_wait_seconds_total", "How long all of them waited together.", []string{"pool"}, nil)
)

// Describe implements prometheus.Collector.
func (pools) Describe(descriptions chan<- *prometheus.Desc) {
	for _, description := range []*prometheus.Desc{poolConnections, poolMax, poolWaits, poolWaitTime} {
		descriptions <- description
	}
}

// Collect implements prometheus.Collector. What is idle in the share for rows is taken out of the pool all the same.
func (p pools) Collect(figures chan<- prometheus.Metric) {
	all, rows := p.store.Pool().Stat(), p.store.SQL().Stats()
	for _, pool := range []poolFigures{ofAll(all, rows), ofRows(rows)} {
		figures <- prometheus.MustNewConstMetric(poolConnections, prometheus.GaugeValue, float64(pool.inUse), pool.name, "in_use")
		figures <- prometheus.MustNewConstMetric(poolConnections, prometheus.GaugeValue, float64(pool.idle), pool.name, "idle")
		figures <- prometheus.MustNewConstMetric(poolMax, prometheus.GaugeValue, float64(pool.most), pool.name)
		figures <- prometheus.MustNewConstMetric(poolWaits, prometheus.CounterValue, float64(pool.waits), pool.name)
		figures <- prometheus.MustNewConstMetric(poolWaitTime, prometheus.CounterValue, pool.waited.Seconds(), pool.name)
	}
}

type poolFigures struct {
	name              string
	inUse, idle, most int
	waits             int64
	waited            time.Duration
}

func ofAll(all *pgxpool.Stat, rows sql.DBStats) poolFigures {
	return poolFigures{
		name: "all", inUse: max(int(all.AcquiredConns())-rows.Idle, 0), idle: int(all.IdleConns()) + rows.Idle, most: int(all.MaxConns()),
		waits: all.EmptyAcquireCount(), waited: all.EmptyAcquireWaitTime(),
	}
}

func ofRows(rows sql.DBStats) poolFigures {
	return poolFigures{name: "rows", inUse: rows.InUse, idle: rows.Idle, most: rows.MaxOpenConnections, waits: rows.WaitCount, waited: rows.WaitDuration}
}

func (m *metrics) gauge(name, help string, labels prometheus.Labels, value func() float64) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help, ConstLabels: labels}, value))
}

// watchLanes tells how full the lanes of GraphQL requests are. The streams are the subscriptions that are open.
func (m *metrics) watchLanes(l *lanes) {
	m.watchSlots("streams", l.streams)
	m.watchSlots("all", l.all.working)
	m.watchSlots("reads", l.reads.working)
	m.watchWaiting("all", l.all)
	m.watchWaiting("reads", l.reads)
}

func (m *metrics) watchSlots(lane string, slots chan struct{}) {
	labels := prometheus.Labels{"lane": lane}
	m.gauge("capiconnect_graphql_in_flight", "GraphQL requests being answered by lane; of streams, the subscriptions that are open.", labels,
		func() float64 { return float64(len(slots)) })
	m.gauge("capiconnect_graphql_in_flight_max", "How many the lane takes at a time.", labels, func() float64 { return float64(cap(slots)) })
}

func (m *metrics) watchWaiting(lane string, o room) {
	m.gauge("capiconnect_graphql_waiting", "GraphQL requests that wait for their turn, by lane.", prometheus.Labels{"lane": lane},
		func() float64 { return float64(max(len(o.admitted)-len(o.working), 0)) })
}

// watchConnections tells how many connections the public listener holds.
func (m *metrics) watchConnections(c *connections) {
	const help = "Connections of the public listener by state."
	m.gauge("capiconnect_connections", help, prometheus.Labels{"state": "busy"}, func() float64 {
		open, idle := c.held()
		return float64(open - idle)
	})
	m.gauge("capiconnect_connections", help, prometheus.Labels{"state": "idle"}, func() float64 {
		_, idle := c.held()
		return float64(idle)
	})
	m.gauge("capiconnect_connections_max", "How many connections the public listener holds at most.", nil, func() float64 { return float64(c.most) })
	m.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{
		Name: "capiconnect_connections_refused_total", Help: "Connections that were closed at once, as there was no room for them, or no more for their address.",
	}, func() float64 { return float64(c.refused.Load()) }))
}

// watchReadiness tells whether this replica may take codes.
func (m *metrics) watchReadiness(ready func() error) {
	m.gauge("capiconnect_takes_codes", "0 while a token waits in DATA_DIR for the database, or nothing can be written there; 1 otherwise.", nil, func() float64 {
		if ready() != nil {
			return 0
		}
		return 1
	})
}

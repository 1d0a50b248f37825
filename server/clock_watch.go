package main

import (
	"log/slog"
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"

	"capiconnect/doctor"
	"capiconnect/meta"
)

// clockWatch compares our time, which is the database's, with the times at which Meta dates its answers.
type clockWatch struct {
	gauge prometheus.Gauge
	isOff atomic.Bool
	log   *slog.Logger
}

func newClockWatch(registry prometheus.Registerer, log *slog.Logger) *clockWatch {
	c := &clockWatch{log: log, gauge: prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "capiconnect_clock_skew_seconds", Help: "How far Meta's clock is ahead of the database's, by Meta's last answer; 0 below a second.",
	})}
	registry.MustRegister(c.gauge)
	return c
}

// observe warns when the clock goes wrong, and says when it is right again.
func (c *clockWatch) observe(call meta.Call) {
	if call.Status == 0 {
		return
	}
	c.gauge.Set(call.Skew.Seconds())
	isOff := call.Skew.Abs() > doctor.ClockMargin
	switch was := c.isOff.Swap(isOff); {
	case isOff && !was:
		c.log.Warn("the database's clock differs from Meta's; see to it that its machine's is synchronised (NTP)", "meta_is_ahead_by", call.Skew)
	case was && !isOff:
		c.log.Info("the database's clock agrees with Meta's again")
	}
}

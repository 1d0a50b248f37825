package main

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"capiconnect/meta"
)

// TestAClockThatIsOff: it is said once when the clock goes wrong, and once when it is right again; an answer that never came tells nothing.
func TestAClockThatIsOff(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	watch := newClockWatch(prometheus.NewRegistry(), slog.New(slog.NewTextHandler(&log, nil)))
	for _, call := range []meta.Call{
		{Status: 200, Skew: 59 * time.Second},
		{Status: 200, Skew: -4 * time.Minute}, {Status: 200, Skew: -4 * time.Minute}, {Status: 0},
		{Status: 200}, {Status: 200},
	} {
		watch.observe(call)
	}
	if said := strings.Split(strings.TrimSpace(log.String()), "\n"); len(said) != 2 ||
		!strings.Contains(said[0], "meta_is_ahead_by=-4m0s") || !strings.Contains(said[1], "agrees with Meta's again") {
		t.Errorf("said:\n%s", log.String())
	}
}

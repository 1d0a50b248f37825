package crashtest

import (
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"sync"
)

// window counts for how long tokens lay between Meta's answer and the database's commit, in which a crash loses them.
type window struct {
	mu      sync.Mutex
	buckets map[float64]int // tokens by the upper bound of their time in seconds, each counted in all greater ones too
}

var bucket = regexp.MustCompile(`capiconnect_token_unstored_seconds_bucket\{le="([^"]+)"\} (\d+)`)

// add takes what one program has counted in its life.
func (w *window) add(metrics string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.buckets == nil {
		w.buckets = map[float64]int{}
	}
	for _, match := range bucket.FindAllStringSubmatch(metrics, -1) {
		bound, boundErr := strconv.ParseFloat(match[1], 64)
		count, countErr := strconv.Atoi(match[2])
		if boundErr == nil && countErr == nil {
			w.buckets[bound] += count
		}
	}
}

// merge takes what another window has counted.
func (w *window) merge(other *window) {
	other.mu.Lock()
	buckets := maps.Clone(other.buckets)
	other.mu.Unlock()
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.buckets == nil {
		w.buckets = map[float64]int{}
	}
	for bound, count := range buckets {
		w.buckets[bound] += count
	}
}

// percentile is a bound in seconds that so many percent of the tokens did not exceed, and how many tokens there were.
func (w *window) percentile(percent float64) (bound float64, tokens int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	tokens = w.buckets[math.Inf(1)]
	for _, bound := range slices.Sorted(maps.Keys(w.buckets)) {
		if float64(w.buckets[bound]) >= float64(tokens)*percent/100 {
			return bound, tokens
		}
	}
	return math.Inf(1), tokens
}

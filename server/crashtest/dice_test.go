package crashtest

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"time"
)

// seed is what this run's dice are thrown from.
var seed = sync.OnceValue(func() uint64 {
	if given := os.Getenv("CRASH_SEED"); given != "" {
		n, err := strconv.ParseUint(given, 10, 64)
		if err != nil {
			panic(fmt.Sprintf("CRASH_SEED is not a number: %q", given))
		}
		return n
	}
	return rand.Uint64N(1_000_000)
})

// dice may be thrown by several at once.
type dice struct {
	mu   sync.Mutex
	rand *rand.Rand
}

// newDice makes the dice of one test, which no other test's throws disturb.
func newDice(test string) *dice {
	var of uint64
	for _, r := range test {
		of = of*31 + uint64(r)
	}
	return &dice{rand: rand.New(rand.NewPCG(seed(), of))}
}

// below throws a number from 0 to n-1.
func (d *dice) below(n int) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.rand.IntN(n)
}

// chance is true in percent of 100 throws.
func (d *dice) chance(percent int) bool { return d.below(100) < percent }

// between throws a duration.
func (d *dice) between(least, most time.Duration) time.Duration {
	return least + time.Duration(d.below(int(most-least)+1))
}

func (d *dice) shuffle(n int, swap func(i, j int)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.rand.Shuffle(n, swap)
}

package models

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"
)

const (
	// clockEvery is how often the database is asked for the time.
	clockEvery = 30 * time.Second
	// clockNoise is a difference that is as likely the asking's as the clocks'.
	clockNoise = 20 * time.Millisecond
)

// Clock tells the time that holds for everything that is stored: the database's. Replicas whose own clocks differ, or jump, would otherwise take
// each other's leases away, and take the older of two grants for the newer one.
type Clock struct {
	store *Store
	known atomic.Pointer[moment]
}

// moment is what the time was at an instant of this machine, which is read for what has passed since and nothing else.
type moment struct{ shown, at time.Time }

func (m *moment) now() time.Time { return m.shown.Add(time.Since(m.at)) }

// NewClock begins with this machine's time, and asks the database once whether that is right. Follow keeps the clock right from then on.
func NewClock(ctx context.Context, store *Store) (*Clock, error) {
	c, now := &Clock{store: store}, time.Now()
	c.known.Store(&moment{shown: now, at: now})
	return c, c.set(ctx)
}

// Now is as exact as the database keeps it, so that a time reads the same before and after it was stored.
func (c *Clock) Now() time.Time { return c.known.Load().now().UTC().Truncate(time.Microsecond) }

// Follow keeps the clock right until ctx ends. While the database does not answer, the clock goes on.
func (c *Clock) Follow(ctx context.Context, log *slog.Logger) {
	ticker := time.NewTicker(clockEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			if err := c.set(ctx); err != nil && ctx.Err() == nil {
				log.WarnContext(ctx, "asking the database for the time", "error", err)
			}
		}
	}
}

// set changes the clock when it is certainly wrong: the time that the asking took leaves the answer unsure by the half.
func (c *Clock) set(ctx context.Context) error {
	var shown time.Time
	asked := time.Now()
	if err := c.store.pool.QueryRow(ctx, "SELECT clock_timestamp()").Scan(&shown); err != nil {
		return fmt.Errorf("asking the database for the time: %w", translate(err))
	}
	half := time.Since(asked) / 2
	told := &moment{shown: shown, at: asked.Add(half)}
	if known := c.known.Load(); told.now().Sub(known.now()).Abs() > half+clockNoise {
		c.known.Store(told)
	}
	return nil
}

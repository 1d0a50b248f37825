package crashtest

import (
	"context"
	"sync"
	"time"

	"capiconnect/meta/metasandbox"
)

// live lets a client connect and then do, or have done to it, whatever comes, until it has had enough or ctx ends.
func (c *client) live(ctx context.Context) {
	if _, ok := c.connect(ctx, c.lifetime()); !ok || c.businessID == "" {
		return
	}
	for ctx.Err() == nil {
		switch throw := c.dice.below(100); {
		case throw < 20:
			c.connect(ctx, c.lifetime())
		case throw < 35:
			c.sync(ctx)
		case throw < 50:
			c.check(ctx)
		case throw < 60:
			c.report(metasandbox.FieldUpdate)
		case throw < 65:
			c.uninstall()
			return
		case throw < 75:
			c.leave(ctx)
			return
		default:
			return
		}
	}
}

// lifetime is that of the token to come, in days: most never expire.
func (c *client) lifetime() int {
	if c.dice.chance(20) {
		return 60
	}
	return 0
}

// leave ends the connection, and perhaps goes further or comes back.
func (c *client) leave(ctx context.Context) {
	if !c.disconnect(ctx) {
		return
	}
	switch throw := c.dice.below(3); throw {
	case 0:
		c.erase(ctx)
	case 1:
		c.connect(ctx, 0)
	}
}

// crowdPatience is how long somebody in a crowd waits for what was begun. Clients who gave up sooner and came back anew would fill the queue
// with work that nobody waits for any more: on a slow machine none would ever come through.
const crowdPatience = 2 * time.Minute

// crowd is clients who live at the same time, each followed by another, until the function that it returns is called.
func (in *installation) crowd(ctx context.Context, n int) (end func()) {
	ctx, cancel := context.WithCancel(ctx)
	var living sync.WaitGroup
	for range n {
		living.Go(func() {
			for ctx.Err() == nil {
				in.newClient(in.dice.below(4), in.dice.below(3), crowdPatience).live(ctx)
			}
		})
	}
	return func() {
		cancel()
		living.Wait()
	}
}

package crashtest

import (
	"context"
	"time"

	"capiconnect/meta/metasandbox"
)

// scenario leads the program to a step. It goes on while the program is killed, and for a while after its restart.
type scenario struct {
	play func(ctx context.Context, in *installation)
	most int // a kill happens at any of this many first hits
}

// scenarios lead to every failpoint there is; a test fails when one is missing.
var scenarios = map[string]scenario{
	"submit.before_commit":     {connecting, 3},
	"exchange.before_send":     {connecting, 3},
	"exchange.after_response":  {connecting, 3},
	"exchange.after_commit":    {connecting, 3},
	"spool.after_write":        {connectingWithoutDatabase, 1},
	"identify.after_answer":    {connecting, 3},
	"identify.before_commit":   {connecting, 3},
	"identify.after_commit":    {connecting, 3},
	"sync.after_fetch":         {connectingMany, 6},
	"sync.after_page_commit":   {connectingMany, 6},
	"sync.before_finish":       {connecting, 3},
	"sync.after_finish":        {connecting, 3},
	"revoke.after_intent":      {leaving, 1},
	"revoke.after_permissions": {leaving, 1},
	"revoke.after_meta_ok":     {leaving, 1},
	"revoke.after_commit":      {leaving, 1},
	"refresh.after_response":   {refreshing, 1},
	"refresh.after_store":      {refreshing, 1},
	"rekey.mid_batch":          {rotating, 40},
	"event.after_receive":      {reporting, 2},
	"event.before_commit":      {reporting, 2},
	"webhook.after_post":       {connecting, 3},
	"erase.after_ledger":       {erasing, 1},
	"erase.before_commit":      {erasing, 1},
}

// inHaste is how long a client of a scenario tries anything: long enough to come back after the next start.
const inHaste = 8 * time.Second

// connecting is three clients at once.
func connecting(ctx context.Context, in *installation) {
	for range 3 {
		in.clients.Go(func() { in.newClient(in.dice.below(4), in.dice.below(3), inHaste).connect(ctx, 0) })
	}
}

// connectingMany is one client whose datasets fill several pages.
func connectingMany(ctx context.Context, in *installation) {
	in.clients.Go(func() { in.newClient(230, 101, inHaste).connect(ctx, 0) })
}

// connectingWithoutDatabase takes the database away while Meta thinks about the code.
func connectingWithoutDatabase(ctx context.Context, in *installation) {
	before := in.sandbox.Journal().Calls["exchange"]
	in.sandbox.Fail(metasandbox.Fault{Endpoint: "exchange", Kind: "slow", DelayMillis: 700, Times: 1})
	in.clients.Go(func() { in.newClient(1, 1, inHaste).connect(ctx, 0) })
	if !comesTrue(ctx, inHaste, func() bool { return in.sandbox.Journal().Calls["exchange"] > before }) {
		return
	}
	in.database.wire.down()
	pause(ctx, 2*time.Second)
	in.database.wire.up()
}

func leaving(ctx context.Context, in *installation) {
	in.clients.Go(func() {
		c := in.newClient(1, 0, inHaste)
		if _, ok := c.connect(ctx, 0); ok && c.businessID != "" {
			c.disconnect(ctx)
		}
	})
}

func erasing(ctx context.Context, in *installation) {
	in.clients.Go(func() {
		c := in.newClient(1, 0, inHaste)
		if _, ok := c.connect(ctx, 0); ok && c.businessID != "" && c.disconnect(ctx) {
			c.erase(ctx)
		}
	})
}

// refreshing is a client whose token ends in ten days.
func refreshing(ctx context.Context, in *installation) {
	in.clients.Go(func() {
		c := in.newClient(1, 0, inHaste)
		if _, ok := c.connect(ctx, 10); ok && c.businessID != "" {
			in.now(job{kind: "refresh", BusinessID: c.businessID})
		}
	})
}

// rotating rotates the keyset under whoever is connected by then.
func rotating(_ context.Context, in *installation) {
	in.command("keys", "rotate")
	in.now(job{kind: "rekey"})
}

// reporting is a client of whom Meta tells that its grant has changed.
func reporting(ctx context.Context, in *installation) {
	in.clients.Go(func() {
		c := in.newClient(1, 0, inHaste)
		if _, ok := c.connect(ctx, 0); ok {
			c.report(metasandbox.FieldUpdate)
		}
	})
}

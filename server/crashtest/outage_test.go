package crashtest

import (
	"testing"
	"time"
)

// networks are ways in which a network fails, in either direction. The figures are milliseconds and bytes.
var networks = []toxic{
	{"latency", "downstream", `"latency": 150, "jitter": 100`},
	{"timeout", "downstream", `"timeout": 500`},
	{"timeout", "upstream", `"timeout": 0`},
	{"reset_peer", "downstream", `"timeout": 200`},
	{"reset_peer", "upstream", `"timeout": 50`},
	{"slicer", "downstream", `"average_size": 40, "size_variation": 20, "delay": 200`},
	{"limit_data", "downstream", `"bytes": 3000`},
	{"limit_data", "upstream", `"bytes": 2000`},
}

func TestANetworkToPostgreSQLThatFails(t *testing.T) {
	t.Parallel()
	in := installBreakable(t)
	in.failUnderLoad(t, in.database.wire)
	figures.tell("network to PostgreSQL", "The network to PostgreSQL failed in %d ways under load.", len(networks)+1)
}

func TestANetworkToMetaThatFails(t *testing.T) {
	t.Parallel()
	in := installBreakable(t)
	in.failUnderLoad(t, in.meta)
	figures.tell("network to Meta", "The network to Meta failed in %d ways under load.", len(networks)+1)
}

func (in *installation) failUnderLoad(t *testing.T, wire *proxy) {
	t.Helper()
	in.start(0, "")
	in.hearMeta()
	end := in.crowd(t.Context(), 16)
	in.fail(t, wire)
	in.mustConnect(t)
	end()
	in.rest()
	in.mustHold(t)
}

// fail breaks a network in one way after the other, with fair weather in between.
func (in *installation) fail(t *testing.T, wire *proxy) {
	t.Helper()
	lasting := sized(2*time.Second, 10*time.Second)
	for _, x := range networks {
		heal := wire.poison(x)
		pause(t.Context(), lasting)
		heal()
		pause(t.Context(), lasting/2)
	}
	wire.down()
	pause(t.Context(), lasting)
	wire.up()
	pause(t.Context(), lasting/2)
}

// PostgreSQL is killed like by a loss of power, under load, and started again.
func TestPostgreSQLThatIsKilled(t *testing.T) {
	t.Parallel()
	in := installBreakable(t)
	in.start(0, "")
	in.hearMeta()
	end := in.crowd(t.Context(), 4)
	times := sized(3, 20)
	for range times {
		pause(t.Context(), in.dice.between(time.Second, 4*time.Second))
		in.database.kill()
		pause(t.Context(), in.dice.between(0, 2*time.Second))
		in.database.startDurable()
	}
	in.mustConnect(t)
	end()
	in.rest()
	in.mustHold(t)
	figures.tell("postgres", "PostgreSQL was killed under load %d times and started again.", times)
}

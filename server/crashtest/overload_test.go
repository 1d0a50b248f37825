package crashtest

import (
	"testing"
	"time"
)

const (
	// rushFactor is how much more the program is asked for than it can do.
	rushFactor = 5
	// memoryLimit is what the program may take at its worst.
	memoryLimit = 512 << 20
	// calmWithin is how soon after a rush everything is as before.
	calmWithin = 10 * time.Second
)

// Everybody asks at once: the program does what it can and tells the rest at once to come back, its memory stays bounded, clients are
// onboarded meanwhile, and soon after all is as before.
func TestARush(t *testing.T) {
	in := install(t)
	in.settings = []string{"TRUSTED_PROXIES=127.0.0.0/8"} // through which they come: one address may not have so many connections
	p := in.start(0, "")
	in.plant(sized(100, 2000))
	crowd := newCrowd(in, p)
	patience := crowd.answerTime()
	before := crowd.capacity(sized(time.Second, 10*time.Second))
	rush := crowd.rush(rushFactor*before.perSecond(), sized(2*time.Second, time.Minute))
	calm := comesTrue(t.Context(), calmWithin, func() bool { return crowd.answerTime() <= 2*patience+pollEvery })
	after := crowd.capacity(sized(time.Second, 10*time.Second)) // the machine's own pace changes from one minute to the next
	in.rest()
	in.mustHold(t)
	in.kill(p)

	for _, fault := range rush.faults {
		t.Error(fault)
	}
	if len(rush.refusals) == 0 {
		t.Error("nobody was told to come back")
	}
	if rush.onboarded == 0 {
		t.Error("nobody was onboarded during the rush")
	}
	memory, goodput := maxMemory(p.cmd.ProcessState), 2*rush.perCoreSecond()/(before.perCoreSecond()+after.perCoreSecond())
	if memory > memoryLimit {
		t.Errorf("the program took %d MiB", memory>>20)
	}
	if isLong() && (goodput < 0.8 || !calm) { // times are for a machine that does nothing else
		t.Errorf("%.0f %% of what the program can do with the cores that the crowd leaves were answered; calm again in time: %t", 100*goodput, calm)
	}
	figures.tell("rush", "Asked for %d times its %.0f answers a second (%.0f after it) for %s (%.0f requests a second were sent): %.0f answers a second, %.0f %% of what it "+
		"does with the same time of the cores, of which the crowd took its part; the rest refused within %s (median; p99 %s), %d clients onboarded and %d told to come back meanwhile, at most %d MiB of memory, and %s afterwards an answer "+
		"took as long as before: %t.", rushFactor, before.perSecond(), after.perSecond(), rush.took.Round(time.Second), float64(rush.sent)/rush.took.Seconds(),
		rush.perSecond(), 100*goodput,
		percentile(rush.refusals, 50).Round(time.Millisecond), percentile(rush.refusals, 99).Round(time.Millisecond), rush.onboarded, rush.turnedAway,
		memory>>20, calmWithin, calm)
}

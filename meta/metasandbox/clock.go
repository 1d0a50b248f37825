package metasandbox

import (
	"errors"
	"sync/atomic"
	"time"
)

// ownClock is the machine's clock, shifted.
type ownClock struct{ shift atomic.Int64 }

// Now is the sandbox's time.
func (c *ownClock) Now() time.Time { return time.Now().Add(time.Duration(c.shift.Load())) }

// AdvanceClock shifts the sandbox's clock: codes and tokens age at once, regain
// windows pass. A negative d turns it back. It fails for a sandbox whose clock
// was given in Options.Now.
func (s *Sandbox) AdvanceClock(d time.Duration) error {
	if s.clock == nil {
		return errors.New("this sandbox runs on a clock that it was given")
	}
	s.clock.shift.Add(int64(d))
	return nil
}

package doctor

import (
	"context"
	"time"
)

// ClockMargin is how far our time may be off Meta's before people are told: times decide which of two grants is the newer one, and what is
// signed with a time is refused after five minutes.
const ClockMargin = time.Minute

// clock compares our time, which is the database's, with the time at which Meta dates its answer.
func (r *round) clock(context.Context) finding {
	app, err := r.app()
	switch {
	case err != nil:
		return untold(err)
	case app.Skew.Abs() <= ClockMargin:
		return ok("The database's clock agrees with Meta's.")
	}
	which := "behind"
	if app.Skew < 0 {
		which = "ahead of"
	}
	return failed("The database's clock is %s %s Meta's.", app.Skew.Abs(), which).
		fixedBy(Fix{By: ByHost, Action: "Synchronise the clock of the database's machine (NTP)."})
}

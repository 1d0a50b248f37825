package meta

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"
)

const (
	// defaultHold is for a refusal that does not say until when; Meta counts over a rolling hour.
	defaultHold = 5 * time.Minute
	// maxHold bounds what a garbled header can cost: after a day, one call asks again.
	maxHold = 24 * time.Hour
)

// Hold says that Meta refuses calls for a business until a time. Calls sent before then prolong it.
type Hold struct {
	BusinessID string // empty: calls for any business, and the app's own
	Until      time.Time
}

type businessKey struct{}

// WithBusiness says for whose business, by Meta's id, every call under the returned context is made, where the call itself
// does not say: those about a business by its id are made for that one.
func WithBusiness(ctx context.Context, businessID string) context.Context {
	return context.WithValue(ctx, businessKey{}, businessID)
}

func businessOf(ctx context.Context) string {
	businessID, _ := ctx.Value(businessKey{}).(string)
	return businessID
}

// heldBack asks Admit; see there.
func (a *API) heldBack(ctx context.Context, r request) *Error {
	if a.config.Admit == nil {
		return nil
	}
	until := a.config.Admit(ctx, r.businessID)
	if !until.After(a.config.Now()) {
		return nil
	}
	return &Error{
		Op: r.op, Class: Throttled, RegainAt: until,
		Err: fmt.Errorf("held back until %s", until.UTC().Format(time.RFC3339)),
	}
}

// holds reads out of one answer who is not to be called for how long:
//   - those whose entry in X-Business-Use-Case-Usage has a time to regain access, even when this call succeeded;
//   - the app, for 5 minutes, when any of its measures in X-App-Usage has reached 100 %;
//   - when this call was refused for a limit: the app for codes 4 and 341, otherwise the business that it was made for, and the
//     app again when that is not known. How long is told by its own entry, else by those that may mean it, else it is 5 minutes.
//
// Source: https://developers.facebook.com/docs/graph-api/overview/rate-limiting
func (a *API) holds(r request, usage Usage, failure *Error, now time.Time) []Hold {
	wait := map[string]time.Duration{}
	for _, entry := range usage.Businesses {
		if entry.RegainIn > 0 && isID(entry.BusinessID) {
			held := a.holder(entry.BusinessID)
			wait[held] = max(wait[held], entry.RegainIn)
		}
	}
	if usage.App.Highest() >= 100 {
		wait[""] = max(wait[""], defaultHold)
	}
	if failure != nil && failure.Class == Throttled {
		held, regain := refused(r, usage, failure)
		wait[held] = cmp.Or(wait[held], regain, defaultHold)
	}
	return sortedHolds(wait, now)
}

// holder is whom an entry of Meta's is about: the app's own id stands for all.
func (a *API) holder(id string) string {
	if id == a.config.AppID {
		return ""
	}
	return id
}

// refused says who was refused, and for how long the headers say where none of their entries names it.
func refused(r request, usage Usage, failure *Error) (held string, regain time.Duration) {
	switch failure.Code {
	case 4, 341:
		return "", 0 // another business's entry is not what refused the app
	}
	return r.businessID, usage.RegainIn()
}

func sortedHolds(wait map[string]time.Duration, now time.Time) []Hold {
	var holds []Hold
	for businessID, d := range wait {
		holds = append(holds, Hold{BusinessID: businessID, Until: now.Add(min(d, maxHold))})
	}
	slices.SortFunc(holds, func(a, b Hold) int { return cmp.Compare(a.BusinessID, b.BusinessID) })
	return holds
}

// regainAt is the end of the last hold that stops a call for businessID.
func regainAt(holds []Hold, businessID string) time.Time {
	var last time.Time
	for _, hold := range holds {
		if (hold.BusinessID == "" || hold.BusinessID == businessID) && hold.Until.After(last) {
			last = hold.Until
		}
	}
	return last
}

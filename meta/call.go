package meta

import "time"

// Op names a call, for metrics and errors: what is asked, never for whom.
type Op string

// The calls, in the order of a client's journey.
const (
	OpExchangeCode      Op = "exchange_code"
	OpAppToken          Op = "app_token"
	OpDebugToken        Op = "debug_token"
	OpMe                Op = "me"
	OpBusiness          Op = "business"
	OpOwnedDatasets     Op = "owned_datasets"
	OpSharedDatasets    Op = "shared_datasets"
	OpDataset           Op = "dataset"
	OpEvents            Op = "events"
	OpRefreshToken      Op = "refresh_token"
	OpFetchToken        Op = "fetch_token"
	OpDatasetToken      Op = "dataset_token"
	OpRevokeToken       Op = "revoke_token"
	OpDeletePermissions Op = "delete_permissions"

	OpConnectedBusinesses Op = "connected_businesses"
	OpApp                 Op = "app"
	OpSubscriptions       Op = "subscriptions"
)

// Call is what an observer learns of a call that has ended. It holds no URL and no secret.
type Call struct {
	Op         Op
	BusinessID string // whose call it was, see [WithBusiness]; empty when unknown or the app's own
	Status     int    // HTTP status; 0 when there was no answer
	Class      Class  // empty when the call succeeded
	Duration   time.Duration
	Usage      Usage
	Holds      []Hold        // who is not to be called for how long, by what this answer says; ordered by business id
	Skew       time.Duration // how far Meta's clock is ahead of ours, in whole seconds; 0 when unknown or below one
}

// skew compares the time that Meta dated its answer at, which is cut to the second, with the time in which the call took
// place: only what lies outside that is a difference of the clocks.
func skew(date, start, end time.Time) time.Duration {
	ahead, behind := date.Sub(end), start.Sub(date.Add(time.Second))
	switch {
	case date.IsZero():
		return 0
	case ahead > 0:
		return ahead.Truncate(time.Second)
	case behind > 0:
		return -behind.Truncate(time.Second)
	}
	return 0
}

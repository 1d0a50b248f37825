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
	OpRevokeToken       Op = "revoke_token"
	OpDeletePermissions Op = "delete_permissions"
)

// Call is what an observer learns of a call that has ended. It holds no URL, id or secret.
type Call struct {
	Op       Op
	Status   int   // HTTP status; 0 when there was no answer
	Class    Class // empty when the call succeeded
	Duration time.Duration
	Usage    Usage
}

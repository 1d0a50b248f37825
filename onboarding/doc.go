// Package onboarding is the workflow: it turns the single-use code of Facebook Login for Business into a connected business, keeps
// the connection true and ends it with proof. It owns the order of things, what may follow what, and what each failure means for
// people. It must not know HTTP handlers, GraphQL or gorm.
//
// An onboarding moves like this; every arrow is one compare-and-swap update with an audit row in the same transaction:
//
//	        time over
//	OPEN ───────────────► EXPIRED
//	 │ code
//	 ▼          refused
//	EXCHANGING ─────────► FAILED ◄──────────┐
//	 │   │ answer lost      │ new code      │
//	 │   └────────────────► │ ◄─ OUTCOME_UNKNOWN
//	 │ token stored         ▼               │
//	 ▼                    EXCHANGING        │
//	IDENTIFYING ────────────────────────────┤ refused
//	 │ business known                       │
//	 ▼                                      │
//	SYNCING ────────────────────────────────┘
//	 │ datasets read
//	 ▼
//	COMPLETED
//
// While it is in EXCHANGING, IDENTIFYING or SYNCING somebody holds a lease on it and keeps it by signs of life. A lease that runs out
// is taken over by Run: an exchange is never repeated, so it becomes OUTCOME_UNKNOWN; the other two go on from the stored token. A
// failure that may pass (Meta down, throttled) leaves the status as it is, names the problem and lets the lease run until the next
// try, which is anybody's.
//
// The code itself is never stored, only its HMAC, whose uniqueness is what keeps a code from being sent twice.
package onboarding

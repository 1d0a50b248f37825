// Package onboarding is the workflow: it turns the single-use code of Facebook Login for Business into a connected business, keeps
// the connection true and ends it with proof. It owns the order of things, what may follow what, what each failure means for people,
// and the jobs. It must not know HTTP handlers, GraphQL or gorm.
//
// An onboarding moves like this; every arrow is one compare-and-swap update with an audit row, and with the job that goes on from
// there, in one transaction:
//
//	        time over
//	OPEN ───────────────► EXPIRED
//	 │ code
//	 ▼          refused
//	EXCHANGING ─────────► FAILED ◄───────────┐
//	 │  │ answer lost,     │ │               │
//	 │  │ interrupted      │ └── new code ───┼──► EXCHANGING
//	 │  └► OUTCOME_UNKNOWN ┼──── new code ───┼──► EXCHANGING
//	 │             │       │                 │
//	 │ token       └───┬───┘                 │
//	 │ stored          │ a token turns up    │
//	 ▼                 ▼ after all           │
//	IDENTIFYING ─────────────────────────────┤ refused
//	 │ business known                        │
//	 ▼                                       │
//	SYNCING ─────────────────────────────────┘
//	 │ datasets read
//	 ▼
//	COMPLETED
//
// While no code is under way, whoever prepared it may change the invitation: OPEN, FAILED, OUTCOME_UNKNOWN and EXPIRED can be cancelled,
// extended and given a new link.
//
//	OPEN, FAILED, OUTCOME_UNKNOWN, EXPIRED ── cancelled ──► CANCELLED ── a token turns up after all ──► IDENTIFYING
//	EXPIRED ── extended, link replaced ──► OPEN               (the others stay where they are)
//
// Only the exchange is no job, because its code is never stored: only its HMAC is, whose uniqueness is what keeps a code from being
// sent twice. Whoever exchanges holds a lease on the onboarding and keeps it by signs of life. One that runs out means that the
// replica is gone, and as an exchange is never repeated, that the outcome is unknown. Between Meta's answer and the commit the token is
// in memory only; a database that does not take it then leaves it, sealed, in a file (the spool) until it does. From there it is taken
// whatever has become of the onboarding meanwhile, unless another code has given it a token.
//
// Everything after that is a job. A job that is killed is taken up again by whichever replica finds it, and every step can be repeated:
//
//	stopped in     has                         goes on by
//	EXCHANGING     the code's HMAC             OUTCOME_UNKNOWN; another token of the client may fetch the lost one, else a new code
//	(spool)        the sealed token in a file  being stored as soon as the database is back
//	IDENTIFYING    the sealed token            asking Meta whose it is
//	SYNCING        the pages read so far       reading the next one
//	REVOKING       the intent                  asking Meta again, whatever it has done already
//
// A failure that may pass (Meta down, throttled) leaves the status as it is, names the problem and says when the next try is.
//
// The connection of a business:
//
//	           grant                       Meta says: dead
//	(nobody) ─────────► CONNECTED ◄──► DEGRADED ────────────► NEEDS_RECONNECT
//	                        │             │                        │      ▲
//	                        └─────────────┴── Disconnect ──────────┘      │ grant: CONNECTED
//	                                          │                           │
//	                                          ▼  30 days without proof
//	                                       REVOKING ───────────────► REVOKE_STUCK
//	                                          │ proof                     │ proof, or forgotten by an administrator
//	                                          ▼                           │
//	                                       DISCONNECTED ◄─────────────────┘
//
// Only Meta's word that a token is dead, or a token that cannot be read, changes CONNECTED or DEGRADED to NEEDS_RECONNECT. A business's
// epoch moves on whenever its token is replaced or ends, and whatever was read with an older one is not written any more.
//
// What Meta tells by itself (webhooks, callbacks) is stored and acted on in a job, after Meta has confirmed it: such a message may be
// late, repeated or out of order.
//
// Whatever changes is told by the audit, which is a chain: each event carries a MAC of whoever wrote it and has a place with an HMAC over
// itself and the place before it. Neither who changes, removes or adds a row, nor who writes the rest of the chain anew, can do so without
// the key, which the database does not have. Places are given in a job, so that those who write events need not wait for each other.
package onboarding

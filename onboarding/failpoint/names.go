// Package failpoint lets a test end the program at a named step between two effects. Without the build tag "failpoints" it is
// nothing: Hit compiles to no instruction. It owns the names and what may happen at them; it must not know what the steps do.
//
// With the tag, the environment variable FAILPOINTS says what happens where, for example
//
//	FAILPOINTS='exchange.after_response=kill@3;sync.after_page_commit=pause(200ms)'
//
//	kill        the program ends itself with SIGKILL: no deferred function, no flush, no goodbye
//	panic       the goroutine panics with an Injected
//	pause(200ms) the goroutine sleeps
//
// @n means at the n-th hit alone; without it, at every hit.
package failpoint

import "slices"

// In the order of the life of a connection. A name is <what is done>.<between which two effects>.
var names = []string{
	"submit.before_commit",     // the code is about to be claimed
	"exchange.before_send",     // claimed; nothing has been sent
	"exchange.after_response",  // Meta has answered; nothing is stored
	"exchange.after_commit",    // the sealed token is stored
	"spool.after_write",        // the sealed token is in a file, because the database would not take it
	"identify.after_answer",    // Meta has said whose token it is; nothing is stored
	"identify.before_commit",   // business and grant are written, not yet committed
	"identify.after_commit",    // the business is connected; nothing is synced
	"sync.after_fetch",         // a page is read; nothing is stored
	"sync.after_page_commit",   // a page is stored; others are not
	"sync.before_finish",       // all pages are stored; what is gone has not been swept
	"sync.after_finish",        // swept and committed
	"revoke.after_intent",      // REVOKING is committed; Meta does not know
	"revoke.after_permissions", // the permissions are deleted at Meta; the token lives
	"revoke.after_meta_ok",     // Meta has revoked; nothing is stored
	"revoke.after_commit",      // wiped, with a receipt
	"refresh.after_response",   // Meta has given another token; nothing is stored
	"refresh.after_store",      // the new token is stored
	"rekey.mid_batch",          // some rows of a batch are sealed anew, not yet committed
	"event.after_receive",      // a webhook's signature is right; nothing is stored
	"event.before_commit",      // a webhook's effects are written, not yet committed
	"webhook.after_post",       // a partner's server was sent an event; what came of that is not stored
	"erase.after_ledger",       // the erasure is in the ledger; the rows are there
	"erase.before_commit",      // the rows are deleted, not yet committed
}

// Names are all failpoints there are.
func Names() []string { return slices.Clone(names) }

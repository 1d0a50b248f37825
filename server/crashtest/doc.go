// Package crashtest kills the real program, cuts it off from its database and from Meta, runs several of it at once and lets Meta
// misbehave, and then compares what the program has kept with what the sandbox knows to be true. It owns the invariants that hold
// after every such run, and a test for each that shows that breaking it is noticed. It must not know the program from the inside: it
// starts the binary, talks HTTP to it and reads its database.
//
// Secrets are searched for in all that it says and keeps, by one search: canaries. TestNoSecretIsSaidOrKept leads the program to where
// secrets get out.
//
// Each run prints its seed, and CRASH_SEED sets it; the order in which processes run is not the seed's to decide, so a run can be
// repeated in kind, not in detail. CRASH=long makes it the run of `make crash`, and CRASH_RACE=1 builds the program with the race
// detector.
//
// Everything here is a test; this file is here for this comment.
package crashtest

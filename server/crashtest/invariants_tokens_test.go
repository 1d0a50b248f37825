package crashtest

import (
	"bytes"
	"slices"

	"capiconnect/meta/metasandbox"
)

func acknowledgedStays(e *evidence) []string {
	v := violations(readableTokens(e))
	businesses := by(e.businesses, func(b businessRow) string { return b.MetaID })
	onboardings := by(e.onboardings, func(o onboardingRow) string { return o.ID })
	live := liveTokens(e)
	for _, c := range e.codes {
		if !c.completed || e.mayBeErased(c.metaID) {
			continue
		}
		if o := onboardings[c.onboardingID]; o.Status != "COMPLETED" {
			v.add("onboarding %s was told to be completed and is %q", c.onboardingID, o.Status)
		}
		b := businesses[c.metaID]
		if !e.mayHaveEnded(c.metaID) && (!isUsable(b.Status) || len(live[b.ID]) == 0) {
			v.add("business %s was told to be connected and is %q with %d tokens", c.metaID, b.Status, len(live[b.ID]))
		}
	}
	return append(v, storedAttempts(e)...)
}

// readableTokens opens every stored token and asks Meta's journal about it.
func readableTokens(e *evidence) []string {
	var v violations
	issued := by(e.journal.Tokens, func(t metasandbox.TokenRecord) string { return t.SHA256 })
	businesses := by(e.businesses, func(b businessRow) string { return b.ID })
	for _, c := range e.credentials {
		if c.Ciphertext == nil {
			continue
		}
		raw, err := e.open(c)
		if err != nil {
			v.add("credential %s: %v", c.ID, err)
			continue
		}
		token, known := issued[hashOf(raw)]
		b := businesses[c.BusinessID]
		switch {
		case !known || !bytes.Equal(c.Fingerprint, e.hmac("token", raw)):
			v.add("credential %s holds no token of Meta's, or another one than it says", c.ID)
		case c.State == "LIVE" && isUsable(b.Status) && !token.Alive && !e.mayHaveEnded(b.MetaID):
			v.add("the token of business %s, which is %s, is dead at Meta", b.MetaID, b.Status)
		}
	}
	return v
}

// storedAttempts looks for tokens that were stored and are gone for no reason.
func storedAttempts(e *evidence) []string {
	var v violations
	credentials := group(e.credentials, func(c credentialRow) string { return c.OnboardingID })
	for _, a := range e.attempts {
		if a.Outcome == "STORED" && len(credentials[a.OnboardingID]) == 0 {
			v.add("attempt %s has stored a token, and there is none", a.ID)
		}
	}
	return v
}

func liveTokens(e *evidence) map[string][]credentialRow {
	live := map[string][]credentialRow{}
	for _, c := range e.credentials {
		if c.State == "LIVE" {
			live[c.BusinessID] = append(live[c.BusinessID], c)
		}
	}
	return live
}

func oneLiveToken(e *evidence) []string {
	var v violations
	live, seen := liveTokens(e), map[string]bool{}
	for _, b := range e.businesses {
		if seen[b.MetaID] {
			v.add("business %s is there twice", b.MetaID)
		}
		seen[b.MetaID] = true
		if n := len(live[b.ID]); n > 1 || n == 0 && isUsable(b.Status) {
			v.add("business %s is %s and has %d live tokens", b.MetaID, b.Status, n)
		}
	}
	return v
}

// endsAreEnds looks at the ends that the program vouches for.
func endsAreEnds(e *evidence) []string {
	var v violations
	tokens := group(e.credentials, func(c credentialRow) string { return c.BusinessID })
	issued := group(e.journal.Tokens, func(t metasandbox.TokenRecord) string { return t.BusinessID })
	last := by(e.revocations, func(r revocationRow) string { return r.BusinessID }) // they are in order
	for _, b := range e.businesses {
		for _, c := range tokens[b.ID] {
			if b.Status == "DISCONNECTED" && c.Ciphertext != nil {
				v.add("business %s is disconnected and holds credential %s", b.MetaID, c.ID)
			}
		}
		revocation, asked := last[b.ID]
		for _, t := range issued[b.MetaID] {
			if asked && t.IssuedAt.Before(revocation.RequestedAt) && revocation.Outcome != "REMOVED_HERE_ONLY" {
				v = append(v, revoked(b, revocation, t, e.isOf(t, tokens[b.ID]))...)
			}
		}
	}
	return append(v, toldEnds(e)...)
}

// isOf says whether a token is one of these credentials. One whose business has not been asked for yet is nobody's.
func (e *evidence) isOf(t metasandbox.TokenRecord, credentials []credentialRow) bool {
	fingerprint := e.hmac("token", e.raw(t.SHA256))
	return slices.ContainsFunc(credentials, func(c credentialRow) bool { return bytes.Equal(c.Fingerprint, fingerprint) })
}

// revoked looks at one token that was there when the end was asked for. A fresh one may still be asked whose it is: only then can it be
// known to be of a business that is being disconnected.
func revoked(b businessRow, r revocationRow, t metasandbox.TokenRecord, isKnown bool) []string {
	var v violations
	if r.Verified && t.Alive {
		v.add("business %s has proof of its end, and token %s lives at Meta", b.MetaID, t.Fingerprint)
	}
	if isKnown && t.LastUsedAt.After(r.RequestedAt.Add(useEndsWithin)) {
		v.add("token %s of business %s was used %s after its end was asked for", t.Fingerprint, b.MetaID, t.LastUsedAt.Sub(r.RequestedAt))
	}
	return v
}

// toldEnds looks at the ends that callers were told of.
func toldEnds(e *evidence) []string {
	var v violations
	for _, b := range e.businesses {
		if at, erased := e.erased[b.ID]; erased {
			v.add("business %s was told at %s to be erased, and is there", b.MetaID, at)
		}
		for _, end := range e.ended[b.MetaID] {
			if end.verified && b.Status != "DISCONNECTED" && b.ConnectedAt.Before(end.at.Add(-codeLife)) {
				v.add("business %s was told to be disconnected, and is %s since %s", b.MetaID, b.Status, b.ConnectedAt)
			}
		}
	}
	return v
}

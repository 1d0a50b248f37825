package crashtest

import (
	"encoding/hex"
	"time"
)

func attemptsAreCodes(e *evidence) []string {
	var v violations
	given := map[string]bool{}
	for _, c := range e.codes {
		given[e.codeHMAC(c.code)] = true
	}
	seen := map[string]bool{}
	for _, a := range e.attempts {
		code := hex.EncodeToString(a.CodeHMAC)
		if seen[code] {
			v.add("attempt %s has the code of another one", a.ID)
		}
		if !given[code] {
			v.add("attempt %s has a code that nobody gave", a.ID)
		}
		seen[code] = true
	}
	return v
}

func codesReachMetaOnce(e *evidence) []string {
	var v violations
	for _, c := range e.journal.Codes {
		if c.Requests > 1 || c.Exchanges > 1 {
			v.add("code %s of business %s reached Meta %d times and was exchanged %d times", c.Fingerprint, c.BusinessID, c.Requests, c.Exchanges)
		}
	}
	return v
}

// lossesHaveNames looks at what codes have given. What a refresh has given and is not held ends with the business's other tokens, since
// they are the same system user's.
func lossesHaveNames(e *evidence) []string {
	var v violations
	attempts := by(e.attempts, func(a attemptRow) string { return hex.EncodeToString(a.CodeHMAC) })
	held := by(e.credentials, func(c credentialRow) string { return string(c.Fingerprint) })
	recovered := map[string]bool{}
	for _, c := range e.credentials {
		recovered[c.OnboardingID] = recovered[c.OnboardingID] || c.Origin == "RECOVERY"
	}
	for _, token := range e.journal.Tokens {
		given, ours := e.codes[token.CodeSHA256]
		if token.IssuedBy != "exchange" || !ours || e.mayBeErased(token.BusinessID) {
			continue
		}
		if raw := e.raw(token.SHA256); raw != "" {
			if _, ok := held[string(e.hmac("token", raw))]; ok {
				continue
			}
		}
		attempt, known := attempts[e.codeHMAC(given.code)]
		if !known || attempt.Outcome != "UNKNOWN" && !(attempt.Outcome == "STORED" && recovered[attempt.OnboardingID]) {
			v.add("token %s of business %s is held by nobody, and its attempt %s is %q", token.Fingerprint, token.BusinessID, attempt.ID, attempt.Outcome)
		}
	}
	return v
}

func metaIsLeftAlone(e *evidence) []string {
	var v violations
	for _, w := range e.journal.Windows {
		for endpoint, calls := range w.Inside {
			v.add("%d calls of %s for %s between %s and %s", calls, endpoint, w.Subject, w.From.Format(time.TimeOnly), w.Until.Format(time.TimeOnly))
		}
	}
	if e.journal.EvilRequests > 0 {
		v.add("%d requests to a host that a list named", e.journal.EvilRequests)
	}
	return v
}

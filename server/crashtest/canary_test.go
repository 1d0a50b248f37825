package crashtest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// shown are the only places where a secret may turn up, and it does so there once: whoever asked for it, or sent it, is answered.
var shown = []struct{ kind, place string }{
	{"API key", "stdout of capiconnect api-key create"},
	{"API key", "stdout of capiconnect api-key rotate"},
	{"keyset", "stdout of capiconnect keys new"},
	{"one-time link", "stdout of capiconnect user create"},
	{"one-time link", "stdout of capiconnect user enable"},
	{"one-time link", "stdout of capiconnect user link"},
	{"onboarding token", "answer to POST /graphql"}, // to createOnboarding
	{"webhook secret", "answer to POST /graphql"},   // to createWebhookEndpoint and rotateWebhookSecret
	{"leased token", "answer to POST /graphql"},     // to leaseToken
	{"state of a way to the dialog", "answer to POST /oauth/start"},
	{"way to the dialog", "answer to POST /oauth/start"},
	{"session", "answer to POST /auth/sign-in"}, // as a cookie, like the next two
	{"session", "answer to POST /auth/link"},
	{"session", "answer to POST /auth/password"},
	{"session", "answer to POST /auth/second-factor/confirm"},
	{"session", "answer to POST /auth/second-factor/remove"},
	{"session", "answer to POST /auth/step-up"},
	{"second factor", "answer to POST /auth/second-factor"},
	{"recovery code", "answer to POST /auth/second-factor/confirm"},
	{"recovery code", "answer to POST /auth/second-factor/recovery-codes"},
	{"way to the provider", "answer to GET /auth/oidc/start"}, // as a cookie
	{"state of a way", "answer to GET /auth/oidc/start"},      // in the address that it leads to
	{"word of a document", "answer to POST /graphql"},         // in what the validator says to the staff or key that sent it
}

// mayBe says whether a secret may be where it was seen, as often as it was. A decoy may be anywhere.
func mayBe(s sighting, times int) bool {
	if strings.HasPrefix(s.secret, "decoy ") {
		return true
	}
	for _, of := range shown {
		if strings.HasPrefix(s.secret, of.kind+" ") && s.place == of.place {
			return times == 1
		}
	}
	return false
}

// Whoever reads what the program says or keeps (its output, its answers, its metrics, its traces, what it tells a partner's server, every column of its
// database and the files of that, the files in DATA_DIR) learns no secret, after everything that goes well and everything that goes wrong: Meta that fails and repeats what it was
// sent, networks that break, a database that is slow, refuses or is away, requests that are garbled, panics, settings that are wrong, a dump of
// all goroutines. Each place is known to be searched, since something harmless is found there.
func TestNoSecretIsSaidOrKept(t *testing.T) {
	t.Parallel()
	j := beginJourney(t)
	j.haveAProvider()
	j.manage()
	j.serve("submit.before_commit=panic@2;sync.after_fetch=panic@2")
	j.hearMeta()
	j.tellThePartner()
	j.connectClients()
	j.leaseTokens()
	j.logInInTheSameTab()
	j.signIn()
	j.useASecondFactor()
	j.comeFromTheProvider()
	j.sendGarbledRequests()
	j.putSecretsIntoURLs()
	j.pretendToBeMeta()
	j.haveMetaFail()
	j.breakNetworks()
	j.haveTheDatabaseRefuse()
	decoys := j.say()
	j.dumpGoroutines()
	j.misconfigure()
	j.dieWithATokenInTheSpool()
	j.database.execute(freeDeliveries)
	j.serve("")
	j.endConnections()
	j.hearThePartnerOut()
	j.readMetrics()
	if code, _ := j.program.terminate(); code != 0 {
		t.Errorf("the program ended with %d", code)
	}
	j.hearOut()

	decoys = append(decoys, j.plantDecoys()...)
	j.search()
	for _, decoy := range decoys {
		if j.seen[decoy] == 0 {
			t.Errorf("%s is not searched", decoy.place)
		}
	}
	for s, times := range j.seen {
		if !mayBe(s, times) {
			t.Errorf("%s: %s, %d times", s.place, s.secret, times)
		}
	}
	for _, of := range shown {
		if !j.seen.has(of.kind, of.place) {
			t.Errorf("%s: no %s was shown, so nothing shows that one would be seen", of.place, of.kind)
		}
	}
	t.Logf("%d secrets, %d remarks", len(j.canaries.names), len(j.remarks))
}

// say has the program say something harmless wherever it says anything about a request, and returns where that has to be found.
func (j *journey) say() []sighting {
	const path, client = "a-path-that-nobody-knows", "the-client-that-nobody-knows"
	j.ask("GET", "/"+path, "")
	j.ask("POST", "/graphql", `{"query": "mutation { createOnboarding(input: {externalId: \"`+client+`\"}) { onboarding { externalId } } }"}`,
		"Authorization", "Bearer "+j.apiKey)
	j.database.execute("DO $$ BEGIN RAISE LOG 'a-line-of-the-log-that-nobody-knows'; END $$")
	externalID := j.canaries.add("decoy", client)
	waitUntil(j.t, namedWithin, "the partner is told", func() bool { return j.receiver.hasHeard(client) })
	return []sighting{
		{"output of capiconnect serve", j.canaries.add("decoy", path)}, {"answer to POST /graphql", externalID}, {"event to a partner's server", externalID}, {"column onboardings.external_id", externalID},
		{"PostgreSQL's files", externalID}, {"PostgreSQL's log", j.canaries.add("decoy", "a-line-of-the-log-that-nobody-knows")},
	}
}

// plantDecoys makes known what is harmless and has been said, and returns where it has to be found.
func (j *journey) plantDecoys() []sighting {
	const text = "a-file-that-nobody-knows"
	if err := os.WriteFile(filepath.Join(j.dataDirs[0], "decoy"), []byte(text), 0o600); err != nil {
		j.t.Fatal(err)
	}
	email := j.canaries.add("decoy", j.email)
	return []sighting{
		{"DATA_DIR", j.canaries.add("decoy", text)}, {"answer to GET /metrics", j.canaries.add("decoy", "capiconnect_token_unstored_seconds")},
		{"spans", j.canaries.add("decoy", "onboarding keep token")},
		{"stdout of capiconnect user create", email}, {"stderr of capiconnect user create", email}, {"column users.email", email},
		{"stdout of capiconnect --help", j.canaries.add("decoy", "Facebook Login for Business")},
		{"stderr of capiconnect serve", j.canaries.add("decoy", "settings are missing or wrong")},
	}
}

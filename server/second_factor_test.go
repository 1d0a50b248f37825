package main

import (
	"encoding/base32"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
)

// enrolled is somebody who has a second factor: what their browser, their app and their drawer hold.
type enrolled struct {
	email, cookie, secret string
	recovery              []string
}

// enrol adds a member of staff with a second factor, and lets the code pass that this took.
func (b *bundle) enrol(t *testing.T, email string) *enrolled {
	t.Helper()
	e := &enrolled{email: email, cookie: b.signedIn(t, email)}
	e.secret = b.offer(t, e.cookie)
	confirmed := b.post(t, "/auth/second-factor/confirm", code(b.shown(t, e.secret)), "Cookie", e.cookie)
	want(t, confirmed, http.StatusOK)
	e.cookie, e.recovery = confirmed.cookie(), recoveryCodesIn(t, confirmed)
	b.clock.advance(stepSeconds * time.Second)
	return e
}

// offer is a secret for an app.
func (b *bundle) offer(t *testing.T, cookie string) string {
	t.Helper()
	offered := b.post(t, "/auth/second-factor", "{}", "Cookie", cookie)
	want(t, offered, http.StatusOK)
	var secret struct{ Secret, URI string }
	if err := json.Unmarshal([]byte(offered.body), &secret); err != nil || secret.Secret == "" || !strings.Contains(secret.URI, "secret="+secret.Secret) {
		t.Fatalf("offered %s, %v", offered.body, err)
	}
	return secret.Secret
}

func recoveryCodesIn(t *testing.T, a answer) []string {
	t.Helper()
	var given struct{ RecoveryCodes []string }
	if err := json.Unmarshal([]byte(a.body), &given); err != nil || len(given.RecoveryCodes) != recoveryCodes {
		t.Fatalf("recovery codes: %s, %v", a.body, err)
	}
	return given.RecoveryCodes
}

// shown is the code that an app with this secret shows now.
func (b *bundle) shown(t *testing.T, secret string) string { return shownAt(t, secret, b.clock.now()) }

func shownAt(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	shown, err := totp.GenerateCode(secret, at)
	if err != nil {
		t.Fatal(err)
	}
	return shown
}

// wrongFor is a code that the app shows at no time near now.
func (b *bundle) wrongFor(t *testing.T, secret string) string {
	t.Helper()
	for guess := 0; ; guess++ {
		code := fmt.Sprintf("%06d", guess)
		if _, near := stepOf(secret, code, b.clock.now()); !near {
			return code
		}
	}
}

func code(code string) string { return `{"code":"` + code + `"}` }

func (e *enrolled) signIn(code string) string {
	return `{"email":"` + e.email + `","password":"` + goodPassword + `","code":"` + code + `"}`
}

// refused wants a refusal with a code, and no session.
func refused(t *testing.T, a answer, status int, code string) {
	t.Helper()
	want(t, a, status)
	if !strings.Contains(a.body, `"code":"`+code+`"`) {
		t.Errorf("%s: got %s; want %s", a.Request.URL.Path, a.body, code)
	}
	if a.cookie() != "" {
		t.Errorf("%s: %s got a session", a.Request.URL.Path, code)
	}
}

func (b *bundle) audited(t *testing.T, action string) int {
	t.Helper()
	return b.count(t, "SELECT count(*) FROM audit_events WHERE action = $1", action)
}

// An attacker has found the password in somebody else's leak.
func TestThePasswordAloneGivesNoSession(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ada := b.enrol(t, "ada@example.com")
	before := b.count(t, "SELECT count(*) FROM sessions")
	signIns := b.audited(t, "user: signed in with password")

	refused(t, b.post(t, "/auth/sign-in", credentials(ada.email, goodPassword)), 401, "SECOND_FACTOR_NEEDED")
	for _, guess := range []string{b.wrongFor(t, ada.secret), "nonsense", "12345", "1234567", "AAAA-AAAA-AAAA-AAAA"} {
		refused(t, b.post(t, "/auth/sign-in", ada.signIn(guess)), 401, "WRONG_CODE")
		b.clock.advance(stepSeconds * time.Second)
	}
	refused(t, b.post(t, "/auth/sign-in", strings.Replace(ada.signIn(b.shown(t, ada.secret)), goodPassword, "a guess", 1)), 401, "WRONG_CREDENTIALS")
	if after := b.count(t, "SELECT count(*) FROM sessions"); after != before {
		t.Errorf("%d sessions; %d before", after, before)
	}
	if n := b.audited(t, "user: signed in with password"); n != signIns {
		t.Errorf("%d sign-ins in the audit; want %d", n, signIns)
	}
	if n := b.audited(t, "user: second factor refused"); n != 5 {
		t.Errorf("%d refusals in the audit; want 5", n)
	}

	b.clock.advance(time.Minute)
	in := b.post(t, "/auth/sign-in", ada.signIn(b.shown(t, ada.secret)))
	want(t, in, http.StatusNoContent)
	want(t, b.post(t, "/graphql", "{}", "Cookie", in.cookie()), http.StatusOK)
}

// Whoever looks over a shoulder, or sits in the middle, sees a code that is still good for a minute.
func TestACodeWorksOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ada := b.enrol(t, "ada@example.com")
	earlier, shown := shownAt(t, ada.secret, b.clock.now().Add(-stepSeconds*time.Second)), b.shown(t, ada.secret)
	var in atomic.Int32
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if b.post(t, "/auth/sign-in", ada.signIn(shown)).cookie() != "" {
				in.Add(1)
			}
		})
	}
	all.Wait()
	if in.Load() != 1 {
		t.Errorf("%d sign-ins with one code", in.Load())
	}
	b.clock.advance(stepSeconds * time.Second)
	for name, code := range map[string]string{"used": shown, "older than the used one": earlier} {
		t.Log(name)
		refused(t, b.post(t, "/auth/sign-in", ada.signIn(code)), 401, "WRONG_CODE")
	}
}

// Clocks of telephones are a little off; a code from further away may have been noted down.
func TestCodesOfTheStepsBesideThisOneWork(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ada := b.enrol(t, "ada@example.com")
	for step, works := range map[int]bool{-2: false, -1: true, 0: true, 1: true, 2: false} {
		at := b.clock.now().Add(time.Duration(step) * stepSeconds * time.Second)
		if _, ok := stepOf(ada.secret, shownAt(t, ada.secret, at), b.clock.now()); ok != works {
			t.Errorf("a code of step %d works: %t", step, ok)
		}
	}
	ahead := shownAt(t, ada.secret, b.clock.now().Add(stepSeconds*time.Second))
	want(t, b.post(t, "/auth/sign-in", ada.signIn(ahead[:3]+" "+ahead[3:])), http.StatusNoContent)
}

// Who has the password may guess a few codes a day of a million. The user whom that keeps waiting gets in with a recovery code, changes the
// password, and so ends it.
func TestGuessingCodesIsSlowedDownAndLocksNobodyOut(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ada := b.enrol(t, "ada@example.com")
	evaluated := 0
	for range 60 {
		guess := b.post(t, "/auth/sign-in", ada.signIn(b.wrongFor(t, ada.secret)))
		switch guess.StatusCode {
		case http.StatusUnauthorized:
			evaluated++
		case http.StatusTooManyRequests:
			if guess.Header.Get("Retry-After") == "" {
				t.Error("the guesser is not told how long to wait, and neither would the user be")
			}
		default:
			t.Fatalf("%d %s", guess.StatusCode, guess.body)
		}
		b.clock.advance(time.Minute)
	}
	if evaluated < 5 || evaluated > 20 {
		t.Errorf("%d guesses in an hour were evaluated; want at most 20", evaluated)
	}

	refused(t, b.post(t, "/auth/sign-in", ada.signIn(b.shown(t, ada.secret))), 429, "TOO_MANY_TRIES")
	in := b.post(t, "/auth/sign-in", ada.signIn(ada.recovery[0]))
	want(t, in, http.StatusNoContent)
	want(t, b.post(t, "/auth/password", `{"current":"`+goodPassword+`","password":"a much better one"}`, "Cookie", in.cookie()), http.StatusNoContent)
	refused(t, b.post(t, "/auth/sign-in", ada.signIn(b.shown(t, ada.secret))), 401, "WRONG_CREDENTIALS")

	b.clock.advance(15 * time.Minute)
	again := strings.Replace(ada.signIn(b.shown(t, ada.secret)), goodPassword, "a much better one", 1)
	want(t, b.post(t, "/auth/sign-in", again), http.StatusNoContent)
}

// rowsOf spells the rows of a table, as a backup would.
func (b *bundle) rowsOf(t *testing.T, table string) (text string) {
	t.Helper()
	if err := b.store.Pool().QueryRow(t.Context(), "SELECT string_agg(r::text, ' ') FROM "+table+" r").Scan(&text); err != nil {
		t.Fatal(err)
	}
	return text
}

// A backup has gone astray, or somebody can write to the database.
func TestTheDatabaseHoldsNoSecondFactorToUse(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ada, mallory := b.enrol(t, "ada@example.com"), b.enrol(t, "mallory@example.com")
	raw, err := base32.StdEncoding.DecodeString(ada.secret)
	if err != nil {
		t.Fatal(err)
	}
	secrets := []string{ada.secret, strings.ToLower(ada.secret), string(raw)}
	for _, code := range ada.recovery {
		secrets = append(secrets, code, tidied(code))
	}
	for _, table := range []string{"users", "second_factors", "recovery_codes", "sessions", "audit_events"} {
		text := b.rowsOf(t, table)
		for n, secret := range secrets {
			if strings.Contains(text, secret) || strings.Contains(text, hex.EncodeToString([]byte(secret))) {
				t.Errorf("%s holds secret %d", table, n)
			}
		}
	}

	b.execute(t, `UPDATE second_factors SET ciphertext = (SELECT ciphertext FROM second_factors f JOIN users u ON u.id = f.user_id WHERE email = $1)`, mallory.email)
	if got := b.post(t, "/auth/sign-in", ada.signIn(b.shown(t, mallory.secret))); got.cookie() != "" || got.StatusCode != http.StatusInternalServerError {
		t.Errorf("another's second factor, put into the user's row: %d %s", got.StatusCode, got.body)
	}
	want(t, b.post(t, "/auth/sign-in", ada.signIn(ada.recovery[3])), http.StatusNoContent) // who is hit by that is not locked out
}

func TestARecoveryCodeWorksOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ada, bob := b.enrol(t, "ada@example.com"), b.enrol(t, "bob@example.com")
	var in atomic.Int32
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if b.post(t, "/auth/sign-in", ada.signIn(ada.recovery[0])).cookie() != "" {
				in.Add(1)
			}
		})
	}
	all.Wait()
	if in.Load() != 1 {
		t.Errorf("%d sign-ins with one recovery code", in.Load())
	}
	refused(t, b.post(t, "/auth/sign-in", ada.signIn(bob.recovery[0])), 401, "WRONG_CODE")
	spelled := strings.ToUpper(strings.ReplaceAll(ada.recovery[1], "-", " "))
	want(t, b.post(t, "/auth/sign-in", ada.signIn(spelled)), http.StatusNoContent)
	if n := b.audited(t, "user: recovery code used"); n != 2 {
		t.Errorf("%d uses in the audit; want 2", n)
	}
	if told := b.send(t, http.MethodGet, "/auth/account", "", "Cookie", ada.cookie); !strings.Contains(told.body, `"recoveryCodesLeft":8`) {
		t.Errorf("account: %s", told.body)
	}

	refused(t, b.post(t, "/auth/second-factor/recovery-codes", code(b.wrongFor(t, ada.secret)), "Cookie", ada.cookie), 401, "WRONG_CODE")
	fresh := b.post(t, "/auth/second-factor/recovery-codes", code(ada.recovery[2]), "Cookie", ada.cookie)
	want(t, fresh, http.StatusOK)
	refused(t, b.post(t, "/auth/sign-in", ada.signIn(ada.recovery[3])), 401, "WRONG_CODE")
	want(t, b.post(t, "/auth/sign-in", ada.signIn(recoveryCodesIn(t, fresh)[9])), http.StatusNoContent)
	if n := b.audited(t, "user: recovery codes replaced"); n != 1 {
		t.Errorf("%d replacements in the audit; want 1", n)
	}
}

// A one-time link lies in a mailbox. It stands for the password only, and stays good until the code has come.
func TestALinkDoesNotReplaceTheSecondFactor(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ada := b.enrol(t, "ada@example.com")
	token := b.link(t, ada.email)
	with := func(code string) string { return `{"token":"` + token + `","code":"` + code + `"}` }
	refused(t, b.post(t, "/auth/link", with("")), 401, "SECOND_FACTOR_NEEDED")
	refused(t, b.post(t, "/auth/link", with(b.wrongFor(t, ada.secret))), 401, "WRONG_CODE")
	want(t, b.post(t, "/auth/link", with(b.shown(t, ada.secret))), http.StatusNoContent)
	refused(t, b.post(t, "/auth/link", with(ada.recovery[0])), 401, "LINK_INVALID")
	want(t, b.post(t, "/auth/sign-in", ada.signIn(ada.recovery[0])), http.StatusNoContent) // the used link did not spend the code
}

func TestASecondFactorCountsOnceItsFirstCodeHasCome(t *testing.T) {
	t.Parallel()
	b := setup(t)
	cookie := b.signedIn(t, "ada@example.com")
	elsewhere := b.post(t, "/auth/sign-in", credentials("ada@example.com", goodPassword)).cookie()
	refused(t, b.post(t, "/auth/second-factor/confirm", code("000000"), "Cookie", cookie), 401, "WRONG_CODE") // nothing has been offered
	abandoned, secret := b.offer(t, cookie), b.offer(t, cookie)
	want(t, b.post(t, "/auth/sign-in", credentials("ada@example.com", goodPassword)), http.StatusNoContent)
	refused(t, b.post(t, "/auth/second-factor/confirm", code(b.shown(t, abandoned)), "Cookie", cookie), 401, "WRONG_CODE")
	if told := b.send(t, http.MethodGet, "/auth/account", "", "Cookie", cookie); told.body != `{"hasPassword":true,"secondFactor":null}`+"\n" {
		t.Errorf("account: %s", told.body)
	}

	confirmed := b.post(t, "/auth/second-factor/confirm", code(b.shown(t, secret)), "Cookie", cookie)
	want(t, confirmed, http.StatusOK)
	given := recoveryCodesIn(t, confirmed)
	if slices.Sort(given); len(slices.Compact(given)) != recoveryCodes {
		t.Errorf("recovery codes that are alike: %v", given)
	}
	for name, old := range map[string]string{"the session elsewhere": elsewhere, "the token before": cookie} {
		if got := b.post(t, "/graphql", "{}", "Cookie", old); got.StatusCode != http.StatusUnauthorized {
			t.Errorf("%s lives on without a second factor: %d", name, got.StatusCode)
		}
	}
	want(t, b.post(t, "/graphql", "{}", "Cookie", confirmed.cookie()), http.StatusOK)
	for _, path := range []string{"/auth/second-factor", "/auth/second-factor/confirm"} {
		refused(t, b.post(t, path, code(b.shown(t, secret)), "Cookie", confirmed.cookie()), 409, "SECOND_FACTOR_ON")
	}
	refused(t, b.post(t, "/auth/second-factor/confirm", code(b.shown(t, secret))), 401, "UNAUTHENTICATED")
	if n := b.audited(t, "user: second factor set up"); n != 1 {
		t.Errorf("%d audit rows; want 1", n)
	}
}

// Whoever finds a signed-in browser must neither keep its user out with an app of their own, nor take the user's one away.
func TestASessionAloneChangesNoSecondFactor(t *testing.T) {
	t.Parallel()
	b := setup(t)
	cookie := b.signedIn(t, "bob@example.com")
	ada := b.enrol(t, "ada@example.com")
	b.clock.advance(provenFor)
	refused(t, b.post(t, "/auth/second-factor", "{}", "Cookie", cookie), 403, "STEP_UP_REQUIRED")
	for _, guess := range []string{"", b.wrongFor(t, ada.secret)} {
		for _, path := range []string{"/auth/second-factor/remove", "/auth/second-factor/recovery-codes"} {
			want(t, b.post(t, path, code(guess), "Cookie", ada.cookie), http.StatusUnauthorized)
		}
	}
	if n := b.count(t, "SELECT count(*) FROM second_factors JOIN users ON id = user_id WHERE email = $1 AND second_factor_since IS NOT NULL", ada.email); n != 1 {
		t.Error("the second factor is gone")
	}
	if n := b.count(t, "SELECT count(*) FROM second_factors"); n != 1 {
		t.Errorf("%d second factors; want 1", n)
	}
	refused(t, b.post(t, "/auth/second-factor/remove", code("000000"), "Cookie", cookie), 409, "SECOND_FACTOR_OFF")
}

func TestASecondFactorIsRemovedWithACode(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ada := b.enrol(t, "ada@example.com")
	elsewhere := b.post(t, "/auth/sign-in", ada.signIn(ada.recovery[0])).cookie()
	removed := b.post(t, "/auth/second-factor/remove", code(b.shown(t, ada.secret)), "Cookie", ada.cookie)
	want(t, removed, http.StatusNoContent)
	want(t, b.post(t, "/graphql", "{}", "Cookie", removed.cookie()), http.StatusOK)
	want(t, b.post(t, "/graphql", "{}", "Cookie", elsewhere), http.StatusUnauthorized)
	want(t, b.post(t, "/auth/sign-in", credentials(ada.email, goodPassword)), http.StatusNoContent)
	if n := b.count(t, "SELECT (SELECT count(*) FROM second_factors) + (SELECT count(*) FROM recovery_codes)"); n != 0 {
		t.Errorf("%d rows are left", n)
	}
	if n := b.audited(t, "user: second factor removed"); n != 1 {
		t.Errorf("%d audit rows; want 1", n)
	}
}

// Somebody's telephone was stolen with a signed-in browser on it: what the administrator does ends that session, too.
func TestAnAdministratorRemovesALostSecondFactor(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ada := b.enrol(t, "ada@example.com")
	user, err := b.store.UserByEmail(t.Context(), ada.email)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.access().RemoveSecondFactor(t.Context(), user.ID); err != nil {
		t.Fatal(err)
	}
	want(t, b.post(t, "/graphql", "{}", "Cookie", ada.cookie), http.StatusUnauthorized)
	want(t, b.post(t, "/auth/sign-in", credentials(ada.email, goodPassword)), http.StatusNoContent)
}

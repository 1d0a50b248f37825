package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"capiconnect/models"
)

// isRecent tells what GraphQL is told of a session.
func (b *bundle) isRecent(t *testing.T, cookie string) bool {
	t.Helper()
	said := b.post(t, "/graphql", "{}", "Cookie", cookie)
	want(t, said, http.StatusOK)
	return strings.Contains(said.body, `"signedInRecently":true`)
}

func proof(password, code string) string {
	return `{"password":"` + password + `","code":"` + code + `"}`
}

// invited adds a member of staff who has no password, and signs them in with a link.
func (b *bundle) invited(t *testing.T, email string) (cookie string) {
	t.Helper()
	user := &models.User{ID: models.NewID(), Email: email, Role: models.Admin, CreatedAt: b.clock.now()}
	addUser(t, b.store, user)
	return b.followLink(t, email)
}

func (b *bundle) followLink(t *testing.T, email string) (cookie string) {
	t.Helper()
	in := b.post(t, "/auth/link", `{"token":"`+b.link(t, email)+`"}`)
	want(t, in, http.StatusNoContent)
	return in.cookie()
}

func TestASignInIsRecentForTenMinutes(t *testing.T) {
	t.Parallel()
	b := setup(t)
	cookies := []string{b.signedIn(t, "ada@example.com"), b.invited(t, "bob@example.com")}
	b.clock.advance(provenFor - 2*time.Second)
	for _, cookie := range cookies {
		if !b.isRecent(t, cookie) {
			t.Error("not recent after less than ten minutes")
		}
	}
	b.clock.advance(2 * time.Second)
	for _, cookie := range cookies {
		if b.isRecent(t, cookie) {
			t.Error("recent after ten minutes, although requests were made")
		}
	}
}

// An attacker has copied the session's cookie hours ago. Neither what they can guess nor what the user does later makes it worth more.
func TestAnOldSessionIsAskedForEverythingThatSignsIn(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ada := b.enrol(t, "ada@example.com")
	used := b.shown(t, ada.secret)
	want(t, b.post(t, "/auth/sign-in", ada.signIn(used)), http.StatusNoContent)
	b.clock.advance(provenFor)
	refused(t, b.post(t, "/auth/step-up", proof(goodPassword, ada.recovery[0])), 401, "UNAUTHENTICATED")
	refused(t, b.post(t, "/auth/step-up", proof("", b.shown(t, ada.secret)), "Cookie", ada.cookie), 403, "CURRENT_PASSWORD_NEEDED")
	refused(t, b.post(t, "/auth/step-up", proof("a guess", b.shown(t, ada.secret)), "Cookie", ada.cookie), 403, "WRONG_PASSWORD")
	refused(t, b.post(t, "/auth/step-up", proof(goodPassword, ""), "Cookie", ada.cookie), 401, "SECOND_FACTOR_NEEDED")
	refused(t, b.post(t, "/auth/step-up", proof(goodPassword, used), "Cookie", ada.cookie), 401, "WRONG_CODE")
	refused(t, b.post(t, "/auth/step-up", proof(goodPassword, b.wrongFor(t, ada.secret)), "Cookie", ada.cookie), 401, "WRONG_CODE")
	if b.isRecent(t, ada.cookie) {
		t.Error("the session counts as recent")
	}

	confirmed := b.post(t, "/auth/step-up", proof(goodPassword, b.shown(t, ada.secret)), "Cookie", ada.cookie)
	want(t, confirmed, http.StatusNoContent)
	if !b.isRecent(t, confirmed.cookie()) {
		t.Error("the session does not count as recent")
	}
	want(t, b.post(t, "/graphql", "{}", "Cookie", ada.cookie), http.StatusUnauthorized)
	if n := b.audited(t, "user: confirmed"); n != 1 {
		t.Errorf("%d audit rows; want 1", n)
	}
}

func TestAPasswordAloneConfirmsWhereNothingElseSignsIn(t *testing.T) {
	t.Parallel()
	b := setup(t)
	cookie := b.signedIn(t, "ada@example.com")
	b.clock.advance(provenFor)
	confirmed := b.post(t, "/auth/step-up", proof(goodPassword, ""), "Cookie", cookie)
	want(t, confirmed, http.StatusNoContent)
	if !b.isRecent(t, confirmed.cookie()) {
		t.Error("the session does not count as recent")
	}
	for range 10 {
		b.post(t, "/auth/step-up", proof("a guess", ""), "Cookie", confirmed.cookie())
	}
	refused(t, b.post(t, "/auth/step-up", proof(goodPassword, ""), "Cookie", confirmed.cookie()), 429, "TOO_MANY_TRIES")
}

// Who came by a link has no password. A session of theirs that lies about must not be made one for ever by setting one.
func TestWithoutAPasswordAFreshLinkOrACodeConfirms(t *testing.T) {
	t.Parallel()
	b := setup(t)
	cookie := b.invited(t, "ada@example.com")
	b.clock.advance(provenFor)
	refused(t, b.post(t, "/auth/step-up", proof("anything", ""), "Cookie", cookie), 403, "SIGN_IN_AGAIN")
	refused(t, b.post(t, "/auth/password", `{"password":"a much better one"}`, "Cookie", cookie), 403, "STEP_UP_REQUIRED")
	if n := b.count(t, "SELECT count(*) FROM users WHERE password_hash IS NOT NULL"); n != 0 {
		t.Error("the old session has set a password")
	}

	fresh := b.followLink(t, "ada@example.com")
	secret := b.offer(t, fresh)
	confirmed := b.post(t, "/auth/second-factor/confirm", code(b.shown(t, secret)), "Cookie", fresh)
	want(t, confirmed, http.StatusOK)
	b.clock.advance(provenFor)
	refused(t, b.post(t, "/auth/step-up", proof("", ""), "Cookie", confirmed.cookie()), 401, "SECOND_FACTOR_NEEDED")
	proved := b.post(t, "/auth/step-up", proof("", b.shown(t, secret)), "Cookie", confirmed.cookie())
	want(t, proved, http.StatusNoContent)
	want(t, b.post(t, "/auth/password", `{"password":"a much better one"}`, "Cookie", proved.cookie()), http.StatusNoContent)
}

// Changing the password takes the password only, so it must not stand for the whole proof; nor does an old link session replace one.
func TestANewPasswordIsNoProof(t *testing.T) {
	t.Parallel()
	b := setup(t)
	ada := b.enrol(t, "ada@example.com")
	b.user(t, "bob@example.com")
	linked := b.followLink(t, "bob@example.com")
	b.clock.advance(provenFor)
	set := b.post(t, "/auth/password", `{"current":"`+goodPassword+`","password":"a much better one"}`, "Cookie", ada.cookie)
	want(t, set, http.StatusNoContent)
	if b.isRecent(t, set.cookie()) {
		t.Error("the session counts as recent")
	}
	refused(t, b.post(t, "/auth/password", `{"password":"a much better one"}`, "Cookie", linked), 403, "CURRENT_PASSWORD_NEEDED")
}

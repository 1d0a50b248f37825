package onboarding_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"capiconnect/models"
	"capiconnect/models/modelstest"
	"capiconnect/onboarding"
)

// accessBundle is who may come in, on a database of its own.
type accessBundle struct {
	*onboarding.Access
	t   *testing.T
	now time.Time
}

func setupAccess(t *testing.T) *accessBundle {
	t.Helper()
	b := &accessBundle{t: t, now: time.Date(2126, 11, 22, 9, 0, 0, 0, time.UTC)}
	b.Access = &onboarding.Access{Store: modelstest.Open(t), PublicURL: "https://capi.example.com", Now: func() time.Time { return b.now }}
	return b
}

func (b *accessBundle) member(email string, role models.Role) *models.User {
	b.t.Helper()
	user, _, err := b.InviteUser(b.t.Context(), email, role)
	if err != nil {
		b.t.Fatal(err)
	}
	return user
}

// as is what a member of staff does.
func (b *accessBundle) as(user *models.User) context.Context {
	return onboarding.WithActor(b.t.Context(), onboarding.Actor{Kind: models.ActorUser, ID: user.ID, Name: user.Email, Role: user.Role})
}

func (b *accessBundle) again(user *models.User) *models.User {
	b.t.Helper()
	user, err := b.Store.User(b.t.Context(), user.ID)
	if err != nil {
		b.t.Fatal(err)
	}
	return user
}

func (b *accessBundle) count(query string, args ...any) (n int) {
	b.t.Helper()
	if err := b.Store.Pool().QueryRow(b.t.Context(), query, args...).Scan(&n); err != nil {
		b.t.Fatal(err)
	}
	return n
}

func codeOf(err error) onboarding.ErrorCode {
	var told *onboarding.Error
	if errors.As(err, &told) {
		return told.Code
	}
	return ""
}

// acts are all that is done to somebody else's account, by name.
func (b *accessBundle) acts() map[string]func(context.Context, uuid.UUID) error {
	return map[string]func(context.Context, uuid.UUID) error{
		"role": func(ctx context.Context, id uuid.UUID) error {
			_, err := b.ChangeUserRole(ctx, id, models.Admin)
			return err
		},
		"link":          func(ctx context.Context, id uuid.UUID) error { _, _, err := b.CreateSignInLink(ctx, id); return err },
		"disable":       func(ctx context.Context, id uuid.UUID) error { _, err := b.DisableUser(ctx, id); return err },
		"enable":        func(ctx context.Context, id uuid.UUID) error { _, _, err := b.EnableUser(ctx, id); return err },
		"second factor": func(ctx context.Context, id uuid.UUID) error { _, err := b.RemoveSecondFactor(ctx, id); return err },
		"unlink":        func(ctx context.Context, id uuid.UUID) error { _, err := b.UnlinkSingleSignOn(ctx, id); return err },
	}
}

// Whoever has stolen a session would make it worth more: a link that replaces the password, no second factor, a greater role.
func TestNobodyChangesTheirOwnAccountAsAnAdministratorWould(t *testing.T) {
	t.Parallel()
	b := setupAccess(t)
	ada := b.member("ada@example.com", models.Admin)
	b.member("bob@example.com", models.Admin)
	before := b.count("SELECT count(*) FROM audit_events")
	for name, act := range b.acts() {
		if err := act(b.as(ada), ada.ID); codeOf(err) != onboarding.OwnAccount {
			t.Errorf("%s: %v", name, err)
		}
	}
	if now := b.again(ada); now.DisabledAt != nil || now.Role != models.Admin || b.count("SELECT count(*) FROM audit_events") != before {
		t.Errorf("something was changed: %+v", now)
	}
}

func TestThereIsAlwaysAnAdministrator(t *testing.T) {
	t.Parallel()
	b := setupAccess(t)
	ada, bob := b.member("ada@example.com", models.Admin), b.member("bob@example.com", models.Operator)
	left := b.member("left@example.com", models.Admin)
	if _, err := b.DisableUser(b.as(ada), left.ID); err != nil {
		t.Fatal(err)
	}
	system := onboarding.WithActor(t.Context(), onboarding.System())
	if _, err := b.DisableUser(system, ada.ID); codeOf(err) != onboarding.LastAdministrator {
		t.Errorf("the last administrator is disabled: %v", err)
	}
	if _, err := b.ChangeUserRole(system, ada.ID, models.Viewer); codeOf(err) != onboarding.LastAdministrator {
		t.Errorf("the last administrator becomes a viewer: %v", err)
	}
	if now := b.again(ada); now.DisabledAt != nil || now.Role != models.Admin {
		t.Errorf("refused, and done: %+v", now)
	}
	if _, err := b.ChangeUserRole(b.as(ada), bob.ID, models.Admin); err != nil {
		t.Fatal(err)
	}
	if _, err := b.DisableUser(b.as(bob), ada.ID); err != nil {
		t.Errorf("one of two administrators is not disabled: %v", err)
	}
}

// Two administrators fall out, and each disables the other at the same moment.
func TestTwoAdministratorsCannotDisableOneAnother(t *testing.T) {
	t.Parallel()
	for range 5 {
		b := setupAccess(t)
		ada, bob := b.member("ada@example.com", models.Admin), b.member("bob@example.com", models.Admin)
		acts := []func() error{
			func() error { _, err := b.DisableUser(b.as(ada), bob.ID); return err },
			func() error { _, err := b.ChangeUserRole(b.as(bob), ada.ID, models.Viewer); return err },
		}
		begin, refused := make(chan struct{}), make([]error, len(acts))
		var acting sync.WaitGroup
		for i, act := range acts {
			acting.Go(func() {
				<-begin
				refused[i] = act()
			})
		}
		close(begin)
		acting.Wait()
		if n := b.count("SELECT count(*) FROM users WHERE role = 'ADMIN' AND disabled_at IS NULL"); n != 1 {
			t.Fatalf("%d administrators are left; the acts said %v", n, refused)
		}
		if codeOf(refused[0])+codeOf(refused[1]) != onboarding.LastAdministrator {
			t.Errorf("the acts said %v", refused)
		}
	}
}

func TestAnInvitationIsALinkForOneAccount(t *testing.T) {
	t.Parallel()
	b := setupAccess(t)
	ada := b.member("ada@example.com", models.Admin)
	bob, link, err := b.InviteUser(b.as(ada), " bob@example.com ", models.Operator)
	if err != nil || bob.Email != "bob@example.com" || bob.State() != models.UserInvited {
		t.Fatalf("%+v, %v", bob, err)
	}
	token, found := strings.CutPrefix(link.URL, "https://capi.example.com/admin/sign-in#link=")
	if !found || !strings.HasPrefix(token, "link_") || !link.ExpiresAt.Equal(b.now.Add(time.Hour)) {
		t.Errorf("link: %s until %s", strings.TrimSuffix(link.URL, token), link.ExpiresAt)
	}
	if of, err := b.Store.UserOfSignInLink(t.Context(), models.HashBearer(token), b.now); err != nil || of.ID != bob.ID {
		t.Errorf("it is a link of %v, %v", of, err)
	}
	if n := b.count("SELECT count(*) FROM audit_events WHERE action IN ('user: created', 'user: sign-in link created') AND subject_id = $1 AND actor_id = $2", bob.ID, ada.ID); n != 2 {
		t.Errorf("%d audit rows; want 2", n)
	}

	_, second, err := b.CreateSignInLink(b.as(ada), bob.ID)
	if err != nil || second.URL == link.URL {
		t.Fatalf("a second link: %v", err)
	}
	if _, err := b.Store.UserOfSignInLink(t.Context(), models.HashBearer(token), b.now); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("the first link still works: %v", err)
	}
}

func TestBadInvitationsMakeNobody(t *testing.T) {
	t.Parallel()
	b := setupAccess(t)
	b.member("Ada@example.com", models.Admin)
	for email, code := range map[string]onboarding.ErrorCode{
		"": onboarding.InvalidInput, "nonsense": onboarding.InvalidInput, "Bob <bob@example.com>": onboarding.InvalidInput, "a\x00@example.com": onboarding.InvalidInput,
		strings.Repeat("a", 250) + "@example.com": onboarding.InvalidInput, "ada@example.com": onboarding.EmailTaken,
	} {
		if _, link, err := b.InviteUser(t.Context(), email, models.Viewer); codeOf(err) != code || link != nil {
			t.Errorf("%.20q: %v", email, err)
		}
	}
	if n := b.count("SELECT count(*) FROM users"); n != 1 {
		t.Errorf("%d users", n)
	}
}

// Whoever has left must not come back with what they kept: a password, a link in a mailbox, a browser at home.
func TestWhoIsDisabledHasNothingLeft(t *testing.T) {
	t.Parallel()
	b := setupAccess(t)
	ada, bob := b.member("ada@example.com", models.Admin), b.member("bob@example.com", models.Viewer)
	b.session(bob, "bobs")
	if err := b.Store.InTx(t.Context(), func(tx *models.Tx) error { return tx.SetPassword(bob.ID, "a hash") }); err != nil {
		t.Fatal(err)
	}
	if _, err := b.DisableUser(b.as(ada), bob.ID); err != nil {
		t.Fatal(err)
	}
	if now := b.again(bob); now.State() != models.UserDisabled || now.HasPassword() {
		t.Errorf("%+v", now)
	}
	if n := b.count("SELECT (SELECT count(*) FROM sessions) + (SELECT count(*) FROM sign_in_links WHERE user_id = $1)", bob.ID); n != 0 {
		t.Errorf("%d sessions and links", n)
	}
	if _, _, err := b.CreateSignInLink(b.as(ada), bob.ID); codeOf(err) != onboarding.UserIsDisabled {
		t.Errorf("a link for whoever is disabled: %v", err)
	}
	if now, link, err := b.EnableUser(b.as(ada), bob.ID); err != nil || now.State() != models.UserInvited || link == nil {
		t.Errorf("enabled: %+v, %v", now, err)
	}
}

// Somebody signs in while they are being disabled: of that session nothing must be left, not even for when they are enabled again.
func TestNoSessionOutlivesADisabling(t *testing.T) {
	t.Parallel()
	b := setupAccess(t)
	ada, bob := b.member("ada@example.com", models.Admin), b.member("bob@example.com", models.Viewer)
	for range 5 {
		if _, _, err := b.EnableUser(b.as(ada), bob.ID); err != nil {
			t.Fatal(err)
		}
		b.store("late")
		begin := make(chan struct{})
		var acting sync.WaitGroup
		acting.Go(func() {
			<-begin
			if err := b.hold(bob, "late"); err != nil && !errors.Is(err, models.ErrNotFound) {
				t.Error(err)
			}
		})
		acting.Go(func() {
			<-begin
			if _, err := b.DisableUser(b.as(ada), bob.ID); err != nil {
				t.Error(err)
			}
		})
		close(begin)
		acting.Wait()
		if n := b.count("SELECT count(*) FROM sessions WHERE user_id IS NOT NULL"); n != 0 {
			t.Fatalf("%d sessions are left", n)
		}
	}
}

func TestSigningOutEndsTheSessionsOfOneUser(t *testing.T) {
	t.Parallel()
	b := setupAccess(t)
	ada, bob := b.member("ada@example.com", models.Admin), b.member("bob@example.com", models.Viewer)
	for user, token := range map[*models.User]string{ada: "adas", bob: "bobs"} {
		b.session(user, token)
	}
	if _, err := b.SignOutUser(b.as(ada), bob.ID); err != nil {
		t.Fatal(err)
	}
	if open, err := b.Store.OpenSessionsOfUsers(t.Context(), []uuid.UUID{ada.ID, bob.ID}); err != nil || open[ada.ID] != 1 || open[bob.ID] != 0 {
		t.Errorf("%v, %v", open, err)
	}
}

func (b *accessBundle) session(user *models.User, token string) {
	b.t.Helper()
	b.store(token)
	if err := b.hold(user, token); err != nil {
		b.t.Fatal(err)
	}
}

// store does what scs does.
func (b *accessBundle) store(token string) {
	b.t.Helper()
	_, err := b.Store.Pool().Exec(b.t.Context(), `INSERT INTO sessions (token, data, expiry) VALUES ($1, '', now() + interval '1 hour')
		ON CONFLICT (token) DO UPDATE SET user_id = NULL`, token)
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *accessBundle) hold(user *models.User, token string) error {
	return b.Store.InTx(b.t.Context(), func(tx *models.Tx) error {
		return tx.HoldSession(&models.Session{Token: token, BegunAt: b.now, SeenAt: b.now}, user.ID)
	})
}

// What PostgreSQL filters by must be what the row says of itself.
func TestMembersAreFoundByTheirState(t *testing.T) {
	t.Parallel()
	b := setupAccess(t)
	members := map[models.UserState]*models.User{
		models.UserActive: b.member("active@example.com", models.Admin), models.UserDisabled: b.member("disabled@example.com", models.Admin),
		models.UserInvited: b.member("invited@example.com", models.Admin),
	}
	err := b.Store.InTx(t.Context(), func(tx *models.Tx) error {
		return errors.Join(tx.NoteSignIn(members[models.UserActive].ID, b.now), tx.NoteSignIn(members[models.UserDisabled].ID, b.now))
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.DisableUser(t.Context(), members[models.UserDisabled].ID); err != nil {
		t.Fatal(err)
	}
	for state, member := range members {
		page, err := b.Store.Users(t.Context(), &models.UserFilter{State: []models.UserState{state}}, models.Paging{})
		if err != nil || len(page.Edges) != 1 || page.Edges[0].Node.ID != member.ID || page.Edges[0].Node.State() != state {
			t.Errorf("%s: %+v, %v", state, page, err)
		}
	}
}

func TestWhatIsNotThereCannotBeRemoved(t *testing.T) {
	t.Parallel()
	b := setupAccess(t)
	bob := b.member("bob@example.com", models.Viewer)
	before := b.count("SELECT count(*) FROM audit_events")
	for name, err := range map[string]error{
		"second factor": b.acts()["second factor"](t.Context(), bob.ID), "single sign-on": b.acts()["unlink"](t.Context(), bob.ID),
	} {
		if codeOf(err) != onboarding.NotSetUp {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, act := range b.acts() {
		if err := act(t.Context(), uuid.New()); codeOf(err) != onboarding.NotFound {
			t.Errorf("%s of nobody: %v", name, err)
		}
	}
	if after := b.count("SELECT count(*) FROM audit_events"); after != before {
		t.Errorf("%d changes were noted", after-before)
	}
}

package main

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/alexedwards/scs/pgxstore"
	"github.com/alexedwards/scs/v2"
	"github.com/google/uuid"

	"capiconnect/models"
)

// A session ends sessionIdle after its last request and sessionLifetime after the sign-in: the admin app stays open all day, but not
// over night.
const (
	sessionIdle     = 2 * time.Hour
	sessionLifetime = 12 * time.Hour

	sessionTouch = time.Minute // how exactly the last request is known; a finer grain would cost a write per request
	sessionSweep = 10 * time.Minute
)

// sessionCookie begins with __Host-, which makes browsers insist that it came over TLS (most also take http from this very machine), for
// this host and for all of its paths. https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Set-Cookie#cookie_prefixes
//
// plainCookie takes its place in a demo without TLS, since Safari drops the other one there.
const (
	sessionCookie = "__Host-sid"
	plainCookie   = "sid"
)

const (
	begunKey      = "begun"
	userKey       = "user"
	credentialKey = "credential"
	provedKey     = "proved"
	withLinkKey   = "with link"
)

// errNoSession means that the request carries no session that is still good.
var errNoSession = errors.New("no session")

// sessions keeps staff signed in. A session's row is only inserted at a sign-in and only updated where it exists, so that a request
// under way during a sign-out cannot bring it back.
type sessions struct {
	clientOf clientAddress
	manager  *scs.SessionManager
	now      func() time.Time
	replica  *models.Replica // from where staff may read; nil: there is none
	store    *models.Store
}

// session is what is known of whoever is signed in.
type session struct {
	token    string // as it is stored
	user     *models.User
	provedAt time.Time // when they last proved who they are
	withLink bool      // by a one-time link, rather than with the password
}

// isRecent tells whether a session is good enough for what cannot be made good.
func (s *session) isRecent(now time.Time) bool { return now.Sub(s.provedAt) < provenFor }

func newSessions(store *models.Store, now func() time.Time, clientOf clientAddress, plain bool) *sessions {
	cookie := scs.SessionCookie{Name: sessionCookie, Path: "/", HttpOnly: true, Persist: true, SameSite: http.SameSiteStrictMode, Secure: true}
	if plain {
		cookie.Name, cookie.Secure = plainCookie, false
	}
	manager := &scs.SessionManager{
		Codec:            scs.GobCodec{},
		HashTokenInStore: true,
		IdleTimeout:      sessionIdle,
		Lifetime:         sessionLifetime,
		Store:            pgxstore.NewWithCleanupInterval(store.Pool(), 0),
		Cookie:           cookie,
	}
	return &sessions{clientOf: clientOf, manager: manager, now: now, store: store}
}

// start signs a user in who has just proved who they are.
func (s *sessions) start(w http.ResponseWriter, r *http.Request, user *models.User, withLink bool) error {
	return s.write(w, r, &session{user: user, provedAt: s.now(), withLink: withLink})
}

// renew keeps a user signed in whose credentials have changed, here and nowhere else. It is no proof of who they are: the session is as
// old as it was.
func (s *sessions) renew(w http.ResponseWriter, r *http.Request, user *models.User) error {
	ctx, err := s.manager.Load(r.Context(), s.token(r))
	if err != nil {
		return fmt.Errorf("reading the session: %w", err)
	}
	renewed := &session{user: user, provedAt: s.provedAt(ctx)}
	if err := s.write(w, r, renewed); err != nil {
		return err
	}
	return s.store.InTx(r.Context(), func(tx *models.Tx) error { return tx.EndOtherSessions(user.ID, renewed.token) })
}

// write keeps a session under a fresh token, whatever token the request came with.
func (s *sessions) write(w http.ResponseWriter, r *http.Request, session *session) error {
	ctx, err := s.manager.Load(r.Context(), s.token(r))
	if err == nil {
		err = s.manager.RenewToken(ctx)
	}
	if err != nil {
		return fmt.Errorf("renewing the session: %w", err)
	}
	begunAt := s.now()
	if begun := s.manager.GetInt64(ctx, begunKey); begun > 0 && s.manager.GetString(ctx, userKey) == session.user.ID.String() {
		begunAt = time.Unix(begun, 0)
	}
	s.manager.Put(ctx, begunKey, begunAt.Unix())
	s.manager.Put(ctx, userKey, session.user.ID.String())
	s.manager.Put(ctx, credentialKey, credentialMark(session.user))
	s.manager.Put(ctx, provedKey, session.provedAt.Unix())
	s.manager.Put(ctx, withLinkKey, session.withLink)
	token, _, err := s.manager.Commit(ctx)
	if err != nil {
		return fmt.Errorf("storing the session: %w", err)
	}
	session.token = storedToken(token)
	if err := s.hold(r, session, begunAt); err != nil {
		return err
	}
	s.noteWrite(r, session.user.ID)
	s.manager.WriteSessionCookie(ctx, w, token, s.manager.Deadline(ctx))
	return nil
}

// noteWrite keeps that somebody of staff has written, who is to see that wherever they read next.
func (s *sessions) noteWrite(r *http.Request, userID uuid.UUID) {
	if s.replica != nil {
		_ = s.replica.Wrote(context.WithoutCancel(r.Context()), userID) // the write stands, and is seen everywhere a moment later
	}
}

// hold notes whose the session is, and what they will know it by.
func (s *sessions) hold(r *http.Request, session *session, begunAt time.Time) error {
	held := &models.Session{
		Token: session.token, BegunAt: begunAt, SeenAt: s.now(), Browser: browserOf(r.UserAgent()), Network: s.clientOf(r).network(),
	}
	err := s.store.InTx(r.Context(), func(tx *models.Tx) error { return tx.HoldSession(held, session.user.ID) })
	if errors.Is(err, models.ErrNotFound) {
		return errSignedOut // disabled a moment ago
	}
	if err != nil {
		return fmt.Errorf("noting whose the session is: %w", err)
	}
	return nil
}

// provedAt is when whoever is signed in last proved who they are.
func (s *sessions) provedAt(ctx context.Context) time.Time {
	return time.Unix(s.manager.GetInt64(ctx, provedKey), 0)
}

// active tells who is signed in, and puts off the end of their session.
func (s *sessions) active(r *http.Request) (*session, error) {
	current, err := s.current(r)
	if err == nil {
		err = s.touch(r)
	}
	return current, err
}

// current tells who is signed in; errNoSession when nobody is, the user was disabled or the password or second factor has changed since.
func (s *sessions) current(r *http.Request) (*session, error) {
	token := s.token(r)
	if token == "" {
		return nil, errNoSession
	}
	ctx, err := s.manager.Load(r.Context(), token)
	if err != nil {
		return nil, fmt.Errorf("reading the session: %w", err)
	}
	id, err := uuid.Parse(s.manager.GetString(ctx, userKey))
	if err != nil {
		return nil, errNoSession
	}
	user, err := s.store.User(r.Context(), id)
	switch {
	case errors.Is(err, models.ErrNotFound):
		return nil, errNoSession
	case err != nil:
		return nil, fmt.Errorf("reading who is signed in: %w", err)
	case user.DisabledAt != nil, s.manager.GetString(ctx, credentialKey) != credentialMark(user):
		return nil, errNoSession
	}
	return &session{token: storedToken(token), user: user, provedAt: s.provedAt(ctx), withLink: s.manager.GetBool(ctx, withLinkKey)}, nil
}

// touch puts off the end of an idle session, and keeps when it was last seen.
func (s *sessions) touch(r *http.Request) error {
	token := s.token(r)
	ctx, err := s.manager.Load(r.Context(), token)
	if err != nil {
		return fmt.Errorf("reading the session: %w", err)
	}
	end := time.Now().Add(sessionIdle)
	if deadline := s.manager.Deadline(ctx); deadline.Before(end) {
		end = deadline
	}
	seen := s.now()
	_, err = s.store.Pool().Exec(ctx, "UPDATE sessions SET expiry = $2, seen_at = $3 WHERE token = $1 AND (expiry < $4 OR seen_at < $5)",
		storedToken(token), end, seen, end.Add(-sessionTouch), seen.Add(-sessionTouch))
	if err != nil {
		return fmt.Errorf("prolonging the session: %w", err)
	}
	return nil
}

// end signs out.
func (s *sessions) end(w http.ResponseWriter, r *http.Request) error {
	ctx, err := s.manager.Load(r.Context(), s.token(r))
	if err == nil {
		err = s.manager.Destroy(ctx)
	}
	if err != nil {
		return fmt.Errorf("ending the session: %w", err)
	}
	s.manager.WriteSessionCookie(ctx, w, "", time.Time{})
	return nil
}

// sweep deletes sessions, sign-in links, ways to other sites and counts of tries whose time is over, until ctx ends. What it misses is only left lying: nothing accepts it.
func (s *sessions) sweep(ctx context.Context) {
	ticker := time.NewTicker(sessionSweep)
	defer ticker.Stop()
	for {
		_, _ = s.store.Pool().Exec(ctx, "DELETE FROM sessions WHERE expiry < now()")
		_, _ = s.store.Pool().Exec(ctx, "DELETE FROM sign_in_links WHERE expires_at < now()")
		_, _ = s.store.Pool().Exec(ctx, "DELETE FROM sign_in_flows WHERE expires_at < now()")
		_, _ = s.store.Pool().Exec(ctx, "DELETE FROM redirect_flows WHERE expires_at < now()")
		_, _ = s.store.Pool().Exec(ctx, "DELETE FROM tries WHERE last_at < now() - interval '1 hour'") // twice the longest wait, and more
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// storedToken is how scs keeps a token, given HashTokenInStore.
func storedToken(token string) string {
	return base64.RawURLEncoding.EncodeToString(models.HashBearer(token))
}

// token is the session token that a request carries; empty when it carries none.
func (s *sessions) token(r *http.Request) string {
	cookie, err := r.Cookie(s.manager.Cookie.Name)
	if err != nil {
		return ""
	}
	return cookie.Value
}

// credentialMark changes with the password and the second factor, so that sessions from before a change are over.
func credentialMark(user *models.User) (mark string) {
	if user.PasswordHash != nil {
		mark = hex.EncodeToString(models.HashBearer(*user.PasswordHash)[:8])
	}
	if since := user.SecondFactorSince; since != nil {
		mark += " " + strconv.FormatInt(since.UnixMicro(), 10)
	}
	return mark
}

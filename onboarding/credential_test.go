package onboarding

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"capiconnect/meta"
	"capiconnect/models"
)

// late is a replica whose keyset's file stays as it is when that of v is replaced.
func (v *vault) late() *Service {
	v.t.Helper()
	path := filepath.Join(v.t.TempDir(), "keyset")
	if err := os.WriteFile(path, []byte(v.read()), 0o600); err != nil {
		v.t.Fatal(err)
	}
	return v.replica(v.Store, path)
}

// keepPending stores a token that is not in use yet.
func (v *vault) keepPending(token string, fill func(*models.Credential)) *models.Credential {
	v.t.Helper()
	c, err := v.sealed(meta.NewToken(token))
	if err == nil {
		fill(c)
		err = v.Store.InTx(v.t.Context(), func(tx *models.Tx) error { return tx.StoreCredential(c) })
	}
	if err != nil {
		v.t.Fatal(err)
	}
	return c
}

// keepOnboarding stores an onboarding of client-a.
func (v *vault) keepOnboarding(status models.OnboardingStatus) *models.Onboarding {
	v.t.Helper()
	externalID := "client-a"
	o := &models.Onboarding{
		ID: models.NewID(), Status: status, ExternalID: &externalID, Labels: models.Strings{}, ConfigID: "1", SupportCode: string(status),
		CreatedBy: "test", CreatedAt: v.Now(), ExpiresAt: v.Now().Add(time.Hour),
	}
	if status == models.OnboardingOutcomeUnknown {
		o.Problem = problem(models.ProblemExchangeOutcomeUnknown, v.Now())
	}
	if err := v.Store.InTx(v.t.Context(), func(tx *models.Tx) error { return tx.CreateOnboarding(o) }); err != nil {
		v.t.Fatal(err)
	}
	return o
}

// keepExpiring stores a token for a business whose token ends in a week.
func (v *vault) keepExpiring(metaID string) *models.Credential {
	v.t.Helper()
	live, err := v.keep(metaID)
	if err != nil {
		v.t.Fatal(err)
	}
	v.execute("UPDATE credentials SET granted_at = $1", v.Now())
	v.execute("UPDATE businesses SET token_expires_at = $1, external_id = 'client-a'", v.Now().Add(7*24*time.Hour))
	return live
}

// The key has been rotated, and this replica's file has not come yet. Whatever is to be done with a token that another replica has just
// sealed has to wait: nothing may be wiped, nobody sent to the login again, and no revocation made one that may be forgotten.
func TestALateKeysetCostsNobodyAToken(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(v *vault, late *Service) func(context.Context) error{
		"identify": func(v *vault, late *Service) func(context.Context) error {
			o := v.keepOnboarding(models.OnboardingIdentifying)
			v.keepPending("EAAG-fresh", func(c *models.Credential) { c.OnboardingID, c.Origin = &o.ID, models.FromExchange })
			return func(ctx context.Context) error { return late.carryOn(ctx, o.ID) }
		},
		"recover": func(v *vault, late *Service) func(context.Context) error {
			v.keepExpiring("1000")
			o := v.keepOnboarding(models.OnboardingOutcomeUnknown)
			return func(ctx context.Context) error { return late.recover(ctx, o.ID) }
		},
		"refresh": func(v *vault, late *Service) func(context.Context) error {
			live := v.keepExpiring("1000")
			v.keepPending("EAAG-next", func(c *models.Credential) { c.BusinessID, c.Origin = live.BusinessID, models.FromRefresh })
			return func(ctx context.Context) error { return late.refresh(ctx, *live.BusinessID) }
		},
		"revoke": func(v *vault, late *Service) func(context.Context) error {
			live := v.keepExpiring("1000")
			v.execute("UPDATE businesses SET status = 'REVOKING'")
			v.execute(`INSERT INTO revocations (id, business_id, outcome, verified, requested_at, requested_by, fbtrace_ids)
				VALUES ($1, $2, 'PENDING', false, $3, 'test', '{}')`, models.NewID(), live.BusinessID, v.Now())
			return func(ctx context.Context) error { return late.revoke(ctx, *live.BusinessID) }
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := newVault(t)
			late := v.late()
			v.rotate()
			work := prepare(v, late)
			before := v.everything()
			if err := work(t.Context()); err == nil || isTold(err) {
				t.Errorf("got %v; want trouble of the program's own", err)
			}
			if diff := cmp.Diff(before, v.everything()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// The token in use works. That its successor cannot be read must not send the client to the login again.
func TestASuccessorThatCannotBeReadCostsNobodyTheTokenInUse(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	live := v.keepExpiring("1000")
	next := v.keepPending("EAAG-next", func(c *models.Credential) { c.BusinessID, c.Origin = live.BusinessID, models.FromRefresh })
	v.execute("UPDATE credentials SET ciphertext = ciphertext || '\\x00' WHERE id = $1", next.ID)
	var wait *later
	if err := v.refresh(t.Context(), *live.BusinessID); !errors.As(err, &wait) {
		t.Errorf("got %v; want another try later", err)
	}
	if b := v.business(live); b.Status != models.Connected || !hasProblem(b, models.ProblemTokenExpiring) {
		t.Errorf("the business is %s, problem %v", b.Status, b.Problem.Code)
	}
	for _, c := range []*models.Credential{live, next} {
		now, err := v.Store.Credential(t.Context(), c.ID)
		if want := map[bool]models.CredentialState{true: models.CredentialLive, false: models.CredentialRetired}[c == live]; err != nil || now.State != want {
			t.Errorf("got %+v, %v; want it %s", now, err, want)
		}
	}
}

// Meta's word on a token may come after another one has taken its place.
func TestAnAnswerAboutATokenThatWasReplacedChangesNothing(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	live := v.keepExpiring("1000")
	stale := v.business(live)
	v.execute("UPDATE businesses SET epoch = epoch + 1")
	next := v.keepPending("EAAG-next", func(c *models.Credential) { c.BusinessID, c.Origin = live.BusinessID, models.FromRefresh })
	before := v.everything()
	for name, answer := range map[string]func() error{
		"it is dead":         func() error { return v.refreshFailed(t.Context(), stale, &meta.Error{Class: meta.Auth}) },
		"a refresh failed":   func() error { return v.refreshFailed(t.Context(), stale, &meta.Error{Class: meta.Transient}) },
		"it has a successor": func() error { return v.replaceToken(t.Context(), stale, next, meta.TokenInfo{Valid: true}) },
	} {
		if err := answer(); !errors.Is(err, models.ErrStale) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if diff := cmp.Diff(before, v.everything()); diff != "" {
		t.Error(diff)
	}
}

// A revocation that cannot go on is superseded by a new grant. A turn that has read the business just before must not end that one.
func TestARevocationLeavesALaterGrantAlone(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("Meta was asked") }))
	t.Cleanup(server.Close)
	v.Meta = meta.New(meta.Config{AppID: "1", AppSecrets: []meta.Secret{meta.NewSecret("secret")}, Version: "v26.0", GraphURL: server.URL})
	live := v.keepExpiring("1000")
	v.execute("UPDATE businesses SET status = 'REVOKING'")
	stale := v.business(live)
	v.execute("UPDATE businesses SET status = 'CONNECTED', epoch = epoch + 1, fence = fence + 1")
	if _, err := v.revokeAtMeta(t.Context(), stale, &models.Revocation{}); err != nil {
		t.Error(err)
	}
	if err := v.disconnected(t.Context(), stale, &models.Revocation{}, models.AlreadyInvalid, true); !errors.Is(err, models.ErrStale) {
		t.Errorf("got %v", err)
	}
	if b := v.business(live); b.Status != models.Connected {
		t.Errorf("the business is %s", b.Status)
	}
}

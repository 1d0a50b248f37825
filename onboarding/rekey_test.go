package onboarding

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"capiconnect/models"
	"capiconnect/models/modelstest"
	"capiconnect/models/seal"
)

// vault is a workflow without Meta: a database, and a keyset in a file.
type vault struct {
	*Service
	t    testing.TB
	path string
	said *strings.Builder // the log
	log  *slog.Logger
}

var longAgo = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

func newVault(t testing.TB) *vault {
	t.Helper()
	v := &vault{t: t, path: filepath.Join(t.TempDir(), "keyset"), said: &strings.Builder{}}
	v.log = slog.New(slog.NewTextHandler(v.said, nil))
	keyset, err := seal.NewKeyset()
	if err != nil {
		t.Fatal(err)
	}
	v.write(keyset)
	v.Service = v.replica(modelstest.Open(t), v.path)
	return v
}

// replica is another program on the same database, with a keyset of its own unless the path is the same.
func (v *vault) replica(store *models.Store, path string) *Service {
	v.t.Helper()
	s, err := New(v.t.Context(), v.config(store, path))
	if err != nil {
		v.t.Fatal(err)
	}
	return s
}

func (v *vault) config(store *models.Store, path string) Config {
	v.t.Helper()
	sealer, err := seal.FromFile(path)
	if err != nil {
		v.t.Fatal(err)
	}
	return Config{
		Store: store, Sealer: sealer, DataDir: filepath.Dir(v.path), Log: v.log,
		Now: func() time.Time { return longAgo.Add(24 * time.Hour) },
	}
}

func (v *vault) write(keyset string) {
	v.t.Helper()
	err := os.WriteFile(v.path+".new", []byte(keyset), 0o600)
	if err = errors.Join(err, os.Rename(v.path+".new", v.path)); err != nil {
		v.t.Fatal(err)
	}
}

func (v *vault) read() string {
	v.t.Helper()
	content, err := os.ReadFile(v.path)
	if err != nil {
		v.t.Fatal(err)
	}
	return string(content)
}

// rotate puts a fresh key into the file, and returns the one before.
func (v *vault) rotate() (before uint32) {
	v.t.Helper()
	rotated, err := seal.Rotated(v.read())
	if err != nil {
		v.t.Fatal(err)
	}
	before, _ = v.Sealer.Keys()
	v.write(rotated)
	if err := v.Sealer.Reload(); err != nil {
		v.t.Fatal(err)
	}
	return before
}

// keep stores a token for a business of its own.
func (v *vault) keep(metaID string) (*models.Credential, error) {
	b := &models.Business{ID: models.NewID(), MetaID: metaID, Status: models.Connected, Labels: models.Strings{}, ConnectedAt: longAgo, CreatedAt: longAgo}
	c := &models.Credential{
		ID: models.NewID(), BusinessID: &b.ID, State: models.CredentialLive, Origin: models.FromExchange, GrantedAt: longAgo,
		Fingerprint: v.index.hmac("token", tokenFor(metaID)),
	}
	var err error
	if c.Ciphertext, err = v.Sealer.Seal([]byte(tokenFor(metaID)), credentialRow(c)); err != nil {
		return nil, err
	}
	return c, v.Store.InTx(v.t.Context(), func(tx *models.Tx) error {
		if err := tx.CreateBusiness(b); err != nil {
			return err
		}
		return tx.StoreCredential(c)
	})
}

func (v *vault) keepMany(count int) []models.Credential {
	v.t.Helper()
	all := make([]models.Credential, count)
	for i := range all {
		c, err := v.keep(fmt.Sprint(1000 + i))
		if err != nil {
			v.t.Fatal(err)
		}
		all[i] = *c
	}
	return all
}

func tokenFor(metaID string) string { return "EAAG-token-of-" + metaID }

func (v *vault) execute(statement string, values ...any) {
	v.t.Helper()
	if _, err := v.Store.Pool().Exec(v.t.Context(), statement, values...); err != nil {
		v.t.Fatal(err)
	}
}

func (v *vault) business(c *models.Credential) *models.Business {
	v.t.Helper()
	b, err := v.Store.Business(v.t.Context(), *c.BusinessID)
	if err != nil {
		v.t.Fatal(err)
	}
	return b
}

// wantAllReadable opens every stored token and compares it with the one that its business was given.
func (v *vault) wantAllReadable(count int) {
	v.t.Helper()
	rows, err := v.Store.Pool().Query(v.t.Context(), "SELECT c.id, ciphertext, meta_id FROM credentials c JOIN businesses b ON b.id = business_id")
	if err != nil {
		v.t.Fatal(err)
	}
	defer rows.Close()
	opened := 0
	for ; rows.Next(); opened++ {
		var c models.Credential
		var metaID string
		if err := rows.Scan(&c.ID, &c.Ciphertext, &metaID); err != nil {
			v.t.Fatal(err)
		}
		if plain, err := v.Sealer.Open(c.Ciphertext, credentialRow(&c)); err != nil || string(plain) != tokenFor(metaID) {
			v.t.Errorf("the token of %s: %q, %v", metaID, plain, err)
		}
	}
	if err := rows.Err(); err != nil || opened != count {
		v.t.Errorf("%d tokens, %v; want %d", opened, err, count)
	}
}

func (v *vault) wantUses(want ...models.KeyUse) {
	v.t.Helper()
	uses, err := v.Store.KeyUses(v.t.Context())
	if err != nil {
		v.t.Fatal(err)
	}
	byKey := map[uint32]models.KeyUse{}
	for _, use := range want {
		byKey[use.Key] = use
	}
	got := map[uint32]models.KeyUse{}
	for _, use := range uses {
		got[use.Key] = use
	}
	if diff := cmp.Diff(byKey, got); diff != "" {
		v.t.Error(diff)
	}
}

func (v *vault) primary() uint32 {
	primary, _ := v.Sealer.Keys()
	return primary
}

func TestRekeySealsAllWithTheNewestKey(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	v.keepMany(rekeyBatch + 1)
	before := v.rotate()
	v.wantUses(models.KeyUse{Key: before, Sealed: rekeyBatch + 2})
	if err := v.rekey(t.Context()); err != nil {
		t.Fatal(err)
	}
	v.wantUses(models.KeyUse{Key: v.primary(), Sealed: rekeyBatch + 2})
	v.wantAllReadable(rekeyBatch + 1)

	without, err := seal.Without(v.read(), before)
	if err != nil {
		t.Fatal(err)
	}
	v.write(without)
	again := v.replica(v.Store, v.path)
	if !cmp.Equal(again.index, v.index) {
		t.Error("the index key is another one")
	}
	var audited int
	err = v.Store.Pool().QueryRow(t.Context(), "SELECT count(*) FROM audit_events WHERE action = 'keys: rotated' AND before->>'key' = $1 AND after->>'key' = $2",
		fmt.Sprint(before), fmt.Sprint(v.primary())).Scan(&audited)
	if err != nil || audited != 1 {
		t.Errorf("%d audit rows, %v", audited, err)
	}
}

// A turn that is over, like one that was killed, has lost nothing and is gone on with.
func TestRekeyGoesOnWhereItWasBroken(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	v.keepMany(2*rekeyBatch + 5)
	before := v.rotate()
	for turn, left := range []int{rekeyBatch + 5, 5} {
		if err := v.rekeyUntil(t.Context(), time.Time{}); !errors.Is(err, errMore) {
			t.Fatalf("turn %d: %v; want more to do", turn, err)
		}
		v.wantUses(models.KeyUse{Key: before, Sealed: left}, models.KeyUse{Key: v.primary(), Sealed: 1 + 2*rekeyBatch + 5 - left})
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if err := v.rekey(cancelled); err == nil {
		t.Error("a cancelled turn says that it is done")
	}
	if err := v.rekeyUntil(t.Context(), time.Time{}); err != nil {
		t.Fatal(err)
	}
	v.wantUses(models.KeyUse{Key: v.primary(), Sealed: 1 + 2*rekeyBatch + 5})
	v.wantAllReadable(2*rekeyBatch + 5)
}

// Two replicas store tokens while the keyset is rotated under them and both seal anew what there is.
func TestRotationUnderLoad(t *testing.T) {
	t.Parallel()
	const writers, each, rotations = 4, 250, 12
	v := newVault(t)
	replicas := []*vault{v, {t: t, path: v.path, Service: v.replica(v.Store, v.path)}}
	done := make(chan struct{})
	var rekeying, writing sync.WaitGroup
	for _, r := range replicas {
		rekeying.Go(func() {
			for {
				err := r.rekey(t.Context())
				if err != nil && !errors.Is(err, models.ErrStale) && !errors.Is(err, errMore) {
					t.Errorf("sealing anew: %v", err)
				}
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	for w := range writers {
		writing.Go(func() {
			for i := range each {
				if _, err := replicas[w%2].keep(fmt.Sprint(1000 + w*each + i)); err != nil {
					t.Errorf("storing a token: %v", err)
				}
				if w == 0 && i%(each/rotations) == 0 {
					v.rotate()
				}
			}
		})
	}
	writing.Wait()
	close(done)
	rekeying.Wait()
	for _, r := range replicas {
		if err := errors.Join(r.Sealer.Reload(), r.rekey(t.Context())); err != nil {
			t.Fatal(err)
		}
	}
	v.wantUses(models.KeyUse{Key: v.primary(), Sealed: 1 + writers*each})
	v.wantAllReadable(writers * each)
	if strings.Contains(v.said.String(), "does not open") {
		t.Errorf("the log tells of tokens that do not open:\n%s", v.said)
	}
}

// Everybody who can write to the database can exchange two rows. No exchanged pair may open, of any two tokens.
func TestEverySwappedPairIsDetected(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	half := v.keepMany(50)
	v.rotate()
	for i := range 50 { // so that pairs are of one key and of two
		c, err := v.keep(fmt.Sprint(5000 + i))
		if err != nil {
			t.Fatal(err)
		}
		half = append(half, *c)
	}
	pairs := 0
	for i := range half {
		for j := range i {
			pairs++
			for _, moved := range []models.Credential{
				{ID: half[i].ID, Ciphertext: half[j].Ciphertext}, {ID: half[j].ID, Ciphertext: half[i].Ciphertext},
			} {
				if token, err := v.open(t.Context(), &moved); !errors.Is(err, seal.ErrUnreadable) || token.Reveal() != "" {
					t.Fatalf("a token opens in another row: %v", err)
				}
			}
		}
	}
	if pairs != 4950 {
		t.Errorf("%d pairs", pairs)
	}
}

// What was tampered with is left as it is, named by row and key, and its business has to reconnect; all others get the new key.
func TestRekeyNamesWhatDoesNotOpen(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	all := v.keepMany(6)
	v.execute(`UPDATE credentials c SET ciphertext = o.ciphertext FROM credentials o
		WHERE c.id = ANY ($1) AND o.id = ANY ($1) AND c.id <> o.id`, []uuid.UUID{all[0].ID, all[1].ID}) // swapped
	v.execute(`UPDATE credentials SET ciphertext = set_byte(ciphertext, length(ciphertext) - 1, get_byte(ciphertext, length(ciphertext) - 1) # 1) WHERE id = $1`, all[2].ID)
	v.execute(`UPDATE credentials SET ciphertext = set_byte(ciphertext, 4, get_byte(ciphertext, 4) # 1) WHERE id = $1`, all[3].ID) // another key's id
	before := v.rotate()
	for range 2 { // the second time changes nothing more
		if err := v.rekey(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for i := range all {
		b := v.business(&all[i])
		switch broken := i < 4; {
		case broken && (b.Status != models.NeedsReconnect || b.Problem.Code == nil || *b.Problem.Code != models.ProblemCredentialUnreadable || b.Fence != 1):
			t.Errorf("business %d is %s, problem %v, written %d times", i, b.Status, b.Problem.Code, b.Fence)
		case !broken && b.Status != models.Connected:
			t.Errorf("business %d is %s, with nothing wrong", i, b.Status)
		}
		if named := strings.Count(v.said.String(), all[i].ID.String()); (named > 0) != (i < 4) {
			t.Errorf("credential %d is named %d times in the log", i, named)
		}
	}
	v.wantUses(models.KeyUse{Key: before, GivenUp: 3}, models.KeyUse{Key: before ^ 1, GivenUp: 1}, models.KeyUse{Key: v.primary(), Sealed: 3})
	if said := v.said.String(); !strings.Contains(said, fmt.Sprintf("key %d", before)) || strings.Contains(said, "EAAG") {
		t.Errorf("the log names no key, or a token:\n%s", said)
	}
	if err := v.checkKeys(t.Context()); err != nil {
		t.Errorf("what has been given up keeps the program from starting: %v", err)
	}
}

func TestRekeyGetsPastABatchThatDoesNotOpen(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	all := v.keepMany(rekeyBatch + 1)
	good := all[rekeyBatch]
	v.execute(`UPDATE credentials SET ciphertext = ciphertext || '\x00' WHERE id <> $1`, good.ID)
	before := v.rotate()
	if err := v.rekey(t.Context()); err != nil {
		t.Fatal(err)
	}
	v.wantUses(models.KeyUse{Key: before, GivenUp: rekeyBatch}, models.KeyUse{Key: v.primary(), Sealed: 2})
}

// Between the batch and the word to the client the token may have been replaced.
func TestAMendedCredentialIsNotGivenUp(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	for metaID, mend := range map[string]string{
		"1000": "SELECT id FROM credentials WHERE id = $1", // it opens, after all
		"1001": "UPDATE credentials SET state = 'RETIRED', ciphertext = NULL, retired_at = now() WHERE id = $1",
		"1002": "DELETE FROM businesses WHERE id = (SELECT business_id FROM credentials WHERE id = $1)",
	} {
		c, err := v.keep(metaID)
		if err != nil {
			t.Fatal(err)
		}
		v.execute(mend, c.ID)
		if err := v.giveUp(t.Context(), unreadableCredential{c, seal.ErrUnreadable}); err != nil {
			t.Errorf("%s: %v", mend, err)
		}
		b, err := v.Store.Business(t.Context(), *c.BusinessID)
		if err == nil && b.Status != models.Connected {
			t.Errorf("%s: the business is %s", mend, b.Status)
		}
	}
}

// A replica whose file has not been replaced yet must not take what others seal for lost: neither a token that has just been given,
// nor one that was sealed anew.
func TestRekeyWaitsForALateKeyset(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	late := filepath.Join(t.TempDir(), "keyset")
	if err := os.WriteFile(late, []byte(v.read()), 0o600); err != nil {
		t.Fatal(err)
	}
	behind := v.replica(v.Store, late)
	v.rotate()
	c, err := v.keep("1000")
	if err != nil {
		t.Fatal(err)
	}
	v.execute("UPDATE credentials SET granted_at = $1", v.Now().Add(time.Second-keyLag))
	if err := behind.rekey(t.Context()); err != nil {
		t.Errorf("the late replica, with a token that has just been given: %v", err)
	}
	if b := v.business(c); b.Status != models.Connected {
		t.Errorf("its business is %s", b.Status)
	}

	v.execute("UPDATE credentials SET granted_at = $1", longAgo)
	if err := v.rekey(t.Context()); err != nil {
		t.Fatal(err)
	}
	var wait *later
	if err := behind.rekey(t.Context()); !errors.As(err, &wait) || !errors.Is(err, errKeysetBehind) {
		t.Errorf("the late replica, with a token sealed anew: %v", err)
	}
	if _, err := behind.open(t.Context(), c); err == nil || isUnreadable(err) {
		t.Errorf("it takes the key for lost: %v", err)
	}
	if b := v.business(c); b.Status != models.Connected {
		t.Errorf("its business is %s", b.Status)
	}
	v.wantUses(models.KeyUse{Key: v.primary(), Sealed: 2})
}

// keepSecondFactor stores a second factor of a new member of staff.
func (v *vault) keepSecondFactor(email, secret string) *models.SecondFactor {
	v.t.Helper()
	user := &models.User{ID: models.NewID(), Email: email, Role: models.Viewer, CreatedAt: longAgo}
	f := &models.SecondFactor{UserID: user.ID}
	var err error
	if f.Ciphertext, err = v.Sealer.Seal([]byte(secret), f.Row()); err != nil {
		v.t.Fatal(err)
	}
	if err := v.Store.InTx(v.t.Context(), func(tx *models.Tx) error { return errors.Join(tx.CreateUser(user), tx.OfferSecondFactor(f)) }); err != nil {
		v.t.Fatal(err)
	}
	return f
}

// Without the key that sealed it, a second factor is as lost as a token; so it counts, and is sealed anew. What does not open is named.
func TestRekeySealsSecondFactorsAnew(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	good, broken := v.keepSecondFactor("ada@example.com", "JBSWY3DP"), v.keepSecondFactor("bob@example.com", "JBSWY3DP")
	v.execute("UPDATE second_factors SET ciphertext = $2 WHERE user_id = $1", broken.UserID, good.Ciphertext) // moved
	before := v.rotate()
	v.wantUses(models.KeyUse{Key: before, Sealed: 3})
	if err := v.rekey(t.Context()); err != nil {
		t.Fatal(err)
	}
	v.wantUses(models.KeyUse{Key: before, Sealed: 1}, models.KeyUse{Key: v.primary(), Sealed: 2})
	err := v.Store.InTx(t.Context(), func(tx *models.Tx) error {
		f, err := tx.SecondFactor(good.UserID)
		if err != nil {
			return err
		}
		if secret, err := v.Sealer.Open(f.Ciphertext, f.Row()); err != nil || string(secret) != "JBSWY3DP" {
			t.Errorf("opened %q, %v", secret, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if said := v.said.String(); !strings.Contains(said, broken.UserID.String()) || strings.Contains(said, good.UserID.String()) || strings.Contains(said, "JBSWY3DP") {
		t.Errorf("the log:\n%s", said)
	}
	without, err := seal.Without(v.read(), before)
	if err != nil {
		t.Fatal(err)
	}
	v.write(without)
	if _, err := New(t.Context(), v.config(v.Store, v.path)); !errors.Is(err, seal.ErrUnknownKey) {
		t.Errorf("a start without the key of a second factor: %v", err)
	}
}

// A signing secret that is lost with its key breaks every receiver at once; so it counts, and is sealed anew.
func TestRekeySealsWebhookSecretsAnew(t *testing.T) {
	t.Parallel()
	v := newVault(t)
	input := CreateWebhookEndpointInput{URL: "https://hooks.example.com/in"}
	e, secret, err := v.CreateWebhookEndpoint(t.Context(), input)
	if err != nil {
		t.Fatal(err)
	}
	broken, _, err := v.CreateWebhookEndpoint(t.Context(), input)
	if err != nil {
		t.Fatal(err)
	}
	v.execute(`UPDATE webhook_secrets SET ciphertext = (SELECT ciphertext FROM webhook_secrets WHERE endpoint_id = $2) WHERE endpoint_id = $1`, broken.ID, e.ID) // moved
	before := v.rotate()
	v.wantUses(models.KeyUse{Key: before, Sealed: 3})
	if err := v.rekey(t.Context()); err != nil {
		t.Fatal(err)
	}
	v.wantUses(models.KeyUse{Key: before, Sealed: 1}, models.KeyUse{Key: v.primary(), Sealed: 2})
	kept, err := v.Store.WebhookSecrets(t.Context(), e.ID, v.Now())
	if err != nil || len(kept) != 1 {
		t.Fatalf("kept %v, %v", kept, err)
	}
	if opened, err := v.Sealer.Open(kept[0].Ciphertext, kept[0].Row()); err != nil || string(opened) != *secret {
		t.Errorf("opened %v", err)
	}
	if said := v.said.String(); !strings.Contains(said, broken.ID.String()) || strings.Contains(said, e.ID.String()) || strings.Contains(said, *secret) {
		t.Errorf("the log:\n%s", said)
	}
	answer, err := v.sendWebhook(t.Context(), broken, &models.WebhookEvent{ID: models.NewID(), Payload: "{}"})
	if err != nil || *answer.Failure != models.WebhookSecretUnreadable {
		t.Errorf("sent with a secret that does not open: %+v, %v", answer, err)
	}
}

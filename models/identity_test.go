package models_test

import (
	"errors"
	"sync"
	"testing"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

func TestAUserIsOnePersonAndAPersonIsOneUser(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	ada, bob := newUser("ada@example.com"), newUser("bob@example.com")
	err := store.InTx(t.Context(), func(tx *models.Tx) error { return errors.Join(tx.CreateUser(ada), tx.CreateUser(bob)) })
	if err != nil {
		t.Fatal(err)
	}
	link := func(user *models.User, issuer, subject string) error {
		return store.InTx(t.Context(), func(tx *models.Tx) error {
			return tx.LinkIdentity(&models.UserIdentity{Issuer: issuer, Subject: subject, UserID: user.ID, LinkedAt: start})
		})
	}
	for _, c := range []struct {
		user            *models.User
		issuer, subject string
		err             error
	}{
		{ada, "here", "a", nil},
		{ada, "here", "a", nil}, // both tabs of a first sign-in
		{bob, "here", "a", models.ErrExists},
		{ada, "here", "b", models.ErrExists},
		{ada, "there", "b", nil},
		{bob, "there", "a", nil},
	} {
		if err := link(c.user, c.issuer, c.subject); !errors.Is(err, c.err) {
			t.Errorf("%s as %s %s: got %v; want %v", c.user.Email, c.issuer, c.subject, err, c.err)
		}
	}
	for subject, wanted := range map[string]*models.User{"a": bob, "b": ada} {
		if user, err := store.UserByIdentity(t.Context(), "there", subject); err != nil || user.ID != wanted.ID || user.Email != wanted.Email {
			t.Errorf("%s there: %v, %v", subject, user, err)
		}
	}
	if _, err := store.UserByIdentity(t.Context(), "here", "b"); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a person of another issuer: %v", err)
	}
	unlink := func() error {
		return store.InTx(t.Context(), func(tx *models.Tx) error { return tx.UnlinkIdentities(ada.ID) })
	}
	if err := unlink(); err != nil {
		t.Fatal(err)
	}
	if err := unlink(); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("unlinked twice: %v", err)
	}
	if err := link(bob, "here", "a"); err != nil {
		t.Errorf("after the user was unlinked: %v", err)
	}
}

func newUser(email string) *models.User {
	return &models.User{ID: models.NewID(), Email: email, Role: models.Viewer, CreatedAt: start}
}

// Of several users who claim a person at once, one gets them.
func TestAPersonIsLinkedToOneOfManyAtOnce(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	var linked sync.Map
	var all sync.WaitGroup
	for _, email := range []string{"a@example.com", "b@example.com", "c@example.com", "d@example.com"} {
		all.Go(func() {
			user := newUser(email)
			err := store.InTx(t.Context(), func(tx *models.Tx) error {
				if err := tx.CreateUser(user); err != nil {
					return err
				}
				return tx.LinkIdentity(&models.UserIdentity{Issuer: "here", Subject: "x", UserID: user.ID, LinkedAt: start})
			})
			if err == nil {
				linked.Store(email, true)
			} else if !errors.Is(err, models.ErrExists) {
				t.Errorf("%s: %v", email, err)
			}
		})
	}
	all.Wait()
	n := 0
	linked.Range(func(any, any) bool { n++; return true })
	if n != 1 {
		t.Errorf("%d users are the person", n)
	}
}

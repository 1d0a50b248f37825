package models_test

import (
	"errors"
	"testing"
	"time"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

func TestOneLinkSignsInOnce(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	user := &models.User{ID: models.NewID(), Email: "A@example.com", Role: models.Viewer, CreatedAt: start}
	_, hash := models.NewBearer("")
	_, old := models.NewBearer("")
	err := store.InTx(t.Context(), func(tx *models.Tx) error {
		return errors.Join(tx.CreateUser(user),
			tx.CreateSignInLink(&models.SignInLink{TokenHash: hash, UserID: user.ID, ExpiresAt: start.Add(time.Hour)}),
			tx.CreateSignInLink(&models.SignInLink{TokenHash: old, UserID: user.ID, ExpiresAt: start}))
	})
	if err != nil {
		t.Fatal(err)
	}
	use := func(hash []byte) (used *models.User, err error) {
		err = store.InTx(t.Context(), func(tx *models.Tx) (err error) {
			used, err = tx.UseSignInLink(hash, start.Add(time.Minute))
			return err
		})
		return used, err
	}
	if used, err := use(hash); err != nil || used.ID != user.ID {
		t.Fatalf("first use: %v, %v", used, err)
	}
	for name, hash := range map[string][]byte{"used": hash, "expired": old, "unknown": models.HashBearer("x")} {
		if _, err := use(hash); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

package models_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

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
	use := func(hash []byte) (id uuid.UUID, err error) {
		err = store.InTx(t.Context(), func(tx *models.Tx) (err error) {
			id, err = tx.UseSignInLink(hash, start.Add(time.Minute))
			return err
		})
		return id, err
	}
	if id, err := use(hash); err != nil || id != user.ID {
		t.Fatalf("first use: %v, %v", id, err)
	}
	for name, hash := range map[string][]byte{"used": hash, "expired": old, "unknown": models.HashBearer("x")} {
		if _, err := use(hash); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

package models_test

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"time"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

func TestATransactionThatFailsLeavesNothing(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	failure := errors.New("failure")
	err := store.InTx(t.Context(), func(tx *models.Tx) error {
		if err := tx.CreateUser(&models.User{ID: models.NewID(), Email: "a@example.com", Role: models.Admin, CreatedAt: start}); err != nil {
			return err
		}
		return failure
	})
	if !errors.Is(err, failure) {
		t.Fatalf("got %v", err)
	}
	if _, err := store.UserByEmail(t.Context(), "a@example.com"); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("got %v", err)
	}
}

// A replica that froze in the middle of a transaction must not keep everybody from its rows until somebody notices.
func TestAFrozenTransactionIsEnded(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	for setting, want := range map[string]string{"idle_in_transaction_session_timeout": "10s", "lock_timeout": "10s"} {
		var got string
		if err := store.Pool().QueryRow(t.Context(), "SHOW "+setting).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %q, %v", setting, got, err)
		}
	}
}

// When the program is slow, people give up and ask again. What nobody waits for any more must not take its turn as well.
func TestACallerWhoHasGoneDoesNotQueue(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	for range store.SQL().Stats().MaxOpenConnections {
		conn, err := store.SQL().Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
	}
	ctx, leave := context.WithCancel(t.Context())
	answer := make(chan error, 1)
	go func() {
		answer <- store.InTx(ctx, func(*models.Tx) error {
			t.Error("it was done for nobody")
			return nil
		})
	}()
	for store.SQL().Stats().WaitCount == 0 {
		runtime.Gosched()
	}
	leave()
	select {
	case err := <-answer:
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	case <-time.After(5 * time.Second):
		t.Error("it still waits for a connection")
	}
}

// Once it is under way, it comes to its end.
func TestATransactionThatHasBegunEndsWithoutItsCaller(t *testing.T) {
	t.Parallel()
	store := modelstest.Open(t)
	ctx, leave := context.WithCancel(t.Context())
	err := store.InTx(ctx, func(tx *models.Tx) error {
		leave()
		return tx.CreateUser(&models.User{ID: models.NewID(), Email: "a@example.com", Role: models.Admin, CreatedAt: start})
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.UserByEmail(t.Context(), "a@example.com"); err != nil {
		t.Error(err)
	}
}

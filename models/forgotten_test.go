package models_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"capiconnect/models"
	"capiconnect/models/modelstest"
)

// forgetful is a network in front of PostgreSQL that drops, from the moment in which forget is called, what is sent on the connections of
// before, and says nothing. Those that come later are fine.
type forgetful struct {
	net.Listener
	network, address string

	mu    sync.Mutex
	known []chan struct{}
}

func newForgetful(t *testing.T, postgres *pgx.ConnConfig) *forgetful {
	t.Helper()
	network, address := pgconn.NetworkAddress(postgres.Host, postgres.Port)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	f := &forgetful{Listener: listener, network: network, address: address}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return // closed
			}
			go f.carry(near)
		}
	}()
	return f
}

func (f *forgetful) carry(near net.Conn) {
	defer near.Close()
	far, err := net.Dial(f.network, f.address)
	if err != nil {
		return
	}
	defer far.Close()
	forgotten := make(chan struct{})
	f.mu.Lock()
	f.known = append(f.known, forgotten)
	f.mu.Unlock()
	go func() {
		_, _ = io.Copy(far, unlessForgotten{near, forgotten})
		far.Close()
	}()
	_, _ = io.Copy(near, unlessForgotten{far, forgotten})
}

func (f *forgetful) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, forgotten := range f.known {
		close(forgotten)
	}
	f.known = nil
}

// unlessForgotten reads and drops everything once its connection is forgotten.
type unlessForgotten struct {
	io.Reader
	forgotten chan struct{}
}

func (u unlessForgotten) Read(p []byte) (int, error) {
	for {
		n, err := u.Reader.Read(p)
		select {
		case <-u.forgotten:
			if err != nil {
				return 0, err
			}
		default:
			return n, err
		}
	}
}

// A network between the program and PostgreSQL forgets its connections, as one that translates addresses does after a while. Nobody is told;
// whoever asks next, with or without patience, gets an answer on another connection, and what happens is heard again.
func TestForgottenConnectionsAreReplaced(t *testing.T) {
	t.Parallel()
	direct, err := pgx.ParseConfig(modelstest.Database(t))
	if err != nil {
		t.Fatal(err)
	}
	network := newForgetful(t, direct)
	store, err := models.Open(t.Context(), fmt.Sprintf("postgres://%s:%s@%s/%s?sslmode=disable", direct.User, direct.Password, network.Addr(), direct.Database))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	changes, id := models.NewChanges(store), uuid.New()
	go changes.Listen(t.Context())
	changed, stop := changes.Watch(id)
	defer stop()
	<-changed // it listens
	asks := map[string]func(context.Context) error{
		"by gorm": func(ctx context.Context) error {
			_, err := store.Onboardings(ctx, nil, models.Paging{})
			return err
		},
		"by the pool": func(ctx context.Context) error {
			_, err := store.HoldUntil(ctx, "")
			return err
		},
		"in a transaction": func(ctx context.Context) error {
			return store.InTx(ctx, func(*models.Tx) error { return nil })
		},
	}
	for name, ask := range asks {
		if err := ask(t.Context()); err != nil {
			t.Fatalf("%s, before: %v", name, err)
		}
	}
	leaveIdle(t, direct)
	network.forget()
	for name, ask := range asks {
		begin := time.Now()
		if err := ask(t.Context()); err != nil || time.Since(begin) > 20*time.Second {
			t.Errorf("%s: %v after %s", name, err, time.Since(begin))
		}
	}
	<-changed // it listens anew
}

// leaveIdle waits, by PostgreSQL's clock, until kept connections count as idle.
func leaveIdle(t *testing.T, postgres *pgx.ConnConfig) {
	t.Helper()
	conn, err := pgx.ConnectConfig(t.Context(), postgres)
	if err == nil {
		_, err = conn.Exec(t.Context(), "SELECT pg_sleep(1.1)")
		conn.Close(context.Background())
	}
	if err != nil {
		t.Fatal(err)
	}
}

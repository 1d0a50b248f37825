package models

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

const (
	changesChannel = "capiconnect_changes"
	listenAgain    = time.Second
	// silenceLimit is how long nothing may be heard before the connection is asked whether it still leads anywhere.
	silenceLimit = 10 * time.Second
)

// Changes tells whoever waits that a business or an onboarding has changed, in whichever replica.
type Changes struct {
	pool *pgxpool.Pool
	keys *knownKeys

	mu      sync.Mutex
	waiting map[uuid.UUID]map[chan struct{}]struct{}
}

// NewChanges hears of the changes in store's database while Listen runs.
func NewChanges(store *Store) *Changes {
	return &Changes{pool: store.session, keys: &store.keys, waiting: map[uuid.UUID]map[chan struct{}]struct{}{}}
}

// Watch returns a channel that receives after each change of the row with this id, and a function that ends the watch. Changes
// that come close together may count as one, so read the row after each.
func (c *Changes) Watch(id uuid.UUID) (changed <-chan struct{}, stop func()) {
	watcher := make(chan struct{}, 1)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.waiting[id] == nil {
		c.waiting[id] = map[chan struct{}]struct{}{}
	}
	c.waiting[id][watcher] = struct{}{}
	return watcher, func() { c.forget(id, watcher) }
}

func (c *Changes) forget(id uuid.UUID, watcher chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.waiting[id], watcher)
	if len(c.waiting[id]) == 0 {
		delete(c.waiting, id)
	}
}

// Listen passes changes on until ctx ends. While the database is away it tries again, and then wakes every watcher, since what
// happened meanwhile is unknown.
func (c *Changes) Listen(ctx context.Context) {
	for ctx.Err() == nil {
		_ = c.listenOnce(ctx) // an error means that the connection is gone: all there is to do is to open another
		select {
		case <-ctx.Done():
		case <-time.After(listenAgain):
		}
	}
}

func (c *Changes) listenOnce(ctx context.Context) error {
	conn, err := c.pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("connecting to listen: %w", err)
	}
	hijacked := conn.Hijack() // a listening connection must not go back to the pool
	defer hangUp(hijacked)
	if _, err := hijacked.Exec(ctx, "LISTEN "+changesChannel); err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	c.wakeAll()
	for {
		notification, err := nextNotification(ctx, hijacked)
		if err != nil {
			return fmt.Errorf("waiting for changes: %w", err)
		}
		c.hear(notification.Payload)
	}
}

// hear passes on what a trigger has announced: the id of a row, or that an API key has changed.
func (c *Changes) hear(announced string) {
	if announced == "api_keys" {
		c.keys.forget()
		return
	}
	if id, err := uuid.Parse(announced); err == nil {
		c.wake(id)
	}
}

// nextNotification waits as long as the connection leads anywhere.
func nextNotification(ctx context.Context, conn *pgx.Conn) (*pgconn.Notification, error) {
	for {
		patient, cancel := context.WithTimeout(ctx, silenceLimit)
		notification, err := conn.WaitForNotification(patient)
		cancel()
		if !pgconn.Timeout(err) || ctx.Err() != nil {
			return notification, err
		}
		if isDead(ctx, conn) {
			return nil, errors.New("the connection leads nowhere any more")
		}
	}
}

// hangUp says goodbye, to whoever still listens.
func hangUp(conn *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.Background(), pingWithin)
	defer cancel()
	_ = conn.Close(ctx) // it is of no use, whether or not that is heard
}

func (c *Changes) wake(id uuid.UUID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for watcher := range c.waiting[id] {
		nudge(watcher)
	}
}

func (c *Changes) wakeAll() {
	c.keys.forget()
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, watchers := range c.waiting {
		for watcher := range watchers {
			nudge(watcher)
		}
	}
}

// nudge leaves a watcher that has not read the last change with just that one.
func nudge(watcher chan struct{}) {
	select {
	case watcher <- struct{}{}:
	default:
	}
}

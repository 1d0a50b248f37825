package onboarding

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"capiconnect/models"
	"capiconnect/onboarding/failpoint"
)

// maxTogether bounds how many deliveries share a transaction.
const maxTogether = 100

// inbox has what comes from Meta while others are being kept wait for them and share the next transaction. A thousand clients who remove the
// app at once are then acknowledged by a few commits.
type inbox struct {
	mu       sync.Mutex
	waiting  []*delivery
	isTended bool
}

// delivery is one request of Meta's. kept tells, once, whether its events are kept.
type delivery struct {
	ctx    context.Context
	events []models.MetaEvent
	kept   chan error
}

func (d *delivery) isAbandoned() bool { return d.ctx.Err() != nil }

// add tells whether the caller has to see to it that the inbox is emptied. Those whose senders do not wait any longer make room: Meta sends
// the same again, and while the database is away there must not be ever more of them.
func (i *inbox) add(d *delivery) (isFirst bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.waiting = append(slices.DeleteFunc(i.waiting, (*delivery).isAbandoned), d)
	isFirst = !i.isTended
	i.isTended = true
	return isFirst
}

// take returns what waits; none once the inbox is empty and nobody tends it any more.
func (i *inbox) take() (together []*delivery) {
	i.mu.Lock()
	defer i.mu.Unlock()
	count := min(len(i.waiting), maxTogether)
	together, i.waiting = i.waiting[:count:count], i.waiting[count:]
	i.isTended = count > 0
	return together
}

// keepEvents returns once events are kept together with the jobs that they need.
func (s *Service) keepEvents(ctx context.Context, events []models.MetaEvent) error {
	failpoint.Hit("event.after_receive")
	d := &delivery{ctx, events, make(chan error, 1)}
	if s.inbox.add(d) {
		s.work.Go(s.emptyInbox)
	}
	select {
	case err := <-d.kept:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Service) emptyInbox() {
	for together := s.inbox.take(); len(together) > 0; together = s.inbox.take() {
		s.keepDeliveries(together)
	}
}

// keepDeliveries tries each alone where one of them keeps all from being kept.
func (s *Service) keepDeliveries(together []*delivery) {
	err := contained(func() error { return s.keepTogether(together) })()
	if err != nil && len(together) > 1 && !errors.Is(err, models.ErrUnavailable) {
		for one := range slices.Chunk(together, 1) {
			s.keepDeliveries(one)
		}
		return
	}
	for _, d := range together {
		d.kept <- err
	}
}

func (s *Service) keepTogether(together []*delivery) error {
	var events []models.MetaEvent
	for _, d := range together {
		events = append(events, d.events...)
	}
	ctx := context.WithoutCancel(together[0].ctx)
	return s.Store.InTx(ctx, func(tx *models.Tx) error {
		added, err := tx.CreateEvents(events)
		if err != nil {
			return fmt.Errorf("keeping what Meta reports: %w", err)
		}
		return s.insertMany(ctx, tx, eventInserts(together, added))
	})
}

// eventInserts are of jobs for those of the events that have been added and wait for their outcome.
func eventInserts(together []*delivery, added []uuid.UUID) (inserts []river.InsertManyParams) {
	isNew := make(map[uuid.UUID]bool, len(added))
	for _, id := range added {
		isNew[id] = true
	}
	for _, d := range together {
		inserts = append(inserts, insertsIn(d.ctx, eventJobs(d.events, isNew))...)
	}
	return inserts
}

func eventJobs(events []models.MetaEvent, isNew map[uuid.UUID]bool) []river.JobArgs {
	var jobs []river.JobArgs
	for _, e := range events {
		if isNew[e.ID] && e.Outcome == nil {
			jobs = append(jobs, eventJob{EventID: e.ID})
		}
	}
	return jobs
}

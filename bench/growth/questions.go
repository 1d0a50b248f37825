package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"capiconnect/bench/rig"
	"capiconnect/models"
)

// question is something that the program asks its database, by the statements of its own store.
type question struct {
	name  string
	every string // when it is asked
	ask   func(ctx context.Context, store *models.Store) error
}

const askedTimes = 50

// timeOf is the middle of how long the answers took, the client included.
func (q question) timeOf(ctx context.Context, store *models.Store) (time.Duration, error) {
	var took []time.Duration
	for begun := time.Now(); len(took) < askedTimes && (len(took) < 5 || time.Since(begun) < 5*time.Second); {
		asked := time.Now()
		if err := q.ask(ctx, store); err != nil {
			return 0, fmt.Errorf("%s: %w", q.name, err)
		}
		took = append(took, time.Since(asked))
	}
	slices.Sort(took)
	return took[len(took)/2], nil
}

// questionsOf are what is asked of data with so much in it. Nothing that is asked changes it.
func questionsOf(ctx context.Context, store *models.Store, d rig.Data) ([]question, error) {
	at, err := placeIn(ctx, store, d)
	if err != nil {
		return nil, err
	}
	return slices.Concat(asked(d, at), lookedAfter(), dropped()), nil
}

var byName = &models.BusinessOrder{Field: models.BusinessByName, Direction: models.Ascending}

func first(n int, after *string) models.Paging { return models.Paging{First: &n, After: after} }

// placeIn is the cursor behind 95 % of all.
func placeIn(ctx context.Context, store *models.Store, d rig.Data) (string, error) {
	found, err := store.Businesses(ctx, &models.BusinessFilter{Search: &d.Place.SortName}, byName, first(1, nil))
	if err != nil {
		return "", err
	}
	if len(found.Edges) != 1 {
		return "", fmt.Errorf("%q is not there", d.Place.SortName)
	}
	return found.Edges[0].Cursor(), nil
}

// asked are questions of people: those of bench's works, and what the overview shows.
func asked(d rig.Data, place string) []question {
	page := func(filter *models.BusinessFilter, after *string) func(context.Context, *models.Store) error {
		return func(ctx context.Context, store *models.Store) error {
			_, err := store.Businesses(ctx, filter, byName, first(20, after))
			return err
		}
	}
	return []question{
		{"nested: 20 businesses with 20 and 10 datasets each", "a request", askNested},
		{"single: one business by its id", "a request", func(ctx context.Context, store *models.Store) error {
			_, err := store.Business(ctx, uuid.MustParse(d.Place.ID))
			return err
		}},
		{"deep: 20 businesses after 95 % of all", "a request", page(nil, &place)},
		{"search: 20 names that hold a text", "a request", page(&models.BusinessFilter{Search: &d.Searched}, nil)},
		{"totalCount of all businesses", "a request that selects it", func(ctx context.Context, store *models.Store) error {
			all, err := store.Businesses(ctx, nil, byName, first(1, nil))
			if err == nil {
				_, err = all.TotalCount(ctx)
			}
			return err
		}},
		{"overview: counts and the funnel of 30 days", "a look at the overview", func(ctx context.Context, store *models.Store) error {
			_, err := store.Overview(ctx, time.Now().Add(-30*24*time.Hour))
			return err
		}},
	}
}

func askNested(ctx context.Context, store *models.Store) error {
	page, err := store.Businesses(ctx, nil, byName, first(20, nil))
	if err != nil {
		return err
	}
	var ids []uuid.UUID
	for _, edge := range page.Edges {
		ids = append(ids, edge.Node.ID)
	}
	for relation, size := range map[models.DatasetRelation]int{models.Owned: 20, models.Shared: 10} {
		if _, err := store.DatasetsOfBusinesses(ctx, ids, relation, first(size, nil)); err != nil {
			return err
		}
	}
	return nil
}

// lookedAfter is what the program asks by the clock, on one replica.
func lookedAfter() []question {
	return []question{
		{"counts for the metrics: businesses, jobs", "scrape", func(ctx context.Context, store *models.Store) error {
			_, businesses := store.CountBusinesses(ctx)
			_, jobs := store.JobLines(ctx)
			return errors.Join(businesses, jobs)
		}},
		{"onboardings whose time is over", "5 s", func(ctx context.Context, store *models.Store) error {
			_, err := store.OverdueOnboardings(ctx, time.Now(), 100)
			return err
		}},
		{"tokens to check, of which most are planned", "5 min", func(ctx context.Context, store *models.Store) error {
			_, err := store.BusinessesToCheck(ctx, time.Now().Add(-23*time.Hour), "check", 1000)
			return err
		}},
		{"tokens to refresh", "5 min", func(ctx context.Context, store *models.Store) error {
			_, err := store.BusinessesToRefresh(ctx, time.Now().Add(21*24*time.Hour), "refresh", 1000)
			return err
		}},
		{"what has lost its job", "5 min", func(ctx context.Context, store *models.Store) error {
			_, onboardings := store.OnboardingsUnderWay(ctx, uuid.Nil, 1000)
			_, revocations := store.BusinessesBeingRevoked(ctx, uuid.Nil, 1000)
			_, syncs := store.BusinessesToSync(ctx, time.Now().Add(-5*time.Minute), uuid.Nil, 1000)
			return errors.Join(onboardings, revocations, syncs)
		}},
		{"500 events of the audit that wait for their places", "1 min", undone(linkSome)},
		{"who holds a grant, every row of it", "6 h", func(ctx context.Context, store *models.Store) error {
			_, err := store.GrantHolders(ctx, time.Now())
			return err
		}},
	}
}

func linkSome(tx *models.Tx) error {
	head, err := tx.LastAuditLink()
	if err != nil {
		return err
	}
	events, err := tx.UnlinkedEvents(500)
	if err != nil {
		return err
	}
	links := make([]models.AuditLink, len(events))
	for i, e := range events {
		links[i] = models.AuditLink{Seq: head.Seq + int64(i) + 1, EventID: e.ID, Hash: make([]byte, 32)}
	}
	return tx.LinkAudit(links)
}

// dropped is what looks every hour for rows that have been kept long enough, and finds none.
func dropped() (all []question) {
	long := time.Now().Add(-90 * 24 * time.Hour)
	for _, what := range []models.Expiring{
		models.ExpiringAttempts, models.ExpiringChanges, models.ExpiringCredentials, models.ExpiringEvents, models.ExpiringHolds, models.ExpiringLeases,
		models.ExpiringLinks, models.ExpiringOnboardingFacts, models.ExpiringOnboardings, models.ExpiringOrphans, models.ExpiringSyncs,
		models.ExpiringUsage, models.ExpiringWebhookEvents,
	} {
		all = append(all, question{"old " + string(what), "1 h", undone(func(tx *models.Tx) error {
			_, err := tx.DropExpired(what, long, 1000)
			return err
		})})
	}
	return all
}

var errUndone = errors.New("undone")

// undone does something in a transaction that never ends well.
func undone(do func(*models.Tx) error) func(context.Context, *models.Store) error {
	return func(ctx context.Context, store *models.Store) error {
		err := store.InTx(ctx, func(tx *models.Tx) error {
			if err := do(tx); err != nil {
				return err
			}
			return errUndone
		})
		if errors.Is(err, errUndone) {
			return nil
		}
		return err
	}
}

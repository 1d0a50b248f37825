package onboarding

import (
	"context"
	"errors"
	"iter"

	"golang.org/x/sync/errgroup"

	"capiconnect/meta"
	"capiconnect/models"
	"capiconnect/onboarding/failpoint"
)

// list is one of the two dataset lists of a business on its way into a run.
type list struct {
	*Service
	token    meta.Token
	business *models.Business
	run      *models.SyncRun
	relation models.DatasetRelation
}

// read reads the list to its end, from the page after the last one that was kept. A cursor that Meta does not know any more costs
// one new beginning; if that does not help, it is a failure like others.
func (l list) read(ctx context.Context) error {
	last, err := l.Store.LastSyncPage(ctx, l.run.ID, l.relation)
	switch {
	case errors.Is(err, models.ErrNotFound):
		return l.readAfter(ctx, 0, "")
	case err != nil:
		return err
	case last.NextCursor == nil:
		return nil
	}
	err = l.readAfter(ctx, last.Number, *last.NextCursor)
	var failure *meta.Error
	if !errors.As(err, &failure) || failure.Reason != meta.CursorInvalid {
		return err
	}
	if err := l.Store.InTx(ctx, func(tx *models.Tx) error { return tx.DropSyncPages(l.run.ID, l.relation) }); err != nil {
		return err
	}
	return l.readAfter(ctx, 0, "")
}

// readAfter keeps each page while the next one is on its way, and also when that one does not come.
func (l list) readAfter(ctx context.Context, number int, cursor string) error {
	both, bothCtx := errgroup.WithContext(ctx)
	read := make(chan meta.DatasetPage)
	both.Go(contained(func() error {
		defer close(read)
		return l.fetch(bothCtx, cursor, read)
	}))
	both.Go(contained(func() error {
		for page := range read {
			number++
			if err := l.keep(ctx, number, page); err != nil {
				return err
			}
		}
		return nil
	}))
	return both.Wait()
}

func (l list) fetch(ctx context.Context, cursor string, read chan<- meta.DatasetPage) error {
	for page, err := range l.pages(ctx, cursor) {
		if err != nil {
			return err
		}
		failpoint.Hit("sync.after_fetch")
		select {
		case read <- page:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

func (l list) keep(ctx context.Context, number int, page meta.DatasetPage) error {
	kept := &models.SyncPage{
		RunID: l.run.ID, Relation: l.relation, Number: number, Facts: facts(page.Datasets), NextCursor: nonZero(page.After),
	}
	if err := l.Store.InTx(ctx, func(tx *models.Tx) error { return tx.KeepSyncPage(l.run, kept, l.Now()) }); err != nil {
		return err
	}
	failpoint.Hit("sync.after_page_commit")
	return nil
}

func (l list) pages(ctx context.Context, after string) iter.Seq2[meta.DatasetPage, error] {
	if l.relation == models.Owned {
		return l.Meta.OwnedDatasets(ctx, l.token, l.business.MetaID, after)
	}
	return l.Meta.SharedDatasets(ctx, l.token, l.business.MetaID, after)
}

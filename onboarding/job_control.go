package onboarding

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"capiconnect/models"
)

// cancelObstacles says, for the kinds of jobs that must not be cancelled, what would break. Most would also be made anew within minutes, by
// resume, so that cancelling them would only look as if it did something.
var cancelObstacles = map[string]string{
	identifyJob{}.Kind(): "A client waits for it: only this job finds out whose the stored token is.",
	syncJob{}.Kind():     "A client may wait for it, and the program would plan it anew within minutes. Disconnect the business if it is not to be read.",
	revokeJob{}.Kind():   "It ends a connection: without it the token would go on working at Meta.",
	eventJob{}.Kind():    "It looks into what Meta has reported: without it nobody here would notice that a client has removed the app.",
	deliverJob{}.Kind():  "Events wait for it, and the program would plan it anew within seconds. Disable the endpoint if nothing is to be sent there.",
	deleteJob{}.Kind():   "It deletes the data of a client who has asked Meta for that.",
}

// CancelObstacle says why jobs of a kind must not be cancelled, in a sentence for a person; nil where they may be.
func CancelObstacle(kind string) *string { return nonZero(cancelObstacles[kind]) }

// RetryJob gives a job its turn at once that waits for its time, was given up or was cancelled.
func (s *Service) RetryJob(ctx context.Context, id uuid.UUID) (*models.Job, error) {
	return s.changeJob(ctx, id, "job: retried", func(tx *models.Tx, j *models.Job) error {
		switch j.State {
		case models.JobWaiting, models.JobRunning:
			return errJobRuns
		case models.JobCompleted:
			return errJobDone
		}
		_, err := s.queue.JobRetryTx(ctx, tx.Pgx(), j.Number())
		return err
	})
}

// CancelJob ends a job for good. One that is running ends with its next look at whether it may go on.
func (s *Service) CancelJob(ctx context.Context, id uuid.UUID) (*models.Job, error) {
	return s.changeJob(ctx, id, "job: cancelled", func(tx *models.Tx, j *models.Job) error {
		switch obstacle := CancelObstacle(j.Kind); {
		case obstacle != nil:
			return &Error{Code: JobNeeded, Message: "This job must not be cancelled. " + *obstacle}
		case j.EndedAt != nil:
			return errJobOver
		}
		_, err := s.queue.JobCancelTx(ctx, tx.Pgx(), j.Number())
		return err
	})
}

// changeJob changes a job in one transaction with its audit row, and returns it as it is then. Where an equal one has taken its place in the
// queue meanwhile, the change is refused.
func (s *Service) changeJob(ctx context.Context, id uuid.UUID, action string, change func(*models.Tx, *models.Job) error) (*models.Job, error) {
	err := s.Store.InTx(ctx, func(tx *models.Tx) error {
		j, err := tx.LockJob(id)
		if err != nil {
			return err
		}
		if err := change(tx, j); err != nil {
			return err
		}
		return tx.Audit(s.auditOf(ctx, action, "job", j.ID, models.JSON{"state": j.State}, aboutJob(j)))
	})
	var j *models.Job
	if err == nil {
		j, err = s.Store.Job(context.WithoutCancel(ctx), id)
	}
	switch {
	case errors.Is(err, models.ErrNotFound):
		return nil, errNoJob
	case errors.Is(err, models.ErrExists):
		return nil, errJobTwin
	case err != nil && !errors.As(err, new(*Error)):
		return nil, fmt.Errorf("changing a job: %w", err)
	}
	return j, err
}

// aboutJob is what the audit keeps of a job, which the queue forgets.
func aboutJob(j *models.Job) models.JSON {
	about := models.JSON{"kind": j.Kind}
	for name, id := range map[string]*uuid.UUID{"business": j.BusinessID, "onboarding": j.OnboardingID, "event": j.EventID, "deletion": j.DeletionID} {
		if id != nil {
			about[name] = *id
		}
	}
	return about
}

package onboarding

import (
	"context"
	"errors"
	"regexp"
	"time"

	"github.com/google/uuid"

	"capiconnect/meta"
	"capiconnect/models"
)

const (
	// testEvery keeps whoever presses the button again and again from filling a dataset.
	testEvery = time.Minute
	// The one test event there is. Its person exists nowhere: nobody's ads follow from it.
	testEventName    = "ConnectionTest"
	testEventSource  = "system_generated"
	testEventAddress = "connection-test@example.com"
)

// testCode is the form of what Events Manager shows, for example "TEST12345", and of whatever else it may show some day.
var testCode = regexp.MustCompile(`^[A-Za-z0-9_-]{1,50}$`)

var (
	errTestedJustNow = &Error{Code: Busy, Message: "A test event was sent to this dataset less than a minute ago. Look for it in Events Manager before you send another."}
	errNoTestCode    = invalid("testEventCode", "A test event code has 1 to 50 letters and digits, for example TEST12345.")
)

// TestInput says where a test event is sent.
type TestInput struct {
	BusinessID    uuid.UUID // by whose token
	DatasetID     uuid.UUID
	TestEventCode string
}

// TestEvent is an event that was sent to see whether events arrive, and what Meta said.
type TestEvent struct {
	ID        string // by which Events Manager knows it
	Name      string
	SentAt    time.Time
	Received  *int // how many events Meta has taken; nil when it has not said so
	FBTraceID *string
	Problem   *Problem // why it did not arrive; nil when it did
}

// SendTestEvent sends an event to a dataset that a connected business lists. Meta processes it as any other. An *Error beside the event
// says that Meta did not take it; one without an event, that nothing was sent.
func (s *Service) SendTestEvent(ctx context.Context, in TestInput) (*TestEvent, error) {
	if !testCode.MatchString(in.TestEventCode) {
		return nil, errNoTestCode
	}
	return answer(ctx, s, func(ctx context.Context) (*TestEvent, error) { return s.test(ctx, in) })
}

func (s *Service) test(ctx context.Context, in TestInput) (*TestEvent, error) {
	b, err := s.connected(ctx, in.BusinessID)
	if err != nil {
		return nil, err
	}
	token, err := s.usableTokenOf(ctx, b)
	if err != nil {
		return nil, err
	}
	event := &TestEvent{ID: uuid.NewString(), Name: testEventName, SentAt: s.Now().Truncate(time.Second)}
	dataset, err := s.intendToTest(ctx, in, event)
	if err != nil {
		return nil, err
	}
	ctx = meta.WithBusiness(ctx, b.MetaID)
	receipt, err := s.Meta.SendTestEvent(ctx, token, dataset.MetaID, in.TestEventCode, meta.Event{
		ID: event.ID, Name: event.Name, Time: event.SentAt, ActionSource: testEventSource, Email: testEventAddress,
	})
	if err != nil {
		return event, s.testRefused(ctx, b, event, err)
	}
	event.Received, event.FBTraceID = &receipt.Received, nonZero(receipt.FBTraceID)
	s.seeFired(ctx, token, dataset)
	return event, nil
}

// intendToTest notes who sends which event where, before anything is sent.
func (s *Service) intendToTest(ctx context.Context, in TestInput, event *TestEvent) (dataset *models.Dataset, err error) {
	err = s.Store.InTx(ctx, func(tx *models.Tx) error {
		b, err := lockConnected(tx, in.BusinessID)
		if err != nil {
			return err
		}
		if err := checkListed(tx, b, in.DatasetID); err != nil {
			return err
		}
		if err := mayUse(b, in.DatasetID); err != nil {
			return err
		}
		if err := tx.ClaimTest(in.DatasetID, s.Now().Add(-testEvery), s.Now()); err != nil {
			return err
		}
		if dataset, err = tx.Dataset(in.DatasetID); err != nil {
			return err
		}
		return tx.Audit(s.auditOf(ctx, "dataset: test event sent", "dataset", in.DatasetID, nil, models.JSON{"business": b.ID, "eventId": event.ID}))
	})
	if errors.Is(err, models.ErrStale) {
		err = errTestedJustNow
	}
	return dataset, err
}

// testRefused tells why a test event did not arrive. Only Meta's word that the token is dead changes anything about the business.
func (s *Service) testRefused(ctx context.Context, b *models.Business, event *TestEvent, cause error) error {
	p := problemOf(cause, s.Now())
	event.Problem, event.FBTraceID = Explain(p), p.FBTraceID
	if isDead(cause) {
		if _, err := s.connectionFailed(ctx, b, cause); err != nil && !errors.Is(err, models.ErrStale) {
			return err
		}
	}
	if mayPass(cause) {
		return refusal(MetaUnavailable, p)
	}
	return refusal(MetaRefused, p)
}

// seeFired asks Meta when the dataset last received an event, so that the one just sent shows at once. Where Meta cannot tell, the next sync
// finds out.
func (s *Service) seeFired(ctx context.Context, token meta.Token, dataset *models.Dataset) {
	now, err := s.Meta.Dataset(ctx, token, dataset.MetaID)
	if err == nil && !now.LastFiredTime.IsZero() {
		err = s.Store.KeepFired(ctx, dataset.ID, now.LastFiredTime)
	}
	if err != nil {
		s.Log.WarnContext(ctx, "asking when a dataset last received an event", "dataset", dataset.ID, "error", err)
	}
}

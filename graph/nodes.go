package graph

import (
	"context"
	"net/url"

	"github.com/google/uuid"
	"github.com/vikstrous/dataloadgen"

	"capiconnect/models"
	"capiconnect/onboarding"
)

// node asks every type for the id, at once; at most one has it.
func (r *Resolver) node(ctx context.Context, id uuid.UUID) (models.Node, error) {
	business := loadersFrom(ctx).businesses.LoadThunk(ctx, id)
	dataset := loadersFrom(ctx).datasets.LoadThunk(ctx, id)
	onboarding := loadersFrom(ctx).onboardings.LoadThunk(ctx, id)
	orphanGrant := loadersFrom(ctx).orphanGrants.LoadThunk(ctx, id)
	if found, err := business(); found != nil || err != nil {
		return found, err
	}
	if found, err := dataset(); found != nil || err != nil {
		return found, err
	}
	if found, err := onboarding(); found != nil || err != nil {
		return found, err
	}
	if found, err := orphanGrant(); found != nil || err != nil {
		return found, err
	}
	if login, err := r.Workflow.LoginConfiguration(&id); err == nil {
		return login, nil
	}
	return nil, nil
}

func (r *Resolver) business(ctx context.Context, id uuid.UUID) (*models.Business, error) {
	return rowByID(ctx, id, r.reader(ctx).BusinessByID, func(l *loaders) *dataloadgen.Loader[uuid.UUID, *models.Business] { return l.businesses })
}

func (r *Resolver) dataset(ctx context.Context, id uuid.UUID) (*models.Dataset, error) {
	return rowByID(ctx, id, r.reader(ctx).DatasetByID, func(l *loaders) *dataloadgen.Loader[uuid.UUID, *models.Dataset] { return l.datasets })
}

// onboarding reads one onboarding. For the holder of an onboarding token there is only its own, which it need not name.
func (r *Resolver) onboarding(ctx context.Context, id *uuid.UUID) (*models.Onboarding, error) {
	if actor, _ := onboarding.ActorFrom(ctx); id == nil {
		id = &actor.OnboardingID
	}
	if !maySee(ctx, *id) {
		return nil, nil
	}
	return loadersFrom(ctx).onboardings.Load(ctx, *id)
}

// watchOnboarding follows one onboarding, under the same rule.
func (r *Resolver) watchOnboarding(ctx context.Context, id uuid.UUID) (<-chan *models.Onboarding, error) {
	if !maySee(ctx, id) {
		return nil, errNothingToWatch
	}
	return watch(ctx, r.Changes, id, r.Reader.OnboardingsByID)
}

func maySee(ctx context.Context, onboardingID uuid.UUID) bool {
	actor, _ := onboarding.ActorFrom(ctx)
	return actor.OnboardingID == uuid.Nil || actor.OnboardingID == onboardingID
}

// businessOf reads the business that an onboarding has led to, if it has.
func (r *Resolver) businessOf(ctx context.Context, o *models.Onboarding) (*models.Business, error) {
	if o == nil {
		return nil, nil
	}
	return ifAny(ctx, loadersFrom(ctx).businesses, o.BusinessID)
}

// ifAny loads what an id leads to, if there is one.
func ifAny[T any](ctx context.Context, loader *dataloadgen.Loader[uuid.UUID, *T], id *uuid.UUID) (*T, error) {
	if id == nil {
		return nil, nil
	}
	return loader.Load(ctx, *id)
}

// chosenOf reads the dataset that was chosen among those of a business, if one was.
func (r *Resolver) chosenOf(ctx context.Context, b *models.Business) (*models.Dataset, error) {
	if b.ChosenDatasetID == nil {
		return nil, nil
	}
	return loadersFrom(ctx).datasets.Load(ctx, *b.ChosenDatasetID)
}

// orphanOf reads the open orphan grant of a business. One whose code may be just on its way is none yet.
func (r *Resolver) orphanOf(ctx context.Context, b *models.Business) (*models.OrphanGrant, error) {
	g, err := loadersFrom(ctx).openOrphanGrants.Load(ctx, b.ID)
	if g != nil && r.Workflow.Now().Sub(g.FoundAt) < models.OrphanGrace {
		return nil, err
	}
	return g, err
}

// onlyBusinessOf reads the one business that an onboarding may connect, if there is one.
func (r *Resolver) onlyBusinessOf(ctx context.Context, o *models.Onboarding) (*models.Business, error) {
	if o.OnlyBusinessID == nil {
		return nil, nil
	}
	return loadersFrom(ctx).businesses.Load(ctx, *o.OnlyBusinessID)
}

// tested is a dataset as it is after an event was sent there; none where nothing was.
func (r *Resolver) tested(ctx context.Context, sent *onboarding.TestEvent, id uuid.UUID) (*models.Dataset, error) {
	if sent == nil {
		return nil, nil
	}
	return loadersFrom(ctx).datasets.Load(ctx, id)
}

func viewer(ctx context.Context) *onboarding.Actor {
	actor, _ := onboarding.ActorFrom(ctx)
	return &actor
}

func role(actor *onboarding.Actor) *models.Role {
	if actor.Role == "" {
		return nil
	}
	return &actor.Role
}

// name is null for the holder of an onboarding token, who has none.
func name(actor *onboarding.Actor) *string {
	if actor.Kind == models.ActorOnboardingToken {
		return nil
	}
	return &actor.Name
}

// connectedAppsURL is Meta's page on which a client can take single datasets or the whole app away.
func connectedAppsURL(b *models.Business) string {
	return "https://business.facebook.com/latest/settings/connected_apps/?" + url.Values{"business_id": {b.MetaID}}.Encode()
}

func eventsManagerURL(d *models.Dataset) string {
	return "https://business.facebook.com/events_manager2/list/dataset/" + url.PathEscape(d.MetaID) + "/overview"
}

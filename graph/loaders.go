package graph

import (
	"context"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vikstrous/dataloadgen"

	"capiconnect/models"
)

// gather is how long a loader waits for more keys of the same level of a query. Tests wait longer, as a busy machine may be late with some.
var gather = time.Millisecond

// loaders read what the fields of one response ask for, one statement a level whatever the size of the page.
type loaders struct {
	auditPlaces       *dataloadgen.Loader[uuid.UUID, *int]
	businesses        *dataloadgen.Loader[uuid.UUID, *models.Business]
	businessPages     *dataloadgen.Loader[pageKey, *models.BusinessPage]
	changePages       *dataloadgen.Loader[pageKey, *models.DatasetChangePage]
	datasets          *dataloadgen.Loader[uuid.UUID, *models.Dataset]
	datasetPages      *dataloadgen.Loader[datasetPageKey, *models.DatasetPage]
	deletions         *dataloadgen.Loader[uuid.UUID, *models.Deletion]
	eventBusinesses   *dataloadgen.Loader[uuid.UUID, *models.Business]
	eventOrphans      *dataloadgen.Loader[uuid.UUID, *models.OrphanGrant]
	grants            *dataloadgen.Loader[uuid.UUID, []models.PermissionGrant]
	metaEvents        *dataloadgen.Loader[uuid.UUID, *models.MetaEvent]
	linkedSince       *dataloadgen.Loader[uuid.UUID, *time.Time]
	linkEnds          *dataloadgen.Loader[uuid.UUID, *time.Time]
	onboardings       *dataloadgen.Loader[uuid.UUID, *models.Onboarding]
	onboardingPages   *dataloadgen.Loader[pageKey, *models.OnboardingPage]
	openSessions      *dataloadgen.Loader[uuid.UUID, int]
	orphanGrants      *dataloadgen.Loader[uuid.UUID, *models.OrphanGrant]
	revocations       *dataloadgen.Loader[uuid.UUID, *models.Revocation]
	steps             *dataloadgen.Loader[uuid.UUID, []models.OnboardingStep]
	syncs             *dataloadgen.Loader[uuid.UUID, *models.SyncRun]
	unreachablePages  *dataloadgen.Loader[pageKey, *models.DatasetPage]
	users             *dataloadgen.Loader[uuid.UUID, *models.User]
	openOrphanGrants  *dataloadgen.Loader[uuid.UUID, *models.OrphanGrant] // by business
	reconnections     *dataloadgen.Loader[uuid.UUID, *models.Reconnection]
	reconnectionPages *dataloadgen.Loader[pageKey, *models.DatasetChangePage]
	stoppedPages      *dataloadgen.Loader[pageKey, *models.OnboardingPage]
	tokenLeasePages   *dataloadgen.Loader[pageKey, *models.TokenLeasePage]
	webhookAttempts   *dataloadgen.Loader[uuid.UUID, []models.WebhookAttempt]
	webhookDeliveries *dataloadgen.Loader[uuid.UUID, *models.WebhookDelivery]
	webhookEndpoints  *dataloadgen.Loader[uuid.UUID, *models.WebhookEndpoint]
	webhookEvents     *dataloadgen.Loader[uuid.UUID, *models.WebhookEvent]
	webhookQueues     *dataloadgen.Loader[uuid.UUID, models.WebhookQueue]
	webhooksInLine    *dataloadgen.Loader[uuid.UUID, bool]
}

func newLoaders(reader Reader) *loaders {
	return &loaders{
		auditPlaces:   newLoader(reader.AuditPlaces),
		businesses:    newLoader(reader.BusinessesByID),
		businessPages: newPageLoader(reader.BusinessesOfDatasets),
		changePages:   newPageLoader(reader.DatasetChangesOfBusinesses),
		datasets:      newLoader(reader.DatasetsByID),
		datasetPages: newLoader(func(ctx context.Context, keys []datasetPageKey) (map[datasetPageKey]*models.DatasetPage, error) {
			return inGroups(ctx, keys,
				func(k datasetPageKey) (datasetPageKey, uuid.UUID) {
					return datasetPageKey{relation: k.relation, paging: k.paging}, k.business
				},
				func(k datasetPageKey, business uuid.UUID) datasetPageKey {
					return datasetPageKey{business, k.relation, k.paging}
				},
				func(ctx context.Context, k datasetPageKey, businesses []uuid.UUID) (map[uuid.UUID]*models.DatasetPage, error) {
					return reader.DatasetsOfBusinesses(ctx, businesses, k.relation, k.paging.paging())
				})
		}),
		deletions:         newLoader(reader.DeletionsByID),
		eventBusinesses:   newLoader(reader.BusinessesOfMetaEvents),
		eventOrphans:      newLoader(reader.OrphanGrantsOfMetaEvents),
		grants:            newLoader(reader.GrantsOfBusinesses),
		metaEvents:        newLoader(reader.MetaEventsByID),
		linkedSince:       newLoader(reader.LinkedSinceOfUsers),
		linkEnds:          newLoader(reader.LinkEndsOfUsers),
		onboardings:       newLoader(reader.OnboardingsByID),
		onboardingPages:   newPageLoader(reader.OnboardingsOfBusinesses),
		openSessions:      newLoader(reader.OpenSessionsOfUsers),
		orphanGrants:      newLoader(reader.OrphanGrantsByID),
		revocations:       newLoader(reader.RevocationsOfBusinesses),
		steps:             newLoader(reader.StepsOfOnboardings),
		syncs:             newLoader(reader.LastSyncsOfBusinesses),
		unreachablePages:  newPageLoader(reader.UnreachableDatasetsOfBusinesses),
		users:             newLoader(reader.UsersByID),
		openOrphanGrants:  newLoader(reader.OpenOrphanGrantsOfBusinesses),
		reconnections:     newLoader(reader.ReconnectionsOfBusinesses),
		reconnectionPages: newPageLoader(reader.ReconnectionChangesOfBusinesses),
		stoppedPages:      newPageLoader(reader.StoppedOnboardingsOfBusinesses),
		tokenLeasePages:   newPageLoader(reader.TokenLeasesOfBusinesses),
		webhookAttempts:   newLoader(reader.WebhookAttemptsOfDeliveries),
		webhookDeliveries: newLoader(reader.WebhookDeliveriesByID),
		webhookEndpoints:  newLoader(reader.WebhookEndpointsByID),
		webhookEvents:     newLoader(reader.WebhookEventsByID),
		webhookQueues:     newLoader(reader.WebhookQueuesOfEndpoints),
		webhooksInLine:    newLoader(reader.WebhookDeliveriesInLine),
	}
}

// newLoader batches calls of read. A key that read does not answer has nothing, which is no error.
func newLoader[K comparable, V any](read func(context.Context, []K) (map[K]V, error)) *dataloadgen.Loader[K, V] {
	return dataloadgen.NewLoader(func(ctx context.Context, keys []K) ([]V, []error) {
		found, err := read(ctx, keys)
		if err != nil {
			return nil, []error{err}
		}
		values := make([]V, len(keys))
		for i, key := range keys {
			values[i] = found[key]
		}
		return values, nil
	}, dataloadgen.WithWait(gather))
}

func newPageLoader[T any](read func(context.Context, []uuid.UUID, models.Paging) (map[uuid.UUID]*models.Page[T], error)) *dataloadgen.Loader[pageKey, *models.Page[T]] {
	return newLoader(func(ctx context.Context, keys []pageKey) (map[pageKey]*models.Page[T], error) {
		return inGroups(ctx, keys,
			func(k pageKey) (pagingKey, uuid.UUID) { return k.paging, k.parent },
			func(paging pagingKey, parent uuid.UUID) pageKey { return pageKey{parent, paging} },
			func(ctx context.Context, paging pagingKey, parents []uuid.UUID) (map[uuid.UUID]*models.Page[T], error) {
				return read(ctx, parents, paging.paging())
			})
	})
}

// inGroups reads the parents of all keys that differ in nothing else with one call each. A query asks for one page of a list, so
// there is usually one group; an alias may ask for another.
func inGroups[K, G comparable, V any](
	ctx context.Context, keys []K, split func(K) (G, uuid.UUID), join func(G, uuid.UUID) K,
	read func(context.Context, G, []uuid.UUID) (map[uuid.UUID]V, error),
) (map[K]V, error) {
	groups := map[G][]uuid.UUID{}
	for _, key := range keys {
		group, parent := split(key)
		groups[group] = append(groups[group], parent)
	}
	all := make(map[K]V, len(keys))
	for group, parents := range groups {
		found, err := read(ctx, group, parents)
		if err != nil {
			return nil, err
		}
		for parent, value := range found {
			all[join(group, parent)] = value
		}
	}
	return all, nil
}

type loadersKey struct{}

// withLoaders gives each response loaders of its own: a subscription's next event must not see what an earlier one read.
func withLoaders(reader func(context.Context) Reader) graphql.ResponseMiddleware {
	return func(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
		return next(context.WithValue(ctx, loadersKey{}, sync.OnceValue(func() *loaders { return newLoaders(reader(ctx)) })))
	}
}

func loadersFrom(ctx context.Context) *loaders { return ctx.Value(loadersKey{}).(func() *loaders)() }

// rowByID reads the row that a field of the root asks for. Where that is the only field, a loader would wait for nobody.
func rowByID[T any](
	ctx context.Context, id uuid.UUID,
	read func(context.Context, uuid.UUID, models.Columns) (*T, error), loader func(*loaders) *dataloadgen.Loader[uuid.UUID, *T],
) (*T, error) {
	if set := graphql.GetOperationContext(ctx).Operation.SelectionSet; len(set) > 1 || !isField(set[0]) {
		return loader(loadersFrom(ctx)).Load(ctx, id)
	}
	return read(ctx, id, columnsFrom(ctx))
}

func isField(selection ast.Selection) bool {
	_, is := selection.(*ast.Field)
	return is
}

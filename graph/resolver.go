// Package graph is the GraphQL API: the schema, thin resolvers, loaders, and who may ask for what. It must not know gorm, Meta,
// tokens in the clear or cookies: whoever calls is in the context, put there by the server.
package graph

import (
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"capiconnect/models"
	"capiconnect/onboarding"
)

// Reader is what the API may read, and takes away the power to write. *models.Store satisfies it.
type Reader interface {
	AuditEvents(context.Context, *models.AuditEventFilter, models.Paging) (*models.AuditEventPage, error)
	Businesses(context.Context, *models.BusinessFilter, *models.BusinessOrder, models.Paging) (*models.BusinessPage, error)
	BusinessesByID(context.Context, []uuid.UUID) (map[uuid.UUID]*models.Business, error)
	BusinessesOfDatasets(context.Context, []uuid.UUID, models.Paging) (map[uuid.UUID]*models.BusinessPage, error)
	Datasets(context.Context, *models.DatasetFilter, *models.DatasetOrder, models.Paging) (*models.DatasetPage, error)
	DatasetChangesOfBusinesses(context.Context, []uuid.UUID, models.Paging) (map[uuid.UUID]*models.DatasetChangePage, error)
	DatasetsByID(context.Context, []uuid.UUID) (map[uuid.UUID]*models.Dataset, error)
	DatasetsOfBusinesses(context.Context, []uuid.UUID, models.DatasetRelation, models.Paging) (map[uuid.UUID]*models.DatasetPage, error)
	GrantsOfBusinesses(context.Context, []uuid.UUID) (map[uuid.UUID][]models.PermissionGrant, error)
	LastSyncsOfBusinesses(context.Context, []uuid.UUID) (map[uuid.UUID]*models.SyncRun, error)
	Onboardings(context.Context, *models.OnboardingFilter, models.Paging) (*models.OnboardingPage, error)
	OnboardingsByID(context.Context, []uuid.UUID) (map[uuid.UUID]*models.Onboarding, error)
	OnboardingsOfBusinesses(context.Context, []uuid.UUID, models.Paging) (map[uuid.UUID]*models.OnboardingPage, error)
	OrphanGrants(ctx context.Context, filter *models.OrphanGrantFilter, now time.Time, paging models.Paging) (*models.OrphanGrantPage, error)
	OrphanGrantsByID(context.Context, []uuid.UUID) (map[uuid.UUID]*models.OrphanGrant, error)
	OpenOrphanGrantsOfBusinesses(context.Context, []uuid.UUID) (map[uuid.UUID]*models.OrphanGrant, error)
	ReconnectionsOfBusinesses(context.Context, []uuid.UUID) (map[uuid.UUID]*models.Reconnection, error)
	ReconnectionChangesOfBusinesses(context.Context, []uuid.UUID, models.Paging) (map[uuid.UUID]*models.DatasetChangePage, error)
	RevocationsOfBusinesses(context.Context, []uuid.UUID) (map[uuid.UUID]*models.Revocation, error)
	StoppedOnboardingsOfBusinesses(context.Context, []uuid.UUID, models.Paging) (map[uuid.UUID]*models.OnboardingPage, error)
	StepsOfOnboardings(context.Context, []uuid.UUID) (map[uuid.UUID][]models.OnboardingStep, error)
	UnreachableDatasetsOfBusinesses(context.Context, []uuid.UUID, models.Paging) (map[uuid.UUID]*models.DatasetPage, error)
	Usage(ctx context.Context, since time.Time) ([]models.MetaUsage, error)
}

// Config is what the API works with.
type Config struct {
	Reader    Reader
	Workflow  *onboarding.Service
	Changes   *models.Changes
	Documents Documents
	Log       *slog.Logger
}

// Resolver answers the root fields.
type Resolver struct{ Config }

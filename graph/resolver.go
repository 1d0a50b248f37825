// Package graph is the GraphQL API: the schema, thin resolvers, loaders, and who may ask for what. It must not know gorm, Meta,
// tokens in the clear (but for a leased one, which it passes on) or cookies: whoever calls is in the context, put there by the server.
package graph

import (
	"context"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"go.opentelemetry.io/otel/trace"

	"capiconnect/doctor"
	"capiconnect/models"
	"capiconnect/onboarding"
)

// Reader is what the API may read, and takes away the power to write. *models.Store satisfies it.
type Reader interface {
	AuditActions(context.Context) ([]string, error)
	APIKeys(ctx context.Context, filter *models.APIKeyFilter, now time.Time, paging models.Paging) (*models.APIKeyPage, error)
	AuditEvents(context.Context, *models.AuditEventFilter, models.Paging) (*models.AuditEventPage, error)
	AuditPlaces(context.Context, []uuid.UUID) (map[uuid.UUID]*int, error)
	Branding(context.Context) (*models.Branding, error)
	Businesses(context.Context, *models.BusinessFilter, *models.BusinessOrder, models.Paging) (*models.BusinessPage, error)
	BusinessByID(context.Context, uuid.UUID, models.Columns) (*models.Business, error)
	BusinessesByID(context.Context, []uuid.UUID) (map[uuid.UUID]*models.Business, error)
	BusinessesNeedingAttention(ctx context.Context, limit int) ([]models.Business, error)
	BusinessesOfDatasets(context.Context, []uuid.UUID, models.Paging) (map[uuid.UUID]*models.BusinessPage, error)
	BusinessesOfMetaEvents(context.Context, []uuid.UUID) (map[uuid.UUID]*models.Business, error)
	Datasets(context.Context, *models.DatasetFilter, *models.DatasetOrder, models.Paging) (*models.DatasetPage, error)
	DatasetChangesOfBusinesses(context.Context, []uuid.UUID, models.Paging) (map[uuid.UUID]*models.DatasetChangePage, error)
	DatasetByID(context.Context, uuid.UUID, models.Columns) (*models.Dataset, error)
	DatasetsByID(context.Context, []uuid.UUID) (map[uuid.UUID]*models.Dataset, error)
	DatasetsOfBusinesses(context.Context, []uuid.UUID, models.DatasetRelation, models.Paging) (map[uuid.UUID]*models.DatasetPage, error)
	Deletions(context.Context, models.Paging) (*models.DeletionPage, error)
	DeletionsByID(context.Context, []uuid.UUID) (map[uuid.UUID]*models.Deletion, error)
	GrantsOfBusinesses(context.Context, []uuid.UUID) (map[uuid.UUID][]models.PermissionGrant, error)
	JobCounts(context.Context) ([]models.JobCount, error)
	Jobs(context.Context, *models.JobFilter, models.Paging) (*models.JobPage, error)
	LastSyncsOfBusinesses(context.Context, []uuid.UUID) (map[uuid.UUID]*models.SyncRun, error)
	MetaEvents(context.Context, *models.MetaEventFilter, models.Paging) (*models.MetaEventPage, error)
	MetaEventsByID(context.Context, []uuid.UUID) (map[uuid.UUID]*models.MetaEvent, error)
	LinkEndsOfUsers(context.Context, []uuid.UUID) (map[uuid.UUID]*time.Time, error)
	LinkedSinceOfUsers(context.Context, []uuid.UUID) (map[uuid.UUID]*time.Time, error)
	Onboardings(context.Context, *models.OnboardingFilter, models.Paging) (*models.OnboardingPage, error)
	OnboardingsByID(context.Context, []uuid.UUID) (map[uuid.UUID]*models.Onboarding, error)
	OnboardingsOfBusinesses(context.Context, []uuid.UUID, models.Paging) (map[uuid.UUID]*models.OnboardingPage, error)
	OpenSessionsOfUsers(context.Context, []uuid.UUID) (map[uuid.UUID]int, error)
	OrphanGrants(ctx context.Context, filter *models.OrphanGrantFilter, now time.Time, paging models.Paging) (*models.OrphanGrantPage, error)
	OrphanGrantsByID(context.Context, []uuid.UUID) (map[uuid.UUID]*models.OrphanGrant, error)
	Overview(ctx context.Context, funnelSince time.Time) (*models.Overview, error)
	OrphanGrantsOfMetaEvents(context.Context, []uuid.UUID) (map[uuid.UUID]*models.OrphanGrant, error)
	OpenOrphanGrantsOfBusinesses(context.Context, []uuid.UUID) (map[uuid.UUID]*models.OrphanGrant, error)
	ReconnectionsOfBusinesses(context.Context, []uuid.UUID) (map[uuid.UUID]*models.Reconnection, error)
	ReconnectionChangesOfBusinesses(context.Context, []uuid.UUID, models.Paging) (map[uuid.UUID]*models.DatasetChangePage, error)
	RevocationsOfBusinesses(context.Context, []uuid.UUID) (map[uuid.UUID]*models.Revocation, error)
	StoppedOnboardingsOfBusinesses(context.Context, []uuid.UUID, models.Paging) (map[uuid.UUID]*models.OnboardingPage, error)
	StepsOfOnboardings(context.Context, []uuid.UUID) (map[uuid.UUID][]models.OnboardingStep, error)
	TokenLeasesOfBusinesses(context.Context, []uuid.UUID, models.Paging) (map[uuid.UUID]*models.TokenLeasePage, error)
	UnreachableDatasetsOfBusinesses(context.Context, []uuid.UUID, models.Paging) (map[uuid.UUID]*models.DatasetPage, error)
	Usage(ctx context.Context, since time.Time) ([]models.MetaUsage, error)
	Users(context.Context, *models.UserFilter, models.Paging) (*models.UserPage, error)
	UsersByID(context.Context, []uuid.UUID) (map[uuid.UUID]*models.User, error)
	WebhookAttemptsOfDeliveries(context.Context, []uuid.UUID) (map[uuid.UUID][]models.WebhookAttempt, error)
	WebhookDeliveries(context.Context, *models.WebhookDeliveryFilter, models.Paging) (*models.WebhookDeliveryPage, error)
	WebhookDeliveriesByID(context.Context, []uuid.UUID) (map[uuid.UUID]*models.WebhookDelivery, error)
	WebhookDeliveriesInLine(context.Context, []uuid.UUID) (map[uuid.UUID]bool, error)
	WebhookEndpoints(context.Context, models.Paging) (*models.WebhookEndpointPage, error)
	WebhookEndpointsByID(context.Context, []uuid.UUID) (map[uuid.UUID]*models.WebhookEndpoint, error)
	WebhookEventsByID(context.Context, []uuid.UUID) (map[uuid.UUID]*models.WebhookEvent, error)
	WebhookQueuesOfEndpoints(context.Context, []uuid.UUID) (map[uuid.UUID]models.WebhookQueue, error)
}

// Config is what the API works with.
type Config struct {
	Reader    Reader
	Replica   *models.Replica // from where queries are read as far as possible; nil: there is none
	Workflow  *onboarding.Service
	Changes   *models.Changes
	Documents Documents
	Log       *slog.Logger

	OnOperation func(OperationEnd)         // told of every operation once it has been answered, concurrently; may be nil
	OnUserError func(onboarding.ErrorCode) // told of every error that goes into the payload of a mutation; may be nil
	Tracer      trace.Tracer               // makes the spans of operations whose request has one; nil: there are none

	Doctor         *doctor.Doctor
	Environment    []Setting // every one there is
	ProgramVersion string
}

// Resolver answers the root fields.
type Resolver struct{ Config }

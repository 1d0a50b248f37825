package models

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"
)

// Business is a client's business portfolio at Meta and where its connection stands.
type Business struct {
	ID         uuid.UUID `gorm:"primaryKey"`
	MetaID     string
	Name       *string
	ExternalID *string
	Labels     Strings `gorm:"type:text[]"`
	// OneDataset says that one dataset alone is to count: ChosenDatasetID, where there are several and somebody has chosen.
	OneDataset      bool
	ChosenDatasetID *uuid.UUID
	Status          ConnectionStatus
	Problem         Problem `gorm:"embedded;embeddedPrefix:problem_"`
	ConnectedAt     time.Time
	DisconnectedAt  *time.Time
	TokenExpiresAt  *time.Time
	LastCheckedAt   *time.Time
	LastSyncedAt    *time.Time
	// Epoch moves on whenever the token is replaced or ends; what was read with an older one must not be written.
	Epoch           int64
	SyncRequestedAt *time.Time
	Fence           int64
	CreatedAt       time.Time
}

// LabelNames are the labels as a plain slice, never nil.
func (b *Business) LabelNames() []string { return append([]string{}, b.Labels...) }

// ConnectionStatus says where the connection between a business and the app stands.
type ConnectionStatus string

// The connection statuses, with the meaning that graph/schema/business.graphqls gives them.
const (
	Connected      ConnectionStatus = "CONNECTED"
	Degraded       ConnectionStatus = "DEGRADED"
	NeedsReconnect ConnectionStatus = "NEEDS_RECONNECT"
	Revoking       ConnectionStatus = "REVOKING"
	RevokeStuck    ConnectionStatus = "REVOKE_STUCK"
	Disconnected   ConnectionStatus = "DISCONNECTED"
)

// PermissionGrant is what became of one permission of a business's grant. DatasetMetaIDs is nil where the grant is not limited to
// listed datasets.
type PermissionGrant struct {
	BusinessID     uuid.UUID `gorm:"primaryKey"`
	Permission     string    `gorm:"primaryKey"`
	Requested      bool
	State          GrantState
	DatasetMetaIDs Strings `gorm:"type:text[];column:dataset_meta_ids"`
}

// DatasetIDs are DatasetMetaIDs as a plain slice; nil where the grant is not limited to listed datasets.
func (g *PermissionGrant) DatasetIDs() []string { return g.DatasetMetaIDs }

// GrantState says what became of a permission.
type GrantState string

// The grant states. What Meta does not tell is unknown, never denied.
const (
	Granted      GrantState = "GRANTED"
	Denied       GrantState = "DENIED"
	GrantUnknown GrantState = "UNKNOWN"
)

// Revocation is one request to end a connection and its receipt.
type Revocation struct {
	ID            uuid.UUID `gorm:"primaryKey"`
	BusinessID    uuid.UUID
	Outcome       RevocationOutcome
	Verified      bool
	RequestedAt   time.Time
	RequestedBy   string
	Reason        *string
	AcceptedAt    *time.Time // when Meta accepted it, before the proof
	EndedAt       *time.Time
	NextAttemptAt *time.Time
	Tries         int
	LastTriedAt   *time.Time
	FBTraceIDs    Strings `gorm:"type:text[];column:fbtrace_ids"`
}

// TraceIDs are FBTraceIDs as a plain slice, never nil.
func (r *Revocation) TraceIDs() []string { return append([]string{}, r.FBTraceIDs...) }

// RevocationOutcome says how a revocation ended, or that it has not.
type RevocationOutcome string

// The revocation outcomes, with the meaning that graph/schema/business.graphqls gives them.
const (
	Revoked           RevocationOutcome = "REVOKED"
	AlreadyInvalid    RevocationOutcome = "ALREADY_INVALID"
	RevocationWaiting RevocationOutcome = "PENDING"
	RemovedHereOnly   RevocationOutcome = "REMOVED_HERE_ONLY"
)

// Business reads one business.
func (s *Store) Business(ctx context.Context, id uuid.UUID) (*Business, error) {
	return first[Business](s.db.WithContext(ctx).Where("id = ?", id))
}

// LockBusiness reads one business and keeps others from changing it until the transaction ends.
func (tx *Tx) LockBusiness(id uuid.UUID) (*Business, error) {
	return first[Business](tx.db.Where("id = ?", id).Clauses(clause.Locking{Strength: "UPDATE"}))
}

// BusinessByMetaID reads one business by Meta's id.
func (s *Store) BusinessByMetaID(ctx context.Context, metaID string) (*Business, error) {
	return first[Business](s.db.WithContext(ctx).Where("meta_id = ?", metaID))
}

// BusinessesToCheck lists connected businesses that were last checked before then and that no job of this kind waits for, the longest
// unchecked first.
func (s *Store) BusinessesToCheck(ctx context.Context, then time.Time, job string, limit int) ([]Business, error) {
	return s.due(ctx, "last_checked_at", then, job, limit)
}

// BusinessesToRefresh lists connected businesses whose token expires before then and that no job of this kind waits for, the earliest first.
func (s *Store) BusinessesToRefresh(ctx context.Context, then time.Time, job string, limit int) ([]Business, error) {
	return s.due(ctx, "token_expires_at", then, job, limit)
}

// dueMemory is for what due hashes. PostgreSQL's own 4 MB hold some 200,000 jobs; with more of them than fit it would go through the list for
// each business, which never ends.
const dueMemory = "64MB"

// due names the states of jobs that have not ended, with which River's index begins, and has PostgreSQL hash the list: a join that is planned
// without knowing how long both sides are compares each with each.
func (s *Store) due(ctx context.Context, column string, then time.Time, job string, limit int) (due []Business, err error) {
	err = s.InTx(ctx, func(tx *Tx) error {
		if _, err := tx.exec("SET LOCAL work_mem = '" + dueMemory + "'"); err != nil {
			return err
		}
		return translate(tx.db.Where("status IN ('CONNECTED', 'DEGRADED') AND "+column+" < ?", then).
			Where(`id NOT IN (SELECT (args->>'business_id')::uuid FROM river_job
				WHERE state IN ('available', 'pending', 'retryable', 'running', 'scheduled') AND kind = ? AND args->>'business_id' IS NOT NULL)`, job).
			Order(column + ", id").Limit(limit).Find(&due).Error)
	})
	return due, err
}

// BusinessesBeingRevoked lists businesses that wait for the end of their connection, by id, after one of them.
func (s *Store) BusinessesBeingRevoked(ctx context.Context, after uuid.UUID, limit int) ([]Business, error) {
	var revoking []Business
	err := s.db.WithContext(ctx).Where("status IN ('REVOKING', 'REVOKE_STUCK') AND id > ?", after).Order("id").Limit(limit).Find(&revoking).Error
	return revoking, translate(err)
}

// LockBusinessByMetaID is LockBusiness by Meta's id. Where there is no such business yet, a second caller waits until the first
// one's transaction ends, so that two grants of one new business cannot both create it.
func (tx *Tx) LockBusinessByMetaID(metaID string) (*Business, error) {
	if _, err := tx.exec(`SELECT pg_advisory_xact_lock(hashtextextended(?, 0))`, "business "+metaID); err != nil {
		return nil, err
	}
	return first[Business](tx.db.Where("meta_id = ?", metaID).Clauses(clause.Locking{Strength: "UPDATE"}))
}

// CreateBusiness adds a business.
func (tx *Tx) CreateBusiness(b *Business) error {
	return touch(tx, &tx.touched.Businesses, b.ID, b, func() error { return tx.create(b) })
}

// UpdateBusiness writes the whole row; ErrStale when somebody else has written it since it was read.
func (tx *Tx) UpdateBusiness(b *Business) error {
	return touch(tx, &tx.touched.Businesses, b.ID, b, func() error { return tx.swap(b, &b.Fence) })
}

// EraseBusiness deletes a business with all that belongs to it, and the datasets that nobody else has.
func (tx *Tx) EraseBusiness(id uuid.UUID) error {
	var datasets []uuid.UUID
	if err := tx.db.Model(&BusinessDataset{}).Where("business_id = ?", id).Distinct().Pluck("dataset_id", &datasets).Error; err != nil {
		return translate(err)
	}
	if _, err := tx.exec("DELETE FROM businesses WHERE id = ?", id); err != nil {
		return err
	}
	tx.untouch(id)
	return tx.dropUnrelated(datasets)
}

// HasDeniedGrant tells whether the latest grant of a business lacks a permission that was asked for.
func (tx *Tx) HasDeniedGrant(businessID uuid.UUID) (denied bool, err error) {
	err = tx.db.Raw("SELECT EXISTS (SELECT FROM permission_grants WHERE business_id = ? AND requested AND state = 'DENIED')", businessID).Scan(&denied).Error
	return denied, translate(err)
}

// ReplaceGrants keeps what the latest grant of a business contains.
func (tx *Tx) ReplaceGrants(businessID uuid.UUID, grants []PermissionGrant) error {
	if err := tx.touchGrants(businessID, grants); err != nil {
		return err
	}
	if _, err := tx.exec(`DELETE FROM permission_grants WHERE business_id = ?`, businessID); err != nil || len(grants) == 0 {
		return err
	}
	return tx.create(&grants)
}

// PendingRevocation reads the request to end a business's connection that has not ended.
func (tx *Tx) PendingRevocation(businessID uuid.UUID) (*Revocation, error) {
	return first[Revocation](tx.db.Where("business_id = ? AND outcome = 'PENDING'", businessID))
}

// LastRevocation reads the last request to end a business's connection.
func (s *Store) LastRevocation(ctx context.Context, businessID uuid.UUID) (*Revocation, error) {
	return first[Revocation](s.db.WithContext(ctx).Where("business_id = ?", businessID).Order("requested_at DESC, id DESC"))
}

// CreateRevocation notes a request to end a connection.
func (tx *Tx) CreateRevocation(r *Revocation) error { return tx.create(r) }

// UpdateRevocation writes how far a request to end a connection has come.
func (tx *Tx) UpdateRevocation(r *Revocation) error {
	return translate(tx.db.Model(r).Select("*").Updates(r).Error)
}

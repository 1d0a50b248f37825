package models

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"
)

// Onboarding is one journey of a client: invitation, tries with a code, steps, outcome. While it is EXCHANGING, LeaseOwner works on
// it until LeaseUntil; whatever else is done for it is a job.
type Onboarding struct {
	ID         uuid.UUID `gorm:"primaryKey"`
	Status     OnboardingStatus
	BusinessID *uuid.UUID
	ExternalID *string
	Labels     Strings `gorm:"type:text[]"`
	OneDataset bool    // of the business that it connects
	// OnlyBusinessID is the one business that it may connect; nil: any.
	OnlyBusinessID *uuid.UUID
	// StoppedBusinessID is the business for whose sake it was stopped: one that is another client's, or OnlyBusinessID.
	StoppedBusinessID *uuid.UUID
	ConfigID          string
	SupportCode       string
	TokenHash         []byte
	Link              int // which one TokenHash is of those that it has been given; the ones before are dead
	AllowedOrigin     *string
	Booking           bool             // is the client's product
	Language          *ConnectLanguage // of the page with the login button; nil: the browser's
	ReturnURL         *string          // on AllowedOrigin: where that page leads back to at its end
	TriesLeft         int
	Problem           Problem `gorm:"embedded;embeddedPrefix:problem_"`
	CreatedBy         string
	IdempotencyKey    *string
	IdempotencyHash   []byte
	LeaseOwner        *uuid.UUID
	LeaseUntil        *time.Time
	Retries           int
	Fence             int64
	CreatedAt         time.Time
	ExpiresAt         time.Time
	CompletedAt       *time.Time
}

// OnboardingStatus says where an onboarding stands.
type OnboardingStatus string

// The onboarding statuses; onboarding/doc.go draws how they follow each other.
const (
	OnboardingOpen           OnboardingStatus = "OPEN"
	OnboardingExchanging     OnboardingStatus = "EXCHANGING"
	OnboardingIdentifying    OnboardingStatus = "IDENTIFYING"
	OnboardingSyncing        OnboardingStatus = "SYNCING"
	OnboardingCompleted      OnboardingStatus = "COMPLETED"
	OnboardingFailed         OnboardingStatus = "FAILED"
	OnboardingOutcomeUnknown OnboardingStatus = "OUTCOME_UNKNOWN"
	OnboardingExpired        OnboardingStatus = "EXPIRED"
	OnboardingCancelled      OnboardingStatus = "CANCELLED"
)

// ConnectLanguage is a language that the page with the login button speaks.
type ConnectLanguage string

// The languages of the page with the login button.
const (
	English    ConnectLanguage = "EN"
	German     ConnectLanguage = "DE"
	Spanish    ConnectLanguage = "ES"
	French     ConnectLanguage = "FR"
	Portuguese ConnectLanguage = "PT"
	Japanese   ConnectLanguage = "JA"
)

// Attempt is one try of an onboarding with a code, known by the code's HMAC alone.
type Attempt struct {
	ID           uuid.UUID `gorm:"primaryKey"`
	OnboardingID uuid.UUID
	CodeHMAC     []byte `gorm:"column:code_hmac"`
	RedirectURI  *string
	Outcome      AttemptOutcome
	CreatedAt    time.Time
}

// AttemptOutcome says how the one request that carried a code ended.
type AttemptOutcome string

// The outcomes of attempts: under way, the token stored, no token given, the answer lost.
const (
	AttemptPending AttemptOutcome = "PENDING"
	AttemptStored  AttemptOutcome = "STORED"
	AttemptRefused AttemptOutcome = "REFUSED"
	AttemptUnknown AttemptOutcome = "UNKNOWN"
)

// OnboardingStep is one thing done for an onboarding.
type OnboardingStep struct {
	ID           int64 `gorm:"primaryKey"`
	OnboardingID uuid.UUID
	Kind         StepKind
	Status       StepStatus
	StartedAt    time.Time
	EndedAt      *time.Time
	Detail       *string
}

// StepKind names what can be done for an onboarding.
type StepKind string

// The step kinds of the workflow, in the order in which they happen.
const (
	StepReceive  StepKind = "RECEIVE"
	StepExchange StepKind = "EXCHANGE"
	StepIdentify StepKind = "IDENTIFY"
	StepSync     StepKind = "SYNC"
)

// The step kinds of the browser, on the way to a code. Each is over at once.
const (
	StepPageOpened        StepKind = "PAGE_OPENED"
	StepPageOpenedOnPhone StepKind = "PAGE_OPENED_ON_PHONE"
	StepSDKLoaded         StepKind = "SDK_LOADED"
	StepSDKBlocked        StepKind = "SDK_BLOCKED"
	StepButtonPressed     StepKind = "BUTTON_PRESSED"
	StepPopupOpened       StepKind = "POPUP_OPENED"
	StepPopupBlocked      StepKind = "POPUP_BLOCKED"
	StepNoAnswer          StepKind = "NO_ANSWER"
	StepLoginCancelled    StepKind = "LOGIN_CANCELLED"
	StepRedirected        StepKind = "REDIRECTED"
	StepLoginDeclined     StepKind = "LOGIN_DECLINED"
	StepLoginFailed       StepKind = "LOGIN_FAILED"
)

// StepStatus says how a step went.
type StepStatus string

// The step statuses.
const (
	StepRunning   StepStatus = "RUNNING"
	StepSucceeded StepStatus = "SUCCEEDED"
	StepFailed    StepStatus = "FAILED"
)

// IsTerminal tells whether nothing more is under way. FAILED and OUTCOME_UNKNOWN may still be given a new code, and go on by themselves if
// the token of an earlier one turns up, as CANCELLED does.
func (s OnboardingStatus) IsTerminal() bool {
	return slices.Contains([]OnboardingStatus{
		OnboardingCompleted, OnboardingFailed, OnboardingOutcomeUnknown, OnboardingExpired, OnboardingCancelled,
	}, s)
}

// Onboarding reads one onboarding.
func (s *Store) Onboarding(ctx context.Context, id uuid.UUID) (*Onboarding, error) {
	return first[Onboarding](s.db.WithContext(ctx).Where("id = ?", id))
}

// OnboardingByToken reads the onboarding that a token with this hash belongs to.
func (s *Store) OnboardingByToken(ctx context.Context, hash []byte) (*Onboarding, error) {
	return first[Onboarding](s.db.WithContext(ctx).Where("token_hash = ?", hash))
}

// OnboardingByIdempotencyKey reads the onboarding that this creator made with this key.
func (s *Store) OnboardingByIdempotencyKey(ctx context.Context, createdBy, key string) (*Onboarding, error) {
	return first[Onboarding](s.db.WithContext(ctx).Where("created_by = ? AND idempotency_key = ?", createdBy, key))
}

// OnboardingByCode reads the onboarding that a code was given to.
func (s *Store) OnboardingByCode(ctx context.Context, codeHMAC []byte) (*Onboarding, error) {
	return first[Onboarding](s.db.WithContext(ctx).
		Where("id = (SELECT onboarding_id FROM attempts WHERE code_hmac = ?)", codeHMAC))
}

// LabelNames are the labels as a plain slice, never nil.
func (o *Onboarding) LabelNames() []string { return append([]string{}, o.Labels...) }

// OverdueOnboardings lists what needs a push at this moment, at most limit of each: exchanges whose lease has run out, and open
// onboardings whose time is over.
func (s *Store) OverdueOnboardings(ctx context.Context, now time.Time, limit int) ([]Onboarding, error) {
	var overdue []Onboarding
	err := s.db.WithContext(ctx).Raw(`
		(SELECT * FROM onboardings WHERE lease_until < @now ORDER BY lease_until LIMIT @limit)
		UNION ALL
		(SELECT * FROM onboardings WHERE status = 'OPEN' AND expires_at < @now ORDER BY expires_at LIMIT @limit)`,
		map[string]any{"now": now, "limit": limit}).Scan(&overdue).Error
	return overdue, translate(err)
}

// OnboardingsUnderWay lists onboardings that a job has to carry on, by id, after one of them.
func (s *Store) OnboardingsUnderWay(ctx context.Context, after uuid.UUID, limit int) ([]Onboarding, error) {
	var underWay []Onboarding
	err := s.db.WithContext(ctx).Where("status IN ('IDENTIFYING', 'SYNCING') AND id > ?", after).Order("id").Limit(limit).Find(&underWay).Error
	return underWay, translate(err)
}

// ExtendLease keeps a lease that owner still holds; ErrStale when it holds none. The row's fence stays.
func (s *Store) ExtendLease(ctx context.Context, id, owner uuid.UUID, until time.Time) error {
	result := s.db.WithContext(ctx).Model(&Onboarding{}).Where("id = ? AND lease_owner = ?", id, owner).Update("lease_until", until)
	if result.Error == nil && result.RowsAffected == 0 {
		return ErrStale
	}
	return translate(result.Error)
}

// CreateOnboarding adds an onboarding; ErrExists when its creator has used the idempotency key before.
func (tx *Tx) CreateOnboarding(o *Onboarding) error {
	return touch(tx, &tx.touched.Onboardings, o.ID, o, func() error { return tx.create(o) })
}

// UpdateOnboarding writes the whole row; ErrStale when somebody else has written it since it was read.
func (tx *Tx) UpdateOnboarding(o *Onboarding) error {
	return touch(tx, &tx.touched.Onboardings, o.ID, o, func() error { return tx.swap(o, &o.Fence) })
}

// ClaimCode adds the attempt, unless the code was ever given before, to whichever onboarding. It waits for an undecided transaction
// that claims the same code.
func (tx *Tx) ClaimCode(attempt *Attempt) (claimed bool, err error) {
	added, err := tx.exec(`INSERT INTO attempts (id, onboarding_id, code_hmac, redirect_uri, outcome, created_at)
		VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (code_hmac) DO NOTHING`,
		attempt.ID, attempt.OnboardingID, attempt.CodeHMAC, attempt.RedirectURI, attempt.Outcome, attempt.CreatedAt)
	return added == 1, err
}

// EndAttempt notes how the attempt that is under way for an onboarding ended.
func (tx *Tx) EndAttempt(onboardingID uuid.UUID, outcome AttemptOutcome) error {
	_, err := tx.exec(`UPDATE attempts SET outcome = ? WHERE onboarding_id = ? AND outcome = 'PENDING'`, outcome, onboardingID)
	return err
}

// AttemptStored notes that an attempt gave a token, even if its outcome had been unknown before.
func (tx *Tx) AttemptStored(id uuid.UUID) error {
	_, err := tx.exec(`UPDATE attempts SET outcome = 'STORED' WHERE id = ?`, id)
	return err
}

// SyncingOnboardings reads the onboardings that wait for the datasets of a business, and keeps others from changing them until the
// transaction ends.
func (tx *Tx) SyncingOnboardings(businessID uuid.UUID) ([]Onboarding, error) {
	var syncing []Onboarding
	err := tx.db.Where("business_id = ? AND status = 'SYNCING'", businessID).Order("id").
		Clauses(clause.Locking{Strength: "UPDATE"}).Find(&syncing).Error
	return syncing, translate(err)
}

// IsSyncAwaited says whether an onboarding waits for the datasets of a business.
func (s *Store) IsSyncAwaited(ctx context.Context, businessID uuid.UUID) (awaited bool, err error) {
	err = s.pool.QueryRow(ctx, `SELECT EXISTS (SELECT FROM onboardings WHERE business_id = $1 AND status = 'SYNCING')`, businessID).Scan(&awaited)
	return awaited, translate(err)
}

// LatestAttempt reads the last attempt of an onboarding.
func (tx *Tx) LatestAttempt(onboardingID uuid.UUID) (*Attempt, error) {
	return first[Attempt](tx.db.Where("onboarding_id = ?", onboardingID).Order("created_at DESC, id DESC"))
}

// LockOnboarding reads one onboarding and keeps others from changing it until the transaction ends.
func (tx *Tx) LockOnboarding(id uuid.UUID) (*Onboarding, error) {
	return first[Onboarding](tx.db.Where("id = ?", id).Clauses(clause.Locking{Strength: "UPDATE"}))
}

// StartStep notes that a step has begun.
func (tx *Tx) StartStep(onboardingID uuid.UUID, kind StepKind, at time.Time) error {
	return tx.create(&OnboardingStep{OnboardingID: onboardingID, Kind: kind, Status: StepRunning, StartedAt: at})
}

// NoteStep adds a step that was over at once, unless the onboarding has as many as it may. Lock the onboarding first, or others add theirs
// at the same time.
func (tx *Tx) NoteStep(onboardingID uuid.UUID, kind StepKind, status StepStatus, at time.Time, most int) error {
	_, err := tx.exec(`INSERT INTO onboarding_steps (onboarding_id, kind, status, started_at, ended_at)
		SELECT @id, @kind, @status, @at, @at WHERE (SELECT count(*) FROM onboarding_steps WHERE onboarding_id = @id) < @most`,
		map[string]any{"id": onboardingID, "kind": kind, "status": status, "at": at, "most": most})
	return err
}

// EndStep notes how the running step went, if one is running.
func (tx *Tx) EndStep(onboardingID uuid.UUID, status StepStatus, detail *string, at time.Time) error {
	_, err := tx.exec(`UPDATE onboarding_steps SET status = ?, detail = ?, ended_at = ? WHERE onboarding_id = ? AND status = 'RUNNING'`,
		status, detail, at, onboardingID)
	return err
}

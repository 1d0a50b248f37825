package onboarding

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"capiconnect/models"
)

// Limits on what an onboarding is created with.
const (
	maxExternalID     = 200
	maxLabels         = 20
	maxLabel          = 50
	maxIdempotencyKey = 100
	maxReason         = 500
	maxReturnURL      = 2000
	maxTraceIDs       = 50 // of a receipt: the latest
	maxExpiry         = 7 * 24 * time.Hour
	defaultExpiry     = 30 * time.Minute
	tries             = 5
)

// TokenPrefix begins every onboarding token.
const TokenPrefix = "onb_"

// CreateInput says for whom an onboarding is, and how it may be used.
type CreateInput struct {
	ExternalID           *string
	Labels               []string
	AllowedOrigin        *string
	LoginConfigurationID *uuid.UUID
	ExpiresInMinutes     *int
	IdempotencyKey       *string
	// What follows is left out, where it is, of the digest by which a repeated call is known.
	BusinessID *uuid.UUID              `json:",omitempty"`
	OneDataset bool                    `json:",omitempty"`
	Booking    bool                    `json:",omitempty"`
	Language   *models.ConnectLanguage `json:",omitempty"`
	ReturnURL  *string                 `json:",omitempty"`
}

// Create prepares an onboarding and gives out its token, which is shown here and nowhere else. Repeated with the same idempotency
// key, it returns the first onboarding and no token.
func (s *Service) Create(ctx context.Context, in CreateInput) (*models.Onboarding, *string, error) {
	return s.create(ctx, in, func(*models.Tx, *models.Onboarding) error { return nil })
}

// create is Create that does something else in the same transaction.
func (s *Service) create(ctx context.Context, in CreateInput, also func(*models.Tx, *models.Onboarding) error) (*models.Onboarding, *string, error) {
	if err := cmp.Or(s.checkCreate(in), s.checkBound(ctx, in.BusinessID)); err != nil {
		return nil, nil, err
	}
	o := s.newOnboarding(ctx)
	secret, hash := models.NewBearer(TokenPrefix)
	o.TokenHash = hash
	o.ExternalID, o.AllowedOrigin, o.Labels = in.ExternalID, in.AllowedOrigin, sortedLabels(in.Labels)
	o.OnlyBusinessID, o.OneDataset = in.BusinessID, in.OneDataset
	o.Booking, o.Language, o.ReturnURL = in.Booking, in.Language, in.ReturnURL
	o.IdempotencyKey, o.IdempotencyHash = in.IdempotencyKey, in.digest()
	if in.ExpiresInMinutes != nil {
		o.ExpiresAt = o.CreatedAt.Add(minutes(*in.ExpiresInMinutes))
	}
	err := s.Store.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.CreateOnboarding(o); err != nil {
			return err
		}
		if err := also(tx, o); err != nil {
			return err
		}
		return tx.Audit(s.auditOf(ctx, "onboarding: created", "onboarding", o.ID, nil, models.JSON{"status": o.Status}))
	})
	if errors.Is(err, models.ErrExists) && in.IdempotencyKey != nil {
		before, err := s.createdBefore(ctx, o)
		return before, nil, err
	}
	if err != nil {
		return nil, nil, fmt.Errorf("creating the onboarding: %w", err)
	}
	return o, &secret, nil
}

func (s *Service) newOnboarding(ctx context.Context) *models.Onboarding {
	now := s.Now()
	return &models.Onboarding{
		ID: models.NewID(), Status: models.OnboardingOpen, ConfigID: s.Login.ConfigID, SupportCode: newSupportCode(), Link: 1, TriesLeft: tries,
		Labels: models.Strings{}, CreatedBy: actorOf(ctx).key(), CreatedAt: now, ExpiresAt: now.Add(defaultExpiry),
	}
}

func (s *Service) createdBefore(ctx context.Context, o *models.Onboarding) (*models.Onboarding, error) {
	before, err := s.Store.OnboardingByIdempotencyKey(ctx, o.CreatedBy, *o.IdempotencyKey)
	if err != nil {
		return nil, fmt.Errorf("looking up the idempotency key: %w", err)
	}
	return before, sameInput(before.IdempotencyHash, o.IdempotencyHash)
}

func (s *Service) checkCreate(in CreateInput) error {
	return cmp.Or(checkClient(in.ExternalID, in.Labels), firstFault([]fault{
		{in.AllowedOrigin != nil && !isOrigin(*in.AllowedOrigin), "allowedOrigin", "An origin is a scheme, a host and perhaps a port, for example https://app.example.com."},
		{in.LoginConfigurationID != nil && *in.LoginConfigurationID != s.Login.ID(), "loginConfigurationId", "There is no such login configuration."},
		{in.ReturnURL != nil && !leadsBack(*in.ReturnURL, in.AllowedOrigin), "returnUrl", fmt.Sprintf("A return URL is on the allowed origin, which has to be given too, and has at most %d printable characters: https, or http on localhost.", maxReturnURL)},
	}), checkRenewal(in.ExpiresInMinutes, in.IdempotencyKey))
}

// checkClient holds what the partner says of its client to one rule, wherever it is said.
func checkClient(externalID *string, labels []string) error {
	return firstFault([]fault{
		{externalID != nil && !fits(*externalID, maxExternalID), "externalId", fmt.Sprintf("An externalId has 1 to %d characters.", maxExternalID)},
		{len(labels) > maxLabels, "labels", fmt.Sprintf("There are at most %d labels.", maxLabels)},
		{slices.ContainsFunc(labels, func(label string) bool { return !fits(label, maxLabel) }), "labels", fmt.Sprintf("A label has 1 to %d characters.", maxLabel)},
	})
}

// fault is what may be wrong with a field of an input.
type fault struct {
	found          bool
	field, message string
}

func firstFault(faults []fault) error {
	for _, f := range faults {
		if f.found {
			return invalid(f.field, f.message)
		}
	}
	return nil
}

func fits(text string, most int) bool {
	return text != "" && utf8.RuneCountInString(text) <= most && !strings.ContainsRune(text, 0)
}

func isOrigin(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.Scheme+"://"+u.Host == text
}

func sortedLabels(labels []string) models.Strings {
	sorted := append(models.Strings{}, labels...)
	slices.Sort(sorted)
	return slices.Compact(sorted)
}

func (in CreateInput) digest() []byte {
	in.Labels = sortedLabels(in.Labels)
	return digestFor(in.IdempotencyKey, in)
}

// crockford has no letter that is mistaken for a digit: https://www.crockford.com/base32.html
var crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// newSupportCode makes a short code to be read out on the telephone: 40 random bits, for example "K7QM-2XRD".
func newSupportCode() string {
	random := make([]byte, 5)
	_, _ = rand.Read(random) // never fails: https://pkg.go.dev/crypto/rand#Read
	code := crockford.EncodeToString(random)
	return code[:4] + "-" + code[4:]
}

package onboarding

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"capiconnect/models"
)

// APIKeyPrefix begins every secret of an API key.
const APIKeyPrefix = "capi_"

const (
	apiKeyHintSize = 4
	maxAPIKeyName  = 100
	maxAPIKeyDays  = 365
	maxOverlapDays = 30

	defaultOverlapDays = 1
)

var (
	errNoAPIKey    = &Error{Code: NotFound, Message: "There is no such API key.", Field: []string{"input", "apiKeyId"}}
	errAPIKeyEnded = &Error{Code: APIKeyEnded, Message: "This API key works no more: it has expired or was revoked. Create another one.", Field: []string{"input", "apiKeyId"}}
)

// CreateAPIKeyInput says what a key is for, what it may do and how long.
type CreateAPIKeyInput struct {
	Name          string
	Scopes        []models.Scope
	ExpiresInDays *int
}

// RotateAPIKeyInput says which key gets a new secret, how long it works with that, and how long with the former one besides.
type RotateAPIKeyInput struct {
	APIKeyID      uuid.UUID
	ExpiresInDays *int
	OverlapDays   *int
}

// CreateAPIKey makes a key. Its secret is told here and nowhere else.
func (a *Access) CreateAPIKey(ctx context.Context, in CreateAPIKeyInput) (*models.APIKey, *string, error) {
	in.Name = strings.TrimSpace(in.Name)
	if !fits(in.Name, maxAPIKeyName) {
		return nil, nil, invalid("name", fmt.Sprintf("The name of an API key has 1 to %d characters.", maxAPIKeyName))
	}
	if err := checkScopes(in.Scopes); err != nil {
		return nil, nil, err
	}
	expires, err := a.inDays("expiresInDays", "An API key works", in.ExpiresInDays, maxAPIKeyDays, 1, maxAPIKeyDays)
	if err != nil {
		return nil, nil, err
	}
	key := &models.APIKey{ID: models.NewID(), Name: in.Name, Scopes: namesOf(in.Scopes), CreatedAt: a.Now(), ExpiresAt: &expires}
	secret := newSecret(key)
	err = a.Store.InTx(ctx, func(tx *models.Tx) error {
		if err := tx.CreateAPIKey(key); err != nil {
			return err
		}
		return tx.Audit(auditEvent(ctx, key.CreatedAt, "api key: created", "api key", key.ID, nil,
			models.JSON{"name": key.Name, "scopes": key.Scopes, "expiresAt": expires}))
	})
	if err != nil {
		return nil, nil, fmt.Errorf("creating the API key: %w", err)
	}
	return key, &secret, nil
}

// RotateAPIKey gives a key that works a new secret, which is told here and nowhere else. Of the secrets before it, the last one works on
// for the overlap and any other no more.
func (a *Access) RotateAPIKey(ctx context.Context, in RotateAPIKeyInput) (*models.APIKey, *string, error) {
	expires, err := a.inDays("expiresInDays", "An API key works", in.ExpiresInDays, maxAPIKeyDays, 1, maxAPIKeyDays)
	if err != nil {
		return nil, nil, err
	}
	until, err := a.inDays("overlapDays", "The former secret works", in.OverlapDays, defaultOverlapDays, 0, maxOverlapDays)
	if err != nil {
		return nil, nil, err
	}
	var secret string
	key, err := a.changeAPIKey(ctx, in.APIKeyID, "api key: rotated", func(key *models.APIKey) (models.JSON, error) {
		if !key.Works(a.Now()) {
			return nil, errAPIKeyEnded
		}
		key.FormerHash, key.FormerUntil, key.ExpiresAt = key.KeyHash, &until, &expires
		secret = newSecret(key)
		return models.JSON{"name": key.Name, "expiresAt": expires, "formerUntil": until}, nil
	})
	if err != nil {
		return nil, nil, err
	}
	return key, &secret, nil
}

// RevokeAPIKey ends a key at once and for good.
func (a *Access) RevokeAPIKey(ctx context.Context, id uuid.UUID) (*models.APIKey, error) {
	return a.changeAPIKey(ctx, id, "api key: revoked", func(key *models.APIKey) (models.JSON, error) {
		if key.RevokedAt != nil {
			return nil, errAPIKeyEnded
		}
		now := a.Now()
		key.RevokedAt = &now
		return models.JSON{"name": key.Name}, nil
	})
}

// changeAPIKey carries out a change of one key and notes what change says of it, unless that refuses.
func (a *Access) changeAPIKey(ctx context.Context, id uuid.UUID, action string, change func(*models.APIKey) (models.JSON, error)) (key *models.APIKey, err error) {
	err = a.Store.InTx(ctx, func(tx *models.Tx) (err error) {
		if key, err = tx.LockAPIKey(id); err != nil {
			return err
		}
		after, err := change(key)
		if err != nil {
			return err
		}
		if err := tx.UpdateAPIKey(key); err != nil {
			return err
		}
		return tx.Audit(auditEvent(ctx, a.Now(), action, "api key", key.ID, nil, after))
	})
	if errors.Is(err, models.ErrNotFound) {
		err = errNoAPIKey
	}
	if err != nil {
		return nil, err
	}
	return key, nil
}

func checkScopes(scopes []models.Scope) error {
	if len(scopes) == 0 {
		return invalid("scopes", "An API key has at least one scope.")
	}
	for _, scope := range scopes {
		if !slices.Contains(models.Scopes(), scope) {
			return invalid("scopes", fmt.Sprintf("There is no scope %q.", scope))
		}
	}
	return nil
}

// namesOf is scopes in the order of models.Scopes, none twice.
func namesOf(scopes []models.Scope) (names models.Strings) {
	for _, scope := range models.Scopes() {
		if slices.Contains(scopes, scope) {
			names = append(names, string(scope))
		}
	}
	return names
}

// inDays is a number of days from now, standard unless given. What lasts them begins the sentence that refuses others.
func (a *Access) inDays(field, what string, given *int, standard, least, most int) (time.Time, error) {
	days := standard
	if given != nil {
		days = *given
	}
	if days < least || days > most {
		return time.Time{}, invalid(field, fmt.Sprintf("%s %d to %d days.", what, least, most))
	}
	return a.Now().AddDate(0, 0, days), nil
}

// newSecret gives a key a secret, of which the key keeps the hash.
func newSecret(key *models.APIKey) (secret string) {
	secret, key.KeyHash = models.NewBearer(APIKeyPrefix)
	key.Hint = secret[len(secret)-apiKeyHintSize:]
	return secret
}

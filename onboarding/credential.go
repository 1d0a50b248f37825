package onboarding

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"capiconnect/meta"
	"capiconnect/models"
)

// errNoCredential means that a business has no token: it has been disconnected. It never stands for a token that cannot be read.
var errNoCredential = errors.New("no credential")

// credentialRow names a credential's row to the sealer.
func credentialRow(c *models.Credential) string { return "credentials/ciphertext/" + c.ID.String() }

// open decrypts the token of a credential, for a call to Meta that follows at once. Where its key may not have reached this replica yet,
// that is the program's own trouble, and passes: the error must not be taken for that of a token that cannot be read.
func (s *Service) open(ctx context.Context, c *models.Credential) (meta.Token, error) {
	plaintext, err := s.Sealer.Open(c.Ciphertext, credentialRow(c))
	if err == nil {
		return meta.NewToken(string(plaintext)), nil
	}
	mayCome, failed := s.keyMayCome(ctx, c, err)
	switch {
	case failed != nil:
		return meta.Token{}, failed
	case mayCome:
		return meta.Token{}, fmt.Errorf("waiting for a rotated keyset: %v", err)
	}
	return meta.Token{}, err
}

// tokenOf opens the token of a business.
func (s *Service) tokenOf(ctx context.Context, businessID uuid.UUID) (meta.Token, error) {
	credential, err := s.Store.LiveCredential(ctx, businessID)
	if errors.Is(err, models.ErrNotFound) {
		return meta.Token{}, errNoCredential
	}
	if err != nil {
		return meta.Token{}, err
	}
	return s.open(ctx, credential)
}

// usableTokenOf is tokenOf for a caller, who is told why there is none.
func (s *Service) usableTokenOf(ctx context.Context, b *models.Business) (meta.Token, error) {
	token, err := s.tokenOf(ctx, b.ID)
	switch {
	case errors.Is(err, errNoCredential):
		return meta.Token{}, errNotConnected
	case isUnreadable(err):
		return meta.Token{}, refusal(NotConnected, problemOf(err, s.Now()))
	}
	return token, err
}

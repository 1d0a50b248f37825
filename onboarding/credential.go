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

// open decrypts the token of a credential, for a call to Meta that follows at once.
func (s *Service) open(c *models.Credential) (meta.Token, error) {
	plaintext, err := s.Sealer.Open(c.Ciphertext, credentialRow(c))
	if err != nil {
		return meta.Token{}, err
	}
	return meta.NewToken(string(plaintext)), nil
}

// tokenOf opens the token of a business. A key that has not reached this replica yet is the program's own trouble, and passes.
func (s *Service) tokenOf(ctx context.Context, businessID uuid.UUID) (meta.Token, error) {
	credential, err := s.Store.LiveCredential(ctx, businessID)
	if errors.Is(err, models.ErrNotFound) {
		return meta.Token{}, errNoCredential
	}
	if err != nil {
		return meta.Token{}, err
	}
	token, err := s.open(credential)
	mayCome, failed := s.keyMayCome(ctx, credential, err)
	switch {
	case failed != nil:
		return meta.Token{}, failed
	case mayCome:
		return meta.Token{}, fmt.Errorf("waiting for a rotated keyset: %v", err) // which must not pass for an unreadable token
	}
	return token, err
}

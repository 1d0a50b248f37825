package onboarding

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"github.com/google/uuid"

	"capiconnect/models"
)

// linkPrefix begins the token of every one-time link, and linkLifetime is how long it works.
const (
	linkPrefix   = "link_"
	linkLifetime = time.Hour
)

// SignInLink signs one user in, once. Its token rides in the fragment, which browsers do not send.
type SignInLink struct {
	URL       string
	ExpiresAt time.Time
}

// CreateSignInLink makes a link for a member of staff who has none any more, or forgot the password. Links from before work no more.
func (a *Access) CreateSignInLink(ctx context.Context, userID uuid.UUID) (*models.User, *SignInLink, error) {
	var link *SignInLink
	user, err := a.changeOther(ctx, userID, func(tx *models.Tx, user *models.User) (err error) {
		if user.DisabledAt != nil {
			return errUserDisabled
		}
		link, err = a.newLink(ctx, tx, user)
		return err
	})
	return linked(user, link, err)
}

// linked is a user with a link that was made for them, or neither.
func linked(user *models.User, link *SignInLink, err error) (*models.User, *SignInLink, error) {
	if err != nil {
		return nil, nil, err
	}
	return user, link, nil
}

func (a *Access) newLink(ctx context.Context, tx *models.Tx, user *models.User) (*SignInLink, error) {
	page, err := url.JoinPath(a.PublicURL, "admin", "sign-in")
	if err != nil {
		return nil, fmt.Errorf("making a sign-in link: %w", err)
	}
	token, hash := models.NewBearer(linkPrefix)
	link := &SignInLink{URL: page + "#link=" + token, ExpiresAt: a.Now().Add(linkLifetime)}
	if err := tx.DropSignInLinks(user.ID); err != nil {
		return nil, err
	}
	if err := tx.CreateSignInLink(&models.SignInLink{TokenHash: hash, UserID: user.ID, ExpiresAt: link.ExpiresAt}); err != nil {
		return nil, err
	}
	return link, tx.Audit(a.auditOf(ctx, "user: sign-in link created", user, nil, nil))
}

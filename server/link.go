package main

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"capiconnect/models"
)

const (
	linkPrefix   = "link_"
	linkLifetime = time.Hour
)

// newSignInLink makes a link that signs one user in, once. Its token rides in the fragment, which browsers do not send.
func newSignInLink(ctx context.Context, store *models.Store, user *models.User, publicURL *url.URL, now time.Time) (string, error) {
	token, hash := models.NewBearer(linkPrefix)
	err := store.InTx(ctx, func(tx *models.Tx) error {
		err := tx.CreateSignInLink(&models.SignInLink{TokenHash: hash, UserID: user.ID, ExpiresAt: now.Add(linkLifetime)})
		if err != nil {
			return err
		}
		return tx.Audit(commandEvent(now, "user: sign-in link created", "user", user.ID, nil))
	})
	if err != nil {
		return "", fmt.Errorf("creating a sign-in link: %w", err)
	}
	return publicURL.JoinPath("admin/sign-in").String() + "#link=" + token, nil
}

func printSignInLink(ctx context.Context, env *environment, c config, store *models.Store, user *models.User) error {
	link, err := newSignInLink(ctx, store, user, c.publicURL(), time.Now())
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(env.stdout, "Sign in: %s\n", link)
	return err
}

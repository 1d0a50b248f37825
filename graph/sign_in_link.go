package graph

import (
	"time"

	"capiconnect/onboarding"
)

// partsOf is a one-time link as payloads show it; nothing where none was made.
func partsOf(link *onboarding.SignInLink) (url *string, expiresAt *time.Time) {
	if link == nil {
		return nil, nil
	}
	return &link.URL, &link.ExpiresAt
}

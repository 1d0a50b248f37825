package onboarding

import (
	"net/url"

	"github.com/google/uuid"

	"capiconnect/models"
)

// LoginConfiguration is a Facebook Login for Business configuration: what a login button needs, and what its grants should contain.
type LoginConfiguration struct {
	AppID        string
	ConfigID     string
	GraphVersion string
	SDKURL       string
	Permissions  []string
}

// ID is the same for the same configuration of the same app, in every replica and after every restart.
func (c LoginConfiguration) ID() uuid.UUID {
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte("login configuration "+c.AppID+" "+c.ConfigID))
}

// LoginConfiguration is the one with this id, or without an id the default.
func (s *Service) LoginConfiguration(id *uuid.UUID) (*LoginConfiguration, error) {
	if id != nil && *id != s.Login.ID() {
		return nil, &Error{Code: NotFound, Message: "There is no such login configuration."}
	}
	return &s.Login, nil
}

// ConnectURL is the page on which the client completes an onboarding, without the token; nil once it takes no code any more.
func (s *Service) ConnectURL(o *models.Onboarding) *string {
	if o.TokenHash == nil || mayTakeCode(o, s.Now()) != nil {
		return nil
	}
	return s.pageAt("connect")
}

// pageAt is the address of a page of this program.
func (s *Service) pageAt(path ...string) *string {
	page, err := url.JoinPath(s.PublicURL, path...)
	if err != nil {
		return nil // the settings have been checked; a URL that does not parse has no page
	}
	return &page
}

package onboarding

import (
	"context"
	"fmt"
	"maps"
	"net/mail"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"github.com/google/uuid"

	"capiconnect/models"
)

// Limits on what the Connect page says of the partner.
const (
	maxBrandName = 60
	maxBrandURL  = 500
)

// BrandingInput is how the Connect page is to present the partner from now on: all of it, nil for nothing. Only the logo stays when none is given.
type BrandingInput struct {
	Name           *string
	AccentColor    *string
	SupportContact *string
	PrivacyURL     *string
	Logo           *string // in Base64
	RemoveLogo     *bool
}

// UpdateBranding changes how the Connect page presents the partner. Pages that are open stay as they are until they are loaded again.
func (s *Service) UpdateBranding(ctx context.Context, in BrandingInput) (b *models.Branding, err error) {
	logo, err := in.checked()
	if err != nil {
		return nil, err
	}
	err = s.Store.InTx(ctx, func(tx *models.Tx) error {
		if b, err = tx.LockBranding(); err != nil {
			return err
		}
		before := brandingShown(b)
		in.apply(b, logo)
		after := brandingShown(b)
		if maps.Equal(before, after) {
			return nil
		}
		if logo != nil {
			if err := tx.KeepLogo(&logo.Logo); err != nil {
				return err
			}
		}
		if err := tx.UpdateBranding(b); err != nil {
			return err
		}
		return tx.Audit(s.auditOf(ctx, "branding: changed", "installation", uuid.Nil, before, after))
	})
	if err != nil {
		return nil, fmt.Errorf("changing the branding: %w", err)
	}
	return b, nil
}

// checked is the new logo, if one is given and all of the input makes sense.
func (in *BrandingInput) checked() (*sizedLogo, error) {
	removes := in.RemoveLogo != nil && *in.RemoveLogo
	err := firstFault([]fault{
		{in.Name != nil && !isBrandName(*in.Name), "name", fmt.Sprintf("A name has 1 to %d characters, none of them invisible.", maxBrandName)},
		{in.AccentColor != nil && !accentColor.MatchString(*in.AccentColor), "accentColor", "A colour is # and six hexadecimal digits, for example #0f6480."},
		{in.SupportContact != nil && !isEmail(*in.SupportContact) && !isLink(*in.SupportContact), "supportContact", "This is neither an e-mail address nor an https address."},
		{in.PrivacyURL != nil && !isLink(*in.PrivacyURL), "privacyUrl", "This is no https address."},
		{in.Logo != nil && removes, "removeLogo", "Either give a logo or remove the one there is."},
	})
	if err != nil || in.Logo == nil {
		return nil, err
	}
	return readLogo(*in.Logo)
}

func (in *BrandingInput) apply(b *models.Branding, logo *sizedLogo) {
	b.Name, b.AccentColor, b.SupportContact, b.PrivacyURL = in.Name, in.AccentColor, in.SupportContact, in.PrivacyURL
	switch {
	case logo != nil:
		b.LogoHash, b.LogoWidth, b.LogoHeight = &logo.Hash, &logo.width, &logo.height
	case in.RemoveLogo != nil && *in.RemoveLogo:
		b.LogoHash, b.LogoWidth, b.LogoHeight = nil, nil, nil
	}
}

// brandingShown is what the audit keeps of the branding.
func brandingShown(b *models.Branding) models.JSON {
	shown := models.JSON{}
	for name, value := range map[string]*string{
		"name": b.Name, "accentColor": b.AccentColor, "supportContact": b.SupportContact, "privacyUrl": b.PrivacyURL, "logo": b.LogoHash,
	} {
		shown[name] = nil
		if value != nil {
			shown[name] = *value
		}
	}
	return shown
}

var accentColor = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

// isBrandName keeps out what cannot be seen, or turns around what stands beside it.
func isBrandName(text string) bool {
	hidden := func(r rune) bool { return !unicode.IsGraphic(r) || unicode.Is(unicode.Cf, r) }
	return fits(text, maxBrandName) && strings.TrimSpace(text) == text && !strings.ContainsFunc(text, hidden)
}

// isEmail says whether text is an address and nothing else, so that it can stand in a link that begins with mailto.
func isEmail(text string) bool {
	address, err := mail.ParseAddress(text)
	return err == nil && address.Address == text && len(text) <= maxEmail && !strings.ContainsAny(text, "?&%\" \x00")
}

// isLink says whether text is an address that a person can be led to from a page: over https, without credentials.
func isLink(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Scheme == "https" && u.Hostname() != "" && u.User == nil && len(text) <= maxBrandURL && !strings.ContainsFunc(text, unicode.IsSpace)
}

// LogoURL is where the logo of the branding is; nil when there is none.
func (s *Service) LogoURL(b *models.Branding) *string {
	if b.LogoHash == nil {
		return nil
	}
	return s.pageAt("connect", "logo", *b.LogoHash)
}

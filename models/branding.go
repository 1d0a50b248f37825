package models

import (
	"context"

	"gorm.io/gorm/clause"
)

// Branding is how the Connect page presents the partner: one row, which the migrations have written. Nil: nothing is said of it.
type Branding struct {
	OnlyRow        bool `gorm:"primaryKey"`
	Name           *string
	AccentColor    *string // #rrggbb
	SupportContact *string // an e-mail address or an https URL
	PrivacyURL     *string
	LogoHash       *string
	LogoWidth      *int // in pixels, as the height
	LogoHeight     *int
}

// TableName keeps gorm from looking for a plural.
func (Branding) TableName() string { return "branding" }

// Logo is an image under the hash of its content.
type Logo struct {
	Hash      string `gorm:"primaryKey"`
	MediaType string
	Content   []byte
}

// Branding reads the branding.
func (s *Store) Branding(ctx context.Context) (*Branding, error) {
	return first[Branding](s.db.WithContext(ctx))
}

// Logo reads the logo with this hash; ErrNotFound once another one has taken its place.
func (s *Store) Logo(ctx context.Context, hash string) (*Logo, error) {
	return first[Logo](s.db.WithContext(ctx).Where("hash = ?", hash))
}

// LockBranding reads the branding and keeps others from changing it until the transaction ends.
func (tx *Tx) LockBranding() (*Branding, error) {
	return first[Branding](tx.db.Clauses(clause.Locking{Strength: "UPDATE"}))
}

// KeepLogo keeps a logo for UpdateBranding to name.
func (tx *Tx) KeepLogo(logo *Logo) error {
	return translate(tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(logo).Error)
}

// UpdateBranding writes the branding, and drops the logos that it does not name.
func (tx *Tx) UpdateBranding(b *Branding) error {
	if err := tx.db.Model(b).Select("*").Updates(b).Error; err != nil {
		return translate(err)
	}
	_, err := tx.exec("DELETE FROM logos WHERE hash IS DISTINCT FROM ?", b.LogoHash)
	return err
}

package onboarding

import (
	"context"
	"time"

	"capiconnect/models"
)

// AccessTier is the app's tier of access to the Marketing API, as Meta's answers have last told it.
type AccessTier struct {
	Level    *AccessLevel // nil where Meta's word is not known here
	MetaName string
	SeenAt   time.Time
}

// AccessLevel is a tier by the name that Meta's documentation gives it.
type AccessLevel string

// The levels.
const (
	LimitedAccess AccessLevel = "LIMITED"
	FullAccess    AccessLevel = "FULL"
)

// accessLevels are the levels by the names that Meta's headers give them.
// Source: https://developers.facebook.com/docs/marketing-api/overview/rate-limiting
var accessLevels = map[string]AccessLevel{"development_access": LimitedAccess, "standard_access": FullAccess}

func newAccessTier(seen *models.AccessTier) *AccessTier {
	return &AccessTier{Level: nonZero(accessLevels[seen.MetaName]), MetaName: seen.MetaName, SeenAt: seen.SeenAt}
}

// noteAccessTier remembers what an answer calls the tier; most say nothing of it.
func (t *Throttle) noteAccessTier(metaName string) {
	if metaName == "" {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.tier = &models.AccessTier{MetaName: metaName, SeenAt: t.now()}
}

func (t *Throttle) storeAccessTier(ctx context.Context) error {
	t.mu.Lock()
	seen := t.tier
	t.tier = nil
	t.mu.Unlock()
	if seen == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, storeLimit)
	defer cancel()
	err := t.store.KeepAccessTier(ctx, seen.MetaName, seen.SeenAt)
	if err != nil {
		t.putBackAccessTier(seen)
	}
	return err
}

func (t *Throttle) putBackAccessTier(seen *models.AccessTier) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.tier == nil {
		t.tier = seen
	}
}

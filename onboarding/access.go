package onboarding

import (
	"time"

	"capiconnect/models"
)

// Access carries out who may come in: members of staff and API keys. It needs neither Meta nor a keyset, so that commands can make one.
type Access struct {
	Store     *models.Store
	PublicURL string
	Now       func() time.Time
}

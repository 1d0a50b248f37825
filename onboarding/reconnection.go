package onboarding

import (
	"time"

	"capiconnect/models"
)

// dialogLimit is how long a client spends in Meta's dialog, about. Meta tells of the choice that is made there before the browser brings the
// code, so that the datasets may have been read by then.
const dialogLimit = 10 * time.Minute

// noteReconnection keeps what a new grant of b changes about the permissions of the one before, which was given at a time and still stands
// in the database. The datasets follow when they have been read.
func (s *Service) noteReconnection(tx *models.Tx, b *models.Business, before time.Time, who identity) error {
	old, err := tx.GrantsOf(b.ID)
	if err != nil {
		return err
	}
	gained, lost := compareGrants(old, s.grants(b, who.info))
	return tx.KeepReconnection(&models.Reconnection{
		BusinessID: b.ID, BeforeAt: before, At: b.ConnectedAt, PermissionsGained: gained, PermissionsLost: lost,
	}, s.Now().Add(-dialogLimit))
}

// compareGrants tells which permissions are granted now and were not before, and the other way round, in alphabetical order. Where Meta did
// not tell, nothing is known to have changed.
func compareGrants(before, after []models.PermissionGrant) (gained, lost models.Strings) {
	was, is := statesOf(before), statesOf(after)
	gained, lost = models.Strings{}, models.Strings{}
	for _, grant := range after {
		if grant.State == models.Granted && was(grant.Permission) == models.Denied {
			gained = append(gained, grant.Permission)
		}
	}
	for _, grant := range before {
		if grant.State == models.Granted && is(grant.Permission) == models.Denied {
			lost = append(lost, grant.Permission)
		}
	}
	return gained, lost
}

// statesOf looks permissions up in a report. One that is not in it was neither asked for nor given, unless Meta did not tell what was given.
func statesOf(report []models.PermissionGrant) func(permission string) models.GrantState {
	states, absent := map[string]models.GrantState{}, models.Denied
	for _, grant := range report {
		states[grant.Permission] = grant.State
		if grant.State == models.GrantUnknown {
			absent = models.GrantUnknown
		}
	}
	return func(permission string) models.GrantState {
		if state, listed := states[permission]; listed {
			return state
		}
		return absent
	}
}

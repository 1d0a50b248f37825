package onboarding

import (
	"slices"

	"capiconnect/meta"
	"capiconnect/models"
)

// grants reports what was asked for and what was received. Scopes decides; a scope that Meta does not detail is not limited, or
// not known to be.
func (s *Service) grants(b *models.Business, info meta.TokenInfo) []models.PermissionGrant {
	names := slices.Concat(s.Login.Permissions, info.Scopes)
	slices.Sort(names)
	names = slices.Compact(names)
	report := make([]models.PermissionGrant, len(names))
	for i, name := range names {
		report[i] = models.PermissionGrant{
			BusinessID: b.ID, Permission: name, Requested: slices.Contains(s.Login.Permissions, name),
			State: grantState(name, info), DatasetMetaIDs: datasetTargets(b, name, info),
		}
	}
	return report
}

func grantState(permission string, info meta.TokenInfo) models.GrantState {
	switch {
	case slices.Contains(info.Scopes, permission):
		return models.Granted
	case info.Scopes == nil:
		return models.GrantUnknown
	}
	return models.Denied
}

// datasetTargets lists what a permission is limited to. Where that is the business itself, it is not limited to datasets.
func datasetTargets(b *models.Business, permission string, info meta.TokenInfo) models.Strings {
	for _, granular := range info.GranularScopes {
		if granular.Scope == permission && granular.TargetIDs != nil && !slices.Contains(granular.TargetIDs, b.MetaID) {
			return models.Strings(granular.TargetIDs)
		}
	}
	return nil
}

// missingPermissions lists what the login configuration asks for and Meta says was not given.
func (s *Service) missingPermissions(info meta.TokenInfo) []string {
	var missing []string
	for _, name := range s.Login.Permissions {
		if grantState(name, info) == models.Denied {
			missing = append(missing, name)
		}
	}
	return missing
}

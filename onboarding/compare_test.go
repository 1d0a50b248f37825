package onboarding

import (
	"slices"
	"testing"

	"capiconnect/models"
)

func TestWhatMetaDoesNotTellIsNoChange(t *testing.T) {
	t.Parallel()
	granted := func(names ...string) (report []models.PermissionGrant) {
		for _, name := range names {
			report = append(report, models.PermissionGrant{Permission: name, State: models.Granted})
		}
		return report
	}
	untold := []models.PermissionGrant{{Permission: "ads_read", State: models.GrantUnknown}}
	denied := []models.PermissionGrant{{Permission: "ads_read", State: models.Denied}}
	for name, test := range map[string]struct {
		before, after []models.PermissionGrant
		gained, lost  []string
	}{
		"the same":              {granted("a", "b"), granted("a", "b"), nil, nil},
		"one more, one less":    {granted("a", "b"), granted("b", "c"), []string{"c"}, []string{"a"}},
		"denied, then granted":  {denied, granted("ads_read"), []string{"ads_read"}, nil},
		"granted, then denied":  {granted("ads_read"), denied, nil, []string{"ads_read"}},
		"granted, then untold":  {granted("ads_read", "b"), untold, nil, nil},
		"untold, then granted":  {untold, granted("ads_read", "b"), nil, nil},
		"nothing known, then a": {nil, granted("a"), []string{"a"}, nil},
	} {
		gained, lost := compareGrants(test.before, test.after)
		if !slices.Equal(gained, test.gained) || !slices.Equal(lost, test.lost) {
			t.Errorf("%s: %v gained, %v lost", name, gained, lost)
		}
	}
}

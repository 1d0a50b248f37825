package adminui_test

import (
	"io/fs"
	"testing"

	adminui "capiconnect/admin-ui"
)

func TestFilesAreRootedAtDist(t *testing.T) {
	t.Parallel()

	_, err := fs.Stat(adminui.Files(), ".gitkeep")
	if err != nil {
		t.Errorf("the placeholder that keeps dist in the repository is not at the root: %v", err)
	}
	_, err = fs.Stat(adminui.Files(), "dist")
	if err == nil {
		t.Error("the files still have dist as their first folder")
	}
}

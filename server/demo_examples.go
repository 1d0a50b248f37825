package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"capiconnect/models"
	"capiconnect/onboarding"
)

// exampleOrigins are those of the pages in examples/, each of which has its port. A demo lets them in unless it is told otherwise.
var exampleOrigins = []string{"http://localhost:4001", "http://localhost:4002", "http://localhost:4003", "http://localhost:4004"}

// exampleScopes are what the backends in examples/ do.
var exampleScopes = []models.Scope{models.ScopeOnboardingsWrite, models.ScopeBusinessesRead}

// examplesKeyFile is where the backends in examples/ find their API key.
func examplesKeyFile(dir string) string { return filepath.Join(dir, "examples.key") }

// keepExamplesKey sees to it that the demo in dir has an API key for the examples that works, so that they need no configuration. The file is
// its owner's alone.
func keepExamplesKey(ctx context.Context, access *onboarding.Access, dir string) error {
	content, err := os.ReadFile(examplesKeyFile(dir))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	hash := models.HashBearer(strings.TrimSpace(string(content)))
	key, err := access.Store.APIKeyByHash(ctx, hash)
	switch {
	case err == nil && key.Takes(hash, access.Now()):
		return nil
	case err != nil && !errors.Is(err, models.ErrNotFound):
		return fmt.Errorf("looking for the examples' API key: %w", err)
	}
	_, secret, err := access.CreateAPIKey(ctx, onboarding.CreateAPIKeyInput{Name: "Examples", Scopes: exampleScopes})
	if err != nil {
		return err
	}
	return writeWhole(examplesKeyFile(dir), []byte(*secret+"\n"))
}

package main

import (
	"os"
	"strings"
	"testing"
	"time"

	"capiconnect/models"
	"capiconnect/models/modelstest"
	"capiconnect/onboarding"
)

func TestTheExamplesOfADemoHaveAKeyThatWorks(t *testing.T) {
	t.Parallel()
	access := &onboarding.Access{Store: modelstest.Open(t), PublicURL: "http://localhost:8080", Now: time.Now}
	ctx, dir := onboarding.WithActor(t.Context(), commandLine), t.TempDir()
	keep := func() (secret string, key *models.APIKey) {
		t.Helper()
		if err := keepExamplesKey(ctx, access, dir); err != nil {
			t.Fatal(err)
		}
		content, err := os.ReadFile(examplesKeyFile(dir))
		if err != nil {
			t.Fatal(err)
		}
		secret = strings.TrimSpace(string(content))
		if key, err = access.Store.APIKeyByHash(ctx, models.HashBearer(secret)); err != nil {
			t.Fatal(err)
		}
		return secret, key
	}
	first, key := keep()
	if file, err := os.Stat(examplesKeyFile(dir)); err != nil || file.Mode().Perm() != 0o600 {
		t.Errorf("the key's file: %v, %v", file, err)
	}
	if scopes := strings.Join(key.Scopes, " "); scopes != "businesses:read onboardings:write" {
		t.Errorf("the examples may do more or less than they need: %s", scopes)
	}
	if again, _ := keep(); again != first {
		t.Error("a demo that is started again has another key")
	}
	if _, err := access.RevokeAPIKey(ctx, key.ID); err != nil {
		t.Fatal(err)
	}
	if other, key := keep(); other == first || !key.Works(time.Now()) {
		t.Error("there is no new key after the first was revoked")
	}
}

package main

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"capiconnect/meta/metasandbox"
	"capiconnect/models/seal"
)

// identity is what a demo keeps between starts, so that the tokens it has stored stay readable and the sandbox still knows them.
type identity struct {
	AppID     string `json:"appId"`
	AppSecret string `json:"appSecret"`
	ConfigID  string `json:"configId"`
	Keyset    string `json:"keyset"`
}

// demoIdentity reads the identity of the demo in dir, or makes one at the first start.
func demoIdentity(dir string) (identity, error) {
	path := filepath.Join(dir, "demo.json")
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return newDemoIdentity(path)
	}
	var kept identity
	if err == nil {
		err = json.Unmarshal(content, &kept)
	}
	if err != nil {
		return identity{}, fmt.Errorf("reading the demo's keys from %s: %w", path, err)
	}
	return kept, nil
}

func newDemoIdentity(path string) (identity, error) {
	keyset, err := seal.NewKeyset()
	if err != nil {
		return identity{}, err
	}
	sandbox := metasandbox.New(metasandbox.Options{})
	made := identity{AppID: sandbox.AppID(), AppSecret: rand.Text(), ConfigID: sandbox.ConfigID(), Keyset: keyset}
	content, err := json.MarshalIndent(made, "", "  ")
	if err == nil {
		err = os.MkdirAll(filepath.Dir(path), 0o755) // the private PostgreSQL, which may be another account, has to pass through
	}
	if err == nil {
		err = writeWhole(path, content)
	}
	if err != nil {
		return identity{}, fmt.Errorf("keeping the demo's keys in %s: %w", path, err)
	}
	return made, nil
}

// writeWhole writes a file that only its owner may read, all of it or nothing: half a keyset would lock the data away.
func writeWhole(path string, content []byte) error {
	file, err := os.CreateTemp(filepath.Dir(path), ".demo-*") // with mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	_, err = file.Write(content)
	if err == nil {
		err = file.Sync()
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

func (i identity) sealer() (*seal.Sealer, error) { return seal.New(i.Keyset) }

func (i identity) sandbox(permissions []string) *metasandbox.Sandbox {
	return metasandbox.New(metasandbox.Options{
		AppID: i.AppID, AppSecret: i.AppSecret, ConfigID: i.ConfigID, Permissions: permissions, RequireProof: true,
	})
}

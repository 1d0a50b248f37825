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

// identity is what a demo keeps between starts, so that the tokens it has stored stay readable and the sandbox still knows them. Its
// encryption keyset is in a file beside it, like that of the production program.
type identity struct {
	AppID     string `json:"appId"`
	AppSecret string `json:"appSecret"`
	ConfigID  string `json:"configId"`
	Keyset    string `json:"keyset,omitempty"` // where versions before the rotation of keys kept it

	keysetFile string
}

// demoIdentity reads the identity of the demo in dir, or makes one at the first start.
func demoIdentity(dir string) (identity, error) {
	kept, err := readIdentity(dir)
	if errors.Is(err, fs.ErrNotExist) {
		kept, err = newIdentity()
	}
	if err == nil && kept.Keyset != "" {
		err = kept.write(dir)
	}
	if err != nil {
		return identity{}, fmt.Errorf("keeping the demo's keys in %s: %w", dir, err)
	}
	kept.keysetFile = demoKeysetFile(dir)
	return kept, nil
}

func readIdentity(dir string) (kept identity, err error) {
	content, err := os.ReadFile(identityFile(dir))
	if err == nil {
		err = json.Unmarshal(content, &kept)
	}
	return kept, err
}

func newIdentity() (identity, error) {
	keyset, err := seal.NewKeyset()
	sandbox := metasandbox.New(metasandbox.Options{})
	return identity{AppID: sandbox.AppID(), AppSecret: rand.Text(), ConfigID: sandbox.ConfigID(), Keyset: keyset}, err
}

// write keeps the identity, and the keyset on its own: that first, and never over one that is there, so that it cannot get lost.
func (i identity) write(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil { // the private PostgreSQL, which may be another account, has to pass through
		return err
	}
	_, err := os.Stat(demoKeysetFile(dir))
	if errors.Is(err, fs.ErrNotExist) {
		err = writeWhole(demoKeysetFile(dir), []byte(i.Keyset+"\n"))
	}
	if err != nil {
		return err
	}
	i.Keyset = ""
	content, err := json.MarshalIndent(i, "", "  ")
	if err != nil {
		return err
	}
	return writeWhole(identityFile(dir), content)
}

// demoKeyset is the file with the keyset of the demo in dir.
func demoKeyset(dir string) (string, error) {
	if _, err := os.Stat(identityFile(dir)); err != nil {
		return "", &configError{[]string{"ENCRYPTION_KEYSET_FILE is missing, and there is no demo in DATA_DIR"}}
	}
	kept, err := demoIdentity(dir)
	return kept.keysetFile, err
}

func identityFile(dir string) string { return filepath.Join(dir, "demo.json") }

func demoKeysetFile(dir string) string { return filepath.Join(dir, "keyset") }

func (i identity) sealer() (*seal.Sealer, error) { return seal.FromFile(i.keysetFile) }

func (i identity) sandbox(permissions []string) *metasandbox.Sandbox {
	return metasandbox.New(metasandbox.Options{
		AppID: i.AppID, AppSecret: i.AppSecret, ConfigID: i.ConfigID, Permissions: permissions, RequireProof: true,
	})
}

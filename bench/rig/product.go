package rig

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
)

// ProductPath is where the program was built.
var ProductPath = "bin/capiconnect"

// newKeyset makes the keyset of a database.
func newKeyset(dir string) (path string, err error) {
	keyset, err := Command(context.Background(), nil, "keys", "new")
	if err != nil {
		return "", err
	}
	file, err := os.CreateTemp(dir, "keyset-")
	if err != nil {
		return "", err
	}
	_, err = file.WriteString(keyset)
	return file.Name(), errors.Join(err, file.Close())
}

// Environment configures the program for data. Meta is an address where nobody answers, unless more says another.
func Environment(d Data, more ...string) ([]string, error) {
	dir, err := os.MkdirTemp(d.dir, "product-")
	return append([]string{
		"DATABASE_URL=" + d.URL, "DATA_DIR=" + dir, "ENCRYPTION_KEYSET_FILE=" + d.keyset, "HOME=" + dir, "PATH=" + os.Getenv("PATH"),
		"META_APP_ID=1", "META_APP_SECRET=" + strings.Repeat("0", 32), "META_CONFIG_ID=1", "META_WEBHOOK_VERIFY_TOKEN=" + strings.Repeat("v", 32),
		"LOG_LEVEL=warn", "META_GRAPH_URL=http://127.0.0.1:9", "META_DIALOG_URL=http://127.0.0.1:9",
	}, more...), err
}

// Command runs a command of the program and returns what it printed.
func Command(ctx context.Context, environment []string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, ProductPath, args...)
	var complaint bytes.Buffer
	cmd.Env, cmd.Stderr = environment, &complaint
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("capiconnect %s: %w: %s", args[0], err, complaint.Bytes())
	}
	return string(out), nil
}

// FreeAddress is one of this machine at which nobody listens.
func FreeAddress() string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err) // a machine without free ports measures nothing
	}
	defer listener.Close()
	return listener.Addr().String()
}

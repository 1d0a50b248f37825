package main

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

// newKeyset makes the keyset of a database.
func newKeyset(dir string) (path string, err error) {
	keyset, err := productCommand(context.Background(), nil, "keys", "new")
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

// productEnvironment configures the program for data. Meta is an address where nobody answers, unless more says another.
func productEnvironment(d data, more ...string) ([]string, error) {
	dir, err := os.MkdirTemp(d.dir, "product-")
	return append([]string{
		"DATABASE_URL=" + d.url, "DATA_DIR=" + dir, "ENCRYPTION_KEYSET_FILE=" + d.keyset, "HOME=" + dir, "PATH=" + os.Getenv("PATH"),
		"META_APP_ID=1", "META_APP_SECRET=" + strings.Repeat("0", 32), "META_CONFIG_ID=1", "META_WEBHOOK_VERIFY_TOKEN=" + strings.Repeat("v", 32),
		"LOG_LEVEL=warn", "META_GRAPH_URL=http://127.0.0.1:9", "META_DIALOG_URL=http://127.0.0.1:9",
	}, more...), err
}

// productCommand runs a command of the program and returns what it printed.
func productCommand(ctx context.Context, environment []string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, productPath, args...)
	var complaint bytes.Buffer
	cmd.Env, cmd.Stderr = environment, &complaint
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("capiconnect %s: %w: %s", args[0], err, complaint.Bytes())
	}
	return string(out), nil
}

// freeAddress is one of this machine at which nobody listens.
func freeAddress() string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err) // a machine without free ports measures nothing
	}
	defer listener.Close()
	return listener.Addr().String()
}

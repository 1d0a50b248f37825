package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// productEnvironment configures the program for data. Meta is an address where nobody answers, unless more says another.
func productEnvironment(d data, more ...string) ([]string, error) {
	keyset, err := productCommand(context.Background(), nil, "keys", "new")
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(d.dir, "product-")
	if err != nil {
		return nil, err
	}
	keysetFile := filepath.Join(dir, "keyset")
	if err := os.WriteFile(keysetFile, []byte(keyset), 0o600); err != nil {
		return nil, err
	}
	return append([]string{
		"DATABASE_URL=" + d.url, "DATA_DIR=" + dir, "ENCRYPTION_KEYSET_FILE=" + keysetFile, "HOME=" + dir, "PATH=" + os.Getenv("PATH"),
		"META_APP_ID=1", "META_APP_SECRET=" + strings.Repeat("0", 32), "META_CONFIG_ID=1", "META_WEBHOOK_VERIFY_TOKEN=" + strings.Repeat("v", 32),
		"LOG_LEVEL=warn", "META_GRAPH_URL=http://127.0.0.1:9", "META_DIALOG_URL=http://127.0.0.1:9",
	}, more...), nil
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

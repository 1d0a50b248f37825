package main

import (
	"strings"
	"testing"
)

func TestTakenAddressIsExplained(t *testing.T) {
	t.Parallel()
	taken, err := listen("LISTEN_ADDR", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	var stdout, stderr strings.Builder
	env := map[string]string{"LISTEN_ADDR": taken.Addr().String(), "OPS_ADDR": "127.0.0.1:0", "DATA_DIR": t.TempDir()}
	if code := run(t.Context(), []string{"demo"}, environ(env), strings.NewReader(""), &stdout, &stderr); code != exitFailed {
		t.Errorf("exit code %d", code)
	}
	if said := stderr.String(); strings.Count(said, "\n") != 1 || !strings.Contains(said, "another program listens on "+taken.Addr().String()) {
		t.Errorf("said %q", said)
	}
}

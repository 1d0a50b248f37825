package main

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

func TestLogHidesSecrets(t *testing.T) {
	t.Parallel()
	secret := strings.Repeat("Zx9", 12)
	var out bytes.Buffer
	log := newLog(&out, slog.LevelDebug)
	failure := errors.New("EAA" + secret)
	log.Info("calling https://graph.example/?access_token="+secret+"&x=1", "access_token", secret, "code", secret, "Authorization", "Bearer "+secret)
	log.Error("failed", "error", fmt.Errorf("exchanging: %w", failure), "path", "/x?client_secret="+secret, slog.Group("in", "password", secret))
	log.Warn("bearers", "given", []string{"capi_" + secret}[0]+" onb_"+secret+" link_"+secret)
	log.Info("request", "path", "/connect/AQ"+strings.Repeat("b-", 20)+secret, "other path", "/admin/EAA"+strings.Repeat("b", 20)+"_"+secret)
	if strings.Contains(out.String(), secret) {
		t.Errorf("the log holds the secret:\n%s", out.String())
	}
	if !strings.Contains(out.String(), "exchanging: "+redacted) || !strings.Contains(out.String(), "x=1") {
		t.Errorf("the log hides more than secrets:\n%s", out.String())
	}
}

func TestLogLevel(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	newLog(&out, slog.LevelWarn).Info("quiet")
	if out.Len() > 0 {
		t.Errorf("logged %s", out.String())
	}
}

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// journey is something that happens once rather than so many times a second.
type journey struct {
	name string
	run  func(context.Context, data) ([]finding, error)
}

// finding is what a journey took, and what it may take: limit, or atMost times what it is measured beside. A zero is no goal.
type finding struct {
	about string
	took  time.Duration
	limit time.Duration

	beside     string
	besideTook time.Duration
	atMost     float64

	more string
}

// String is a line of the report.
func (f finding) String() string {
	line := fmt.Sprintf("- %s: **%s**", f.about, told(f.took))
	switch {
	case f.limit > 0:
		line += fmt.Sprintf(" (goal: %s)", told(f.limit))
	case f.beside != "":
		line += fmt.Sprintf(", **%.2f** times %s, %s (goal: %.2f)", f.took.Seconds()/f.besideTook.Seconds(), f.beside, told(f.besideTook), f.atMost)
	}
	if f.more != "" {
		line += "; " + f.more
	}
	return line
}

func told(took time.Duration) string { return fmt.Sprintf("%d ms", took.Milliseconds()) }

var journeys = []journey{
	{"onboarding", onboardMany},
	{"crowd", onboardCrowd},
	{"webhooks", uninstallAll},
	{"program", startProgram},
}

func isJourney(name string) bool {
	return slices.ContainsFunc(journeys, func(j journey) bool { return j.name == name })
}

// program is the product with what its callers need.
type program struct {
	*process
	url, ops, key string
}

func startProgramOn(ctx context.Context, d data, more ...string) (*program, error) {
	address, ops := freeAddress(), freeAddress()
	environment, err := productEnvironment(d, append(more, "LISTEN_ADDR="+address, "OPS_ADDR="+ops)...)
	if err != nil {
		return nil, err
	}
	key, err := productCommand(ctx, environment, "api-key", "create", "--name", "bench", "--scopes", "businesses:read,onboardings:write")
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, productPath, "serve")
	cmd.Env = environment
	p, err := start(ctx, cmd, "http://"+ops+"/readyz")
	return &program{p, "http://" + address, "http://" + ops, strings.TrimSpace(key)}, err
}

// ask sends a document and fails with any error that it is answered with.
func (p *program) ask(ctx context.Context, document string, variables map[string]any, into any) error {
	request, err := graphQLRequest(p.url+"/graphql", "Bearer "+p.key, document, variables)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request.WithContext(ctx))
	if err != nil {
		return err
	}
	defer response.Body.Close()
	var body bytes.Buffer
	if _, err := body.ReadFrom(response.Body); err != nil {
		return err
	}
	answer := struct {
		Data   any
		Errors []struct{ Message string }
	}{Data: into}
	if err := json.Unmarshal(body.Bytes(), &answer); err != nil || len(answer.Errors) > 0 || response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %.300s", response.Status, body.Bytes())
	}
	return nil
}

// onboard completes an onboarding of one of the sandbox's businesses and waits until its datasets are read.
func (p *program) onboard(ctx context.Context, u *upstream, businessID string) (id string, err error) {
	code, err := u.IssueCode(codeFor(businessID))
	if err != nil {
		return "", err
	}
	var answer struct {
		CompleteOnboarding struct {
			Onboarding struct{ Status string }
			Business   struct{ ID string }
			UserErrors []struct{ Message string }
		}
	}
	err = p.ask(ctx, `mutation ($code: String!) { completeOnboarding(input: {code: $code}) { onboarding { status } business { id } userErrors { message } } }`,
		map[string]any{"code": code}, &answer)
	completed := answer.CompleteOnboarding
	if err == nil && (len(completed.UserErrors) > 0 || completed.Onboarding.Status != "COMPLETED") {
		err = fmt.Errorf("the onboarding ended as %s: %v", completed.Onboarding.Status, completed.UserErrors)
	}
	return completed.Business.ID, err
}

func middle(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}

// timed tells how long work takes.
func timed(work func() error) (time.Duration, error) {
	begun := time.Now()
	err := work()
	return time.Since(begun), err
}

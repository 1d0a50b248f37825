package rig

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os/exec"
	"strings"
	"time"

	"capiconnect/meta/metasandbox"
)

// Program is this program with what its callers need.
type Program struct {
	*Process
	URL, Key string
}

// StartProgram serves data, with more settings than those of Environment. Whoever calls it may read and onboard.
func StartProgram(ctx context.Context, d Data, more ...string) (*Program, error) {
	address, ops := FreeAddress(), FreeAddress()
	environment, err := Environment(d, append(more, "LISTEN_ADDR="+address, "OPS_ADDR="+ops)...)
	if err != nil {
		return nil, err
	}
	key, err := Command(ctx, environment, "api-key", "create", "--name", "bench", "--scopes", "businesses:read,onboardings:write")
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, ProductPath, "serve")
	cmd.Env = environment
	p, err := Start(ctx, cmd, "http://"+ops+"/readyz")
	return &Program{p, "http://" + address, strings.TrimSpace(key)}, err
}

// BesideMeta runs work on a program that has the sandbox for Meta: see StartUpstream.
func BesideMeta(ctx context.Context, d Data, latency time.Duration, pageLimit, atOnce int, work func(*Program, *Upstream) error) (err error) {
	u, err := StartUpstream(latency, pageLimit, atOnce)
	if err != nil {
		return err
	}
	defer u.Close()
	p, err := StartProgram(ctx, d, u.Environment()...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Stop()) }()
	return work(p, u)
}

// Ask sends a document and fails with any error that it is answered with.
func (p *Program) Ask(ctx context.Context, document string, variables map[string]any, into any) error {
	request, err := GraphQLRequest(p.URL+"/graphql", "Bearer "+p.Key, document, variables)
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

// GraphQLRequest asks the server at an address a document.
func GraphQLRequest(address, authorization, query string, variables map[string]any) (*http.Request, error) {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequest(http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/json")
	if authorization != "" {
		request.Header.Set("Authorization", authorization)
	}
	return request, nil
}

// Onboard completes an onboarding of one of the sandbox's businesses and waits until its datasets are read.
func (p *Program) Onboard(ctx context.Context, u *Upstream, businessID string) (id string, err error) {
	code, err := u.IssueCode(metasandbox.CodeRequest{BusinessID: businessID})
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
	err = p.Ask(ctx, `mutation ($code: String!) { completeOnboarding(input: {code: $code}) { onboarding { status } business { id } userErrors { message } } }`,
		map[string]any{"code": code}, &answer)
	completed := answer.CompleteOnboarding
	if err == nil && (len(completed.UserErrors) > 0 || completed.Onboarding.Status != "COMPLETED") {
		err = fmt.Errorf("the onboarding ended as %s: %v", completed.Onboarding.Status, completed.UserErrors)
	}
	return completed.Business.ID, err
}

// Sync reads the lists of a business once more and fails where they are not as long as Meta's.
func (p *Program) Sync(ctx context.Context, businessID string, owned, shared int) error {
	var answer struct {
		SyncDatasets struct {
			UserErrors []struct{ Message string }
			Business   struct{ OwnedDatasets, SharedDatasets struct{ TotalCount int } }
		}
	}
	err := p.Ask(ctx, `mutation ($id: ID!) { syncDatasets(input: {businessId: $id}) { userErrors { message }
		business { ownedDatasets(first: 0) { totalCount } sharedDatasets(first: 0) { totalCount } } } }`, map[string]any{"id": businessID}, &answer)
	synced := answer.SyncDatasets
	if err == nil && (len(synced.UserErrors) > 0 || synced.Business.OwnedDatasets.TotalCount != owned || synced.Business.SharedDatasets.TotalCount != shared) {
		err = fmt.Errorf("not what Meta lists: %+v", synced)
	}
	return err
}

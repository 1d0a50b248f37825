package crashtest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
)

// What the program's GraphQL API answers, as far as it is looked at.
type (
	onboarding struct {
		ID      string
		Status  string
		Problem *struct{ Code string }
	}
	business struct {
		ID     string
		MetaID string
		Status string
	}
	userError struct{ Code, Message string }
	// payload is the answer to any mutation.
	payload struct {
		Onboarding       *onboarding
		Business         *business
		Receipt          *struct{ Verified bool }
		Endpoint         *struct{ ID string }
		TokenLease       *struct{ ID string }
		Token            string
		Secret           string
		ErasedBusinessID string
		UserErrors       []userError
	}
)

// code is the code of the first user error; empty when there is none.
func (p payload) code() string {
	if len(p.UserErrors) == 0 {
		return ""
	}
	return p.UserErrors[0].Code
}

const (
	onboardingFields = "onboarding { id status problem { code } }"
	businessFields   = "business { id metaId status }"
	errorFields      = "userErrors { code message }"
)

// mutation makes a document for one mutation that takes its input as a variable.
func mutation(name, fields string) string {
	return fmt.Sprintf("mutation($input: %s%sInput!) { done: %s(input: $input) { %s %s } }", strings.ToUpper(name[:1]), name[1:], name, fields, errorFields)
}

var (
	createOnboarding      = mutation("createOnboarding", "token "+onboardingFields)
	completeOnboarding    = mutation("completeOnboarding", onboardingFields+" "+businessFields)
	checkConnection       = mutation("checkConnection", businessFields)
	createWebhookEndpoint = mutation("createWebhookEndpoint", "secret endpoint { id }")
	endTokenLease         = mutation("endTokenLease", "tokenLease { id }")
	eraseBusiness         = mutation("eraseBusiness", "erasedBusinessId")
	leaseToken            = mutation("leaseToken", "token tokenLease { id }")
	revokeConnection      = mutation("revokeConnection", businessFields+" receipt { verified }")
	rotateWebhookSecret   = mutation("rotateWebhookSecret", "secret endpoint { id }")
	syncDatasets          = mutation("syncDatasets", businessFields)
	testWebhookEndpoint   = mutation("testWebhookEndpoint", "delivery { attempts { answer explanation } }")
)

// handOut are those in whose answers a secret may be.
var handOut = []string{createOnboarding, createWebhookEndpoint, leaseToken, rotateWebhookSecret}

// errCut means that there was no answer: the program is away, was killed or could not be reached.
var errCut = errors.New("no answer")

// errAway means that the program answered that it cannot just now.
var errAway = errors.New("not now")

// call carries a mutation out on one program.
func (in *installation) call(ctx context.Context, p *program, bearer, document string, input map[string]any) (payload, error) {
	body, err := json.Marshal(map[string]any{"query": document, "variables": map[string]any{"input": input}})
	if err != nil {
		panic(err) // strings
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, p.served.Load().url+"/graphql", bytes.NewReader(body))
	if err != nil {
		panic(err) // the URL is the program's own
	}
	request.Header.Set("Authorization", "Bearer "+bearer)
	request.Header.Set("Content-Type", "application/json")
	response, err := in.client.Do(request)
	if err != nil {
		return payload{}, fmt.Errorf("%w: %w", errCut, err)
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return payload{}, fmt.Errorf("%w: %w", errCut, err)
	}
	return in.read(response.StatusCode, answer, slices.Contains(handOut, document))
}

func (in *installation) read(status int, answer []byte, mayHoldSecret bool) (payload, error) {
	if !mayHoldSecret {
		for _, secret := range in.canaries.seenIn(string(answer)) {
			in.told.leaked("an answer held a secret: " + secret)
		}
	}
	var got struct {
		Data   struct{ Done *payload }
		Errors []struct {
			Message    string
			Extensions struct{ Code string }
		}
	}
	if err := json.Unmarshal(answer, &got); err != nil {
		return payload{}, fmt.Errorf("answer %d is no JSON: %.200s", status, answer)
	}
	switch {
	case len(got.Errors) > 0 && (got.Errors[0].Extensions.Code == "UNAVAILABLE" || got.Errors[0].Extensions.Code == "TIMEOUT"):
		return payload{}, errAway
	case len(got.Errors) > 0 || got.Data.Done == nil:
		return payload{}, fmt.Errorf("answer %d: %.300s", status, answer)
	}
	if token := got.Data.Done.Token; token != "" {
		in.canaries.add("onboarding token", token) // a leased one has been overheard at Meta
	}
	if secret := got.Data.Done.Secret; secret != "" {
		in.canaries.add("webhook secret", secret)
	}
	return *got.Data.Done, nil
}

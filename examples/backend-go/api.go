package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
)

// api is CAPI Connect's, asked with our key, which no browser ever sees.
type api struct{ base, keyFile string }

// business is what a client has connected.
type business struct {
	Name           *string
	Status         string
	Problem        *struct{ Message string }
	OwnedDatasets  datasets
	SharedDatasets datasets
}

type datasets struct {
	TotalCount int
	Edges      []struct {
		Node struct {
			Name   *string
			MetaID string
		}
	}
}

// Datasets are the first datasets, for people.
func (b business) Datasets() string {
	var names []string
	for _, list := range []datasets{b.OwnedDatasets, b.SharedDatasets} {
		for _, edge := range list.Edges {
			name := edge.Node.MetaID
			if edge.Node.Name != nil {
				name = *edge.Node.Name
			}
			names = append(names, name)
		}
	}
	text := cmp.Or(strings.Join(names, ", "), "none")
	if more := b.OwnedDatasets.TotalCount + b.SharedDatasets.TotalCount - len(names); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// prepare prepares an onboarding for one of our clients, which leads back to us, and returns the link that its browser opens. The token behind
// the # is shown once, here.
func (a api) prepare(ctx context.Context, externalID, origin string) (string, error) {
	var got struct {
		CreateOnboarding struct {
			Onboarding *struct{ ConnectURL string }
			Token      *string
			UserErrors []struct{ Message string }
		}
	}
	const mutation = `mutation ($input: CreateOnboardingInput!) {
		createOnboarding(input: $input) { onboarding { connectUrl } token userErrors { message } }
	}`
	input := map[string]any{"externalId": externalID, "allowedOrigin": origin, "returnUrl": origin + "/"}
	if err := a.ask(ctx, mutation, map[string]any{"input": input}, &got); err != nil {
		return "", err
	}
	created := got.CreateOnboarding
	if created.Token == nil {
		return "", errors.New(created.UserErrors[0].Message)
	}
	return created.Onboarding.ConnectURL + "#" + *created.Token, nil
}

// find returns the business that one of our clients has connected; nil while there is none.
func (a api) find(ctx context.Context, externalID string) (*business, error) {
	var got struct {
		Businesses struct{ Edges []struct{ Node business } }
	}
	const query = `query ($externalId: String!) {
		businesses(first: 1, filter: { externalId: $externalId }) { edges { node {
			name status problem { message }
			ownedDatasets(first: 5) { totalCount edges { node { name metaId } } }
			sharedDatasets(first: 5) { totalCount edges { node { name metaId } } }
		} } }
	}`
	if err := a.ask(ctx, query, map[string]any{"externalId": externalID}, &got); err != nil || len(got.Businesses.Edges) == 0 {
		return nil, err
	}
	return &got.Businesses.Edges[0].Node, nil
}

func (a api) ask(ctx context.Context, query string, variables map[string]any, into any) error {
	key, err := os.ReadFile(a.keyFile)
	if err != nil {
		return err
	}
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, a.base+"/graphql", bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Authorization", "Bearer "+strings.TrimSpace(string(key)))
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	answer := struct {
		Data   any
		Errors []struct{ Message string }
	}{Data: into}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return fmt.Errorf("reading the answer: %w", err)
	}
	if len(answer.Errors) > 0 {
		return errors.New(answer.Errors[0].Message)
	}
	return nil
}

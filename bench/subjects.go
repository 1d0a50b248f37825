package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// subject is one server that answers the works.
type subject struct {
	name     string
	process  *process
	ops      string                   // the product's operations listener
	requests map[string]*http.Request // by the name of the work
}

// startSubjects starts all subjects on the data, this program first.
func startSubjects(ctx context.Context, d data) (all []*subject, err error) {
	for _, begin := range []func(context.Context, data) ([]*subject, error){startProduct, startReferences, startYoga, startPostGraphile} {
		started, err := begin(ctx, d)
		all = append(all, started...)
		if err != nil {
			return all, err
		}
	}
	return all, nil
}

func startProduct(ctx context.Context, d data) ([]*subject, error) {
	address, ops := freeAddress(), freeAddress()
	environment, err := productEnvironment(d, "LISTEN_ADDR="+address, "OPS_ADDR="+ops)
	if err != nil {
		return nil, err
	}
	key, err := productCommand(ctx, environment, "api-key", "create", "--name", "bench", "--scopes", "businesses:read")
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, productPath, "serve")
	cmd.Env = environment
	p, err := start(ctx, cmd, "http://"+ops+"/readyz")
	if err != nil {
		return nil, err
	}
	requests, err := graphQLRequests(ctx, "http://"+address+"/graphql", "Bearer "+strings.TrimSpace(key), d, queries())
	return []*subject{{"CAPI Connect", p, "http://" + ops, requests}}, err
}

// queries are those of the works, and one that finds the cursor of the place where the work named deep begins.
func queries() map[string]string {
	all := map[string]string{"place": `query Place($text: String) { businesses(first: 1, filter: {search: $text}, orderBy: {field: NAME, direction: ASC}) { edges { cursor } } }`}
	for _, w := range works {
		all[w.name] = w.query
	}
	return all
}

func startReferences(ctx context.Context, d data) (all []*subject, err error) {
	for name, path := range map[string]string{"A2": "/buffer", "B": "/structs"} {
		address := freeAddress()
		cmd := exec.CommandContext(ctx, referencePath)
		cmd.Env = []string{"DATABASE_URL=" + d.url, "LISTEN_ADDR=" + address}
		p, err := start(ctx, cmd, "http://"+address+"/ready")
		if err != nil {
			return all, err
		}
		requests, err := referenceRequests("http://"+address+path, d)
		all = append(all, &subject{name: name, process: p, requests: requests})
		if err != nil {
			return all, err
		}
	}
	slices.SortFunc(all, func(a, b *subject) int { return strings.Compare(a.name, b.name) })
	return all, nil
}

func referenceRequests(address string, d data) (requests map[string]*http.Request, err error) {
	fill := strings.NewReplacer("$id", d.place.id, "$sortName", url.QueryEscape(d.place.sortName), "$text", url.QueryEscape(d.searched))
	requests = map[string]*http.Request{}
	for _, w := range works {
		if requests[w.name], err = http.NewRequest(http.MethodGet, address+fill.Replace(w.path), nil); err != nil {
			return nil, err
		}
	}
	return requests, nil
}

func startYoga(ctx context.Context, d data) ([]*subject, error) {
	p, address, err := startPeer(ctx, d, "yoga.mjs")
	if err != nil {
		return nil, err
	}
	requests, err := graphQLRequests(ctx, "http://"+address+"/graphql", "", d, queries())
	return []*subject{{name: "yoga", process: p, requests: requests}}, err
}

func startPostGraphile(ctx context.Context, d data) ([]*subject, error) {
	p, address, err := startPeer(ctx, d, "postgraphile.mjs")
	if err != nil {
		return nil, err
	}
	requests, err := graphQLRequests(ctx, "http://"+address+"/graphql", "", d, postGraphileQueries)
	return []*subject{{name: "PostGraphile", process: p, requests: requests}}, err
}

const datasetsOfPostGraphile = `edges { node { dataset: datasetByDatasetIdAndSortName { id: rowId metaId name lastFiredAt } } }`

// postGraphileQueries ask the same of a schema that follows the tables.
var postGraphileQueries = map[string]string{
	"place": `query Place($text: String!) { businesses: allBusinesses(first: 1, filter: {sortName: {includes: $text}}, orderBy: [SORT_NAME_ASC, PRIMARY_KEY_ASC]) { edges { cursor } } }`,
	"nested": `query Nested { businesses: allBusinesses(first: 20, orderBy: [SORT_NAME_ASC, PRIMARY_KEY_ASC]) { edges { node { id: rowId name status
		ownedDatasets: businessDatasetsByBusinessId(first: 20, condition: {relation: "OWNED"}, orderBy: [SORT_NAME_ASC, DATASET_ID_ASC]) { ` + datasetsOfPostGraphile + ` }
		sharedDatasets: businessDatasetsByBusinessId(first: 10, condition: {relation: "SHARED"}, orderBy: [SORT_NAME_ASC, DATASET_ID_ASC]) { ` + datasetsOfPostGraphile + ` } } } } }`,
	"single": `query Single($id: UUID!) { business: businessByRowId(rowId: $id) { id: rowId metaId name status connectedAt } }`,
	"deep": `query Deep($after: Cursor) { businesses: allBusinesses(first: 20, after: $after, orderBy: [SORT_NAME_ASC, PRIMARY_KEY_ASC]) {
		edges { node { id: rowId name status connectedAt } } pageInfo { hasNextPage } } }`,
	"search": `query Search($text: String!) { businesses: allBusinesses(first: 20, filter: {sortName: {includes: $text}}, orderBy: [SORT_NAME_ASC, PRIMARY_KEY_ASC]) {
		edges { node { id: rowId name status connectedAt } } pageInfo { hasNextPage } } }`,
}

func startPeer(ctx context.Context, d data, script string) (*process, string, error) {
	address := freeAddress()
	cmd := exec.CommandContext(ctx, filepath.Join(peersPath, "node_modules", ".bin", "node"), script)
	cmd.Dir = peersPath
	cmd.Env = append(os.Environ(), "NODE_ENV=production", "DATABASE_URL="+d.url, "LISTEN_ADDR="+address)
	p, err := start(ctx, cmd, "http://"+address+"/ready")
	return p, address, err
}

// graphQLRequests makes one request of each work.
func graphQLRequests(ctx context.Context, address, authorization string, d data, queries map[string]string) (map[string]*http.Request, error) {
	variables := map[string]map[string]any{"single": {"id": d.place.id}, "place": {"text": d.place.sortName}, "search": {"text": d.searched}}
	place, err := graphQLRequest(address, authorization, queries["place"], variables["place"])
	if err != nil {
		return nil, err
	}
	cursor, err := cursorOf(place.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	variables["deep"] = map[string]any{"after": cursor}
	requests := map[string]*http.Request{}
	for _, w := range works {
		if requests[w.name], err = graphQLRequest(address, authorization, queries[w.name], variables[w.name]); err != nil {
			return nil, err
		}
	}
	return requests, nil
}

func graphQLRequest(address, authorization, query string, variables map[string]any) (*http.Request, error) {
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

func cursorOf(request *http.Request) (string, error) {
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	var answer struct {
		Data struct {
			Businesses struct{ Edges []struct{ Cursor string } }
		}
		Errors []struct{ Message string }
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return "", err
	}
	if len(answer.Data.Businesses.Edges) != 1 {
		return "", fmt.Errorf("the place to begin was not found: %v", answer.Errors)
	}
	return answer.Data.Businesses.Edges[0].Cursor, nil
}

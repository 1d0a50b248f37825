package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"capiconnect/bench/rig"
)

// subject is one server that answers the works.
type subject struct {
	name     string
	process  *rig.Process
	ops      string                   // the product's operations listener
	requests map[string]*http.Request // by the name of the work or question
}

// startSubjects starts all subjects on the data, this program first.
func startSubjects(ctx context.Context, d rig.Data) (all []*subject, err error) {
	for _, begin := range []func(context.Context, rig.Data) ([]*subject, error){startProduct, startReferences, startYoga, startPostGraphile} {
		started, err := begin(ctx, d)
		all = append(all, started...)
		if err != nil {
			return all, err
		}
	}
	return all, nil
}

func startProduct(ctx context.Context, d rig.Data) ([]*subject, error) {
	address, ops := rig.FreeAddress(), rig.FreeAddress()
	environment, err := rig.Environment(d, "LISTEN_ADDR="+address, "OPS_ADDR="+ops)
	if err != nil {
		return nil, err
	}
	key, err := rig.Command(ctx, environment, "api-key", "create", "--name", "bench", "--scopes", "businesses:read")
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, rig.ProductPath, "serve")
	cmd.Env = environment
	p, err := rig.Start(ctx, cmd, "http://"+ops+"/readyz")
	if err != nil {
		return nil, err
	}
	requests, err := graphQLRequests(ctx, "http://"+address+"/graphql", "Bearer "+strings.TrimSpace(key), d, queries())
	return []*subject{{"CAPI Connect", p, "http://" + ops, requests}}, err
}

// queries are those of the works and the questions, and one that finds the cursor of the place where the work named deep begins.
func queries() map[string]string {
	all := maps.Clone(questions)
	all["place"] = `query Place($text: String) { businesses(first: 1, filter: {search: $text}, orderBy: {field: NAME, direction: ASC}) { edges { cursor } } }`
	for _, w := range works {
		all[w.name] = w.query
	}
	return all
}

func startReferences(ctx context.Context, d rig.Data) (all []*subject, err error) {
	for name, path := range map[string]string{"A2": "/buffer", "B": "/structs"} {
		address := rig.FreeAddress()
		cmd := exec.CommandContext(ctx, referencePath)
		cmd.Env = []string{"DATABASE_URL=" + d.URL, "LISTEN_ADDR=" + address}
		p, err := rig.Start(ctx, cmd, "http://"+address+"/ready")
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

func referenceRequests(address string, d rig.Data) (requests map[string]*http.Request, err error) {
	fill := strings.NewReplacer("$id", d.Place.ID, "$sortName", url.QueryEscape(d.Place.SortName), "$text", url.QueryEscape(d.Searched))
	requests = map[string]*http.Request{}
	for _, w := range works {
		if requests[w.name], err = http.NewRequest(http.MethodGet, address+fill.Replace(w.path), nil); err != nil {
			return nil, err
		}
	}
	return requests, nil
}

func startYoga(ctx context.Context, d rig.Data) ([]*subject, error) {
	p, address, err := startPeer(ctx, d, "yoga.mjs")
	if err != nil {
		return nil, err
	}
	requests, err := graphQLRequests(ctx, "http://"+address+"/graphql", "", d, queries())
	return []*subject{{name: "yoga", process: p, requests: requests}}, err
}

func startPostGraphile(ctx context.Context, d rig.Data) ([]*subject, error) {
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

func startPeer(ctx context.Context, d rig.Data, script string) (*rig.Process, string, error) {
	address := rig.FreeAddress()
	cmd := exec.CommandContext(ctx, filepath.Join(peersPath, "node_modules", ".bin", "node"), script)
	cmd.Dir = peersPath
	cmd.Env = append(os.Environ(), "NODE_ENV=production", "DATABASE_URL="+d.URL, "LISTEN_ADDR="+address)
	p, err := rig.Start(ctx, cmd, "http://"+address+"/ready")
	return p, address, err
}

// graphQLRequests makes one request of each query.
func graphQLRequests(ctx context.Context, address, authorization string, d rig.Data, queries map[string]string) (map[string]*http.Request, error) {
	variables := map[string]map[string]any{
		"single": {"id": d.Place.ID}, "place": {"text": d.Place.SortName}, "search": {"text": d.Searched}, "datasets": {"id": d.Place.ID}, "chain": {"id": d.Chain},
	}
	place, err := rig.GraphQLRequest(address, authorization, queries["place"], variables["place"])
	if err != nil {
		return nil, err
	}
	cursor, err := cursorOf(place.WithContext(ctx))
	if err != nil {
		return nil, err
	}
	variables["deep"] = map[string]any{"after": cursor}
	requests := map[string]*http.Request{}
	for name, query := range queries {
		if requests[name], err = rig.GraphQLRequest(address, authorization, query, variables[name]); err != nil {
			return nil, err
		}
	}
	return requests, nil
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

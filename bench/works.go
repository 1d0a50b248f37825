package main

import "slices"

// work is one question that every subject is asked, in its own words where it has some.
type work struct {
	name  string
	about string
	query string // in the product's schema
	path  string // of the references
}

// works are what partners' frontends and administrators ask for.
var works = []work{
	{
		name: "nested", about: "20 businesses by name, each with its first 20 own datasets and 10 shared ones: 600 rows",
		query: `query Nested { businesses(first: 20, orderBy: {field: NAME, direction: ASC}) { edges { node { id name status
			ownedDatasets(first: 20) { edges { node { id metaId name lastFiredAt } } }
			sharedDatasets(first: 10) { edges { node { id metaId name lastFiredAt } } } } } } }`,
		path: "/nested",
	},
	{
		name: "single", about: "one business by its id",
		query: `query Single($id: ID!) { business(id: $id) { id metaId name status connectedAt } }`,
		path:  "/single?id=$id",
	},
	{
		name: "deep", about: "20 businesses by name, after 95 % of all",
		query: `query Deep($after: String) { businesses(first: 20, after: $after, orderBy: {field: NAME, direction: ASC}) {
			edges { node { id name status connectedAt } } pageInfo { hasNextPage } } }`,
		path: "/deep?name=$sortName&id=$id",
	},
	{
		name: "search", about: "20 businesses by name whose name holds a text that 20 have",
		query: `query Search($text: String) { businesses(first: 20, filter: {search: $text}, orderBy: {field: NAME, direction: ASC}) {
			edges { node { id name status connectedAt } } pageInfo { hasNextPage } } }`,
		path: "/search?text=$text",
	},
}

func chosenWorks() []work {
	return slices.DeleteFunc(slices.Clone(works), func(w work) bool { return only != "" && w.name != only })
}

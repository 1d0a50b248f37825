// Package adminui owns the built front end: the admin app, the Connect page and the playground, embedded into the
// program. It knows nothing of HTTP, routes or sign-in; whoever serves the files decides on paths, caching and headers.
package adminui

import (
	"embed"
	"encoding/json"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Files returns what `npm run build` wrote: index.html (the admin app), connect.html and staff-connect.html (the Connect page, for clients and
// for staff), playground.html, embed.js (the element for pages of partners), theme.js, documents.json and assets/ with hashed names. Before the first build it holds no page at all, so that Go code compiles without Node.
func Files() fs.FS {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // "dist" is a constant and a valid path
	}
	return files
}

// Documents returns the GraphQL documents that the pages send, by id: sha256: and the hash of the text, in hexadecimal. Before the first build
// there are none.
func Documents() map[string]string {
	written, err := dist.ReadFile("dist/documents.json")
	if err != nil {
		return nil
	}
	var documents map[string]string
	if err := json.Unmarshal(written, &documents); err != nil {
		panic(err) // the build writes it with the pages
	}
	return documents
}

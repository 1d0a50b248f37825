package graph

// gqlgen makes a table of all that reads inputs for every request, for resolvers that take an input as a map. No resolver here does, and the table
// is a quarter of what a request for one row allocates: it is taken out again.
//
//go:generate go -C .. tool gqlgen generate
//go:generate sh -c "sed -e '/inputUnmarshalMap := /,/^\t)/d' -e /WithUnmarshalerMap/d generated/root_.generated.go > generated/lean && mv generated/lean generated/root_.generated.go"
//go:generate env UPDATE_SNAPSHOTS=1 go test -count=1 -run ^TestTheSchemaFileIsCurrent$ .

package graph

//go:generate go -C .. tool gqlgen generate
//go:generate env UPDATE_SNAPSHOTS=1 go test -count=1 -run ^TestTheSchemaFileIsCurrent$ .

package doctor

import (
	"context"

	"capiconnect/migrations"
)

const (
	oldestServer = 150_000
	// fullServer is how many in a hundred connections of the server may be in use before people are told.
	fullServer = 80
)

// database asks the server about itself, and whether it has every migration.
func (r *round) database(ctx context.Context) finding {
	facts, err := r.Store.ServerFacts(ctx)
	if err != nil {
		return failed("The database does not answer.").
			fixedBy(set("DATABASE_URL", "See to it that PostgreSQL runs, that DATABASE_URL is right, and that the way there is open."))
	}
	pending, err := migrations.Pending(ctx, r.Store.SQL())
	switch {
	case err != nil:
		return failed("The version of the database's tables cannot be read.").
			fixedBy(set("DATABASE_URL", "Let the program's account of the database own its tables."))
	case pending:
		return failed("The database lacks migrations.").
			fixedBy(Fix{By: ByHost, Action: "Run “capiconnect migrate”, or restart the program."})
	case facts.VersionNumber < oldestServer:
		return failed("PostgreSQL %s is older than 15.", facts.Version).
			fixedBy(Fix{By: ByHost, Action: "Upgrade PostgreSQL to 15 or newer."})
	}
	well := ok("PostgreSQL %s has every migration; %d of its %d connections are in use.", facts.Version, facts.Connections, facts.MaxConnections)
	if facts.Connections*100 >= facts.MaxConnections*fullServer {
		return well.fixedBy(Fix{By: ByHost, Action: "Raise max_connections of PostgreSQL, or find out who else holds connections; each replica takes up to 24."})
	}
	return well
}

// noDatabase is for checks that need the database; that it is away is told by its own.
func noDatabase() finding { return unknown("The database does not answer; see there.") }

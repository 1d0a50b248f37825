package doctor

import (
	"context"
	"time"

	"capiconnect/meta"
)

// endOfVersion is when Meta stops serving a version; a zero time has not been announced.
type endOfVersion struct{ graph, marketing time.Time }

// versions are those that Meta has published, as of November 2026. The Marketing API, to which the lists of datasets belong, drops a
// version long before the rest of the Graph API does.
//
// Sources: https://developers.facebook.com/docs/graph-api/changelog/versions and
// https://developers.facebook.com/documentation/ads-commerce/marketing-api/marketing-api-changelog/versions
var versions = map[string]endOfVersion{
	"v22.0": {on(2027, time.May, 20), on(2026, time.February, 19)},
	"v23.0": {on(2027, time.October, 8), on(2026, time.June, 9)},
	"v24.0": {on(2028, time.February, 18), on(2026, time.November, 10)},
	"v25.0": {on(2028, time.July, 29), on(2027, time.February, 23)},
	"v26.0": {},
	"v27.0": {},
}

const changelog = "https://developers.facebook.com/docs/graph-api/changelog/versions"

// noticeOfEnd is how long before a version's end people are told: a new version has to be tried first.
const noticeOfEnd = 90 * 24 * time.Hour

func on(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// first is when the first part goes; zero when that has not been announced.
func (e endOfVersion) first() time.Time {
	if e.marketing.IsZero() || !e.graph.IsZero() && e.graph.Before(e.marketing) {
		return e.graph
	}
	return e.marketing
}

// graphVersion goes by what Meta says of the version in use when it is called with it, and by Meta's calendar.
func (r *round) graphVersion(context.Context) finding {
	version := r.Login.GraphVersion
	another := set("META_GRAPH_VERSION", "Read Meta's changelog, set META_GRAPH_VERSION to a newer version and restart the program.").at(changelog)
	if _, err := r.app(); reasonOf(err) == meta.VersionExpired {
		return failed("Meta does not serve %s any more.", version).fixedBy(another)
	}
	published, isKnown := versions[version]
	end := published.first()
	switch left := end.Sub(r.Now()); {
	case !isKnown:
		return unknown("This program does not know how long Meta serves %s.", version).
			fixedBy(set("META_GRAPH_VERSION", "Look it up in Meta's list of versions.").at(changelog))
	case end.IsZero():
		return ok("%s is in use; Meta has not announced its end.", version)
	case left <= 0:
		return failed("%s is in use; for the lists of datasets Meta ended it on %s.", version, date(end)).fixedBy(another)
	case left < noticeOfEnd:
		return ok("%s is in use; for the lists of datasets Meta ends it on %s.", version, date(end)).fixedBy(another)
	}
	return ok("%s is in use, until %s.", version, date(end))
}

// date is a day as people write it, in UTC.
func date(t time.Time) string { return t.UTC().Format("2 January 2006") }

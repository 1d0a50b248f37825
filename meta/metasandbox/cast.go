package metasandbox

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// never marks a dataset that has not fired.
const never = time.Duration(-1)

type businessSpec struct {
	id, name string
	owned    []datasetSpec
	shared   []string // ids of datasets that others own, or nobody
}

type datasetSpec struct {
	id, name    string
	silent      time.Duration // since it last fired
	unavailable bool
}

func (d datasetSpec) build(owner *business, now time.Time) *dataset {
	built := &dataset{id: d.id, name: d.name, owner: owner, created: now.AddDate(-1, 0, -len(d.name)), unavailable: d.unavailable}
	if d.silent != never {
		built.fired = now.Add(-d.silent)
	}
	return built
}

// unclaimedSpec is shared around but belongs to no business portfolio.
var unclaimedSpec = datasetSpec{id: "662019384755120", name: "Legacy pixel (unclaimed)", silent: 400 * day}

const day = 24 * time.Hour

// businessSpecs is the cast: ordinary businesses first, then those that make
// programs stumble. Half of the ids exceed 2^53.
func businessSpecs() []businessSpec {
	return []businessSpec{
		{
			id: "417283905516204", name: "Harbour & Pine Coffee",
			owned: []datasetSpec{
				{id: "880214467310925", name: "Harbour & Pine web shop", silent: 4 * time.Minute},
				{id: "9480214467310926", name: "Harbour & Pine stores (offline)", silent: 19 * time.Hour},
				{id: "880214467310927", name: "Harbour & Pine app", silent: never},
			},
		},
		{id: "9283746501928374", name: "Nordlicht Outdoor GmbH"},
		{
			id: "9174002938475561", name: "Meridian Retail Group",
			owned:  storeSpecs(1250),
			shared: []string{"573920184466201", "9573920184466202", "662019384755120"},
		},
		{
			id: "305918274460013", name: "Brightside Media Agency",
			owned: []datasetSpec{
				{id: "573920184466201", name: "Brightside: Little Fern", silent: 42 * time.Minute},
				{id: "9573920184466202", name: "Brightside: seasonal campaigns", silent: 3 * day},
				{id: "573920184466203", name: "Brightside: own website", silent: 2 * time.Hour},
			},
		},
		{
			id: "9655501234987612", name: "Little Fern Florist",
			shared: []string{"573920184466201", "9573920184466202"},
		},
		{
			id: "228817364500921", name: "Twin Peaks Hotels",
			owned: []datasetSpec{
				{id: "9711820394857610", name: "Twin Peaks booking engine", silent: 11 * time.Minute},
				{id: "711820394857611", name: "Twin Peaks newsletter", silent: 96 * day},
			},
			// Odd sharing setups list one dataset on both edges.
			shared: []string{"9711820394857610", "662019384755120"},
		},
		{
			id: "9300112233445566", name: "Dormant Dental Supplies",
			owned: []datasetSpec{
				{id: "144093827561100", name: "Dormant: never fired", silent: never},
				{id: "9144093827561101", name: "Dormant: never fired either", silent: never},
				{id: "144093827561102", name: "Dormant: unavailable", silent: 210 * day, unavailable: true},
			},
		},
		{
			id: "610029384756102", name: "🌻 Sonnenblume Bäckerei 🥐",
			owned: []datasetSpec{
				{id: "9820019283746501", name: "🥨 Onlineshop", silent: 31 * time.Minute},
				{id: "820019283746502", name: "👩🏽‍🍳 Backkurse", silent: 6 * day},
			},
		},
		{
			id: "9470918273645500", name: "مقهى الياسمين",
			owned: []datasetSpec{
				{id: "233817465019200", name: "متجر الياسمين الإلكتروني", silent: 55 * time.Minute},
				{id: "9233817465019201", name: "חנות הבית 2026", silent: never},
			},
		},
		{
			id: "719283746501122", name: `<img src=x onerror=alert(1)>`,
			owned: []datasetSpec{
				{id: "9402918374650199", name: `"><script>alert('dataset')</script>`, silent: 8 * time.Hour},
				{id: "402918374650198", name: `'; DROP TABLE datasets; --`, silent: never},
			},
		},
		{
			id: "9566601928374650", name: `O'Neil "The Baker" & Söhne, {{template}} ${env} %s`,
			owned: []datasetSpec{
				{id: "318273645500911", name: `=HYPERLINK("http://example.invalid","formula")`, silent: 14 * time.Hour},
			},
		},
		{
			id: "830192837465019", name: strings.TrimSpace(strings.Repeat("Consolidated International Trading and Holding Company ", 4)),
			owned: []datasetSpec{
				{id: "9655019283746500", name: strings.Repeat("Unbreakable", 20), silent: 2 * day},
			},
		},
		{
			id: "9388475610293847", name: "",
			owned: []datasetSpec{
				{id: "550192837465011", name: "", silent: 5 * time.Hour},
			},
		},
	}
}

// storeSpecs makes the datasets of a chain with n stores: every 50th never
// fired, every 97th is unavailable.
func storeSpecs(n int) []datasetSpec {
	cities := []string{"Berlin", "Lyon", "Porto", "Gdańsk", "Malmö", "Utrecht", "Graz", "Brno", "Bilbao", "Turku", "Ghent", "Verona", "Cork"}
	specs := make([]datasetSpec, n)
	for i := range specs {
		specs[i] = datasetSpec{
			id:          strconv.FormatInt(9_610_000_000_000_000+int64(i)*7_919, 10),
			name:        fmt.Sprintf("Store %04d %s", i+1, cities[i%len(cities)]),
			silent:      time.Duration(i+1) * 13 * time.Minute,
			unavailable: i%97 == 96,
		}
		if i%50 == 49 {
			specs[i].silent = never
		}
	}
	return specs
}

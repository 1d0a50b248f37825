package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"capiconnect/bench/rig"
)

// flat is asked of the small and of the large data, and is to take as long with fifty times as much.
type flat struct {
	about        string
	small, large string // the names of the queries
}

const firstDatasets = `query Datasets($id: ID!) { business(id: $id) { ownedDatasets(first: 20) { edges { node { id metaId name lastFiredAt } } pageInfo { hasNextPage } } } }`

// questions are those that the works do not ask already: of a business like all others, and of the one that owns 50,000 datasets.
var questions = map[string]string{"datasets": firstDatasets, "chain": firstDatasets}

var flats = []flat{
	{"a page of 20 businesses after 95 % of all", "deep", "deep"},
	{"a page of 20 businesses whose name holds a text", "search", "search"},
	{"the first 20 datasets of a business", "datasets", "datasets"},
	{"the first 20 datasets of the business that owns 50,000", "datasets", "chain"},
}

// pageOfFlat is how many rows each page has.
const pageOfFlat = 20

// mostGrowth is how many times as long a page may take with fifty times the data.
const mostGrowth = 1.25

// compareSizes asks this program on the small and on the large data in turns.
func compareSizes(ctx context.Context, small, large rig.Data, r *report) (err error) {
	var products []*subject
	defer func() {
		for _, s := range products {
			err = errors.Join(err, s.process.Stop())
		}
	}()
	for _, d := range []rig.Data{small, large} {
		started, err := startProduct(ctx, d)
		products = append(products, started...)
		if err != nil {
			return err
		}
	}
	for _, f := range flats {
		found, err := f.measure(ctx, small, large, products[0], products[1])
		if err != nil {
			return fmt.Errorf("%s: %w", f.about, err)
		}
		r.addFindings([]finding{found})
	}
	return nil
}

// measure takes the time of a request, as it passes for who asks eight at a time.
func (f flat) measure(ctx context.Context, small, large rig.Data, onSmall, onLarge *subject) (finding, error) {
	few, fewAnswer, fewTold, err := try(ctx, onSmall, f.small)
	if err != nil {
		return finding{}, err
	}
	many, manyAnswer, manyTold, err := try(ctx, onLarge, f.large)
	if err == nil && (len(fewTold) < pageOfFlat || len(fewTold) != len(manyTold)) {
		err = fmt.Errorf("%d facts of the small data and %d of the large are not a page each", len(fewTold), len(manyTold))
	}
	if err != nil {
		return finding{}, err
	}
	var ofFew, ofMany []time.Duration
	for range rounds {
		a, err := take(ctx, small, onSmall, few, fewAnswer)
		if err != nil {
			return finding{}, err
		}
		b, err := take(ctx, large, onLarge, many, manyAnswer)
		if err != nil {
			return finding{}, err
		}
		ofFew, ofMany = append(ofFew, a.each()), append(ofMany, b.each())
	}
	return finding{
		about: fmt.Sprintf("%s, %d businesses", f.about, large.Businesses), took: middle(ofMany),
		beside: fmt.Sprintf("as long as with %d", small.Businesses), besideTook: middle(ofFew), atMost: mostGrowth,
	}, nil
}

// each is how long one request took.
func (s sample) each() time.Duration {
	return time.Duration(float64(connections) / s.perSecond * float64(time.Second))
}

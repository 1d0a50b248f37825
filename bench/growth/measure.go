package main

import (
	"context"
	_ "embed"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"capiconnect/bench/rig"
	"capiconnect/models"
	"capiconnect/models/localpg"
)

//go:embed history.sql
var history string

// scales are how many businesses are measured.
var scales = []int{1_000, 10_000, 100_000}

// measurements are what came out of a run.
type measurements struct {
	scales []measured
	costs  costs
	hashed []hashing
}

// measured is what one scale is like.
type measured struct {
	businesses int
	sizes      []size
	questions  []question
	took       []time.Duration // for each question
}

// basis is what the simulation starts from.
type basis struct {
	Costs       costs
	BytesOfRow  map[string]float64 // by table, with its share of the indexes
	BytesOfHeap map[string]float64 // the same without
}

func measureAll(ctx context.Context, server *localpg.Server, dir string) (m measurements, err error) {
	if m.costs, err = measureActs(ctx, server, dir); err != nil {
		return m, fmt.Errorf("measuring acts: %w", err)
	}
	for _, businesses := range scales {
		d, err := rig.FillDatabase(ctx, server, fmt.Sprintf("grown_%d", businesses), dir, businesses)
		if err != nil {
			return m, err
		}
		one, err := measure(ctx, d)
		if err != nil {
			return m, fmt.Errorf("measuring %d businesses: %w", businesses, err)
		}
		m.scales = append(m.scales, one)
		if businesses == scales[len(scales)-1] {
			if m.hashed, err = measureHashing(ctx, d); err != nil {
				return m, err
			}
		}
	}
	return m, nil
}

func measure(ctx context.Context, d rig.Data) (m measured, err error) {
	m.businesses = d.Businesses
	if err := rig.Execute(ctx, d.URL, history); err != nil {
		return m, err
	}
	if err := rig.Execute(ctx, d.URL, "VACUUM ANALYZE"); err != nil {
		return m, err
	}
	conn, err := pgx.Connect(ctx, d.URL)
	if err != nil {
		return m, err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if m.sizes, err = sizesOf(ctx, conn); err != nil {
		return m, err
	}
	store, err := models.Open(ctx, d.URL)
	if err != nil {
		return m, err
	}
	defer store.Close()
	if m.questions, err = questionsOf(ctx, store, d); err != nil {
		return m, err
	}
	for _, q := range m.questions {
		took, err := q.timeOf(ctx, store)
		if err != nil {
			return m, err
		}
		m.took = append(m.took, took)
	}
	return m, nil
}

// basis takes the rows of the largest scale for those that more businesses have.
func (m measurements) basis() basis {
	b := basis{Costs: m.costs, BytesOfRow: map[string]float64{}, BytesOfHeap: map[string]float64{}}
	for _, s := range m.scales[len(m.scales)-1].sizes {
		b.BytesOfRow[s.table], b.BytesOfHeap[s.table] = float64(s.total)/float64(s.rows), float64(s.heap)/float64(s.rows)
	}
	return b
}

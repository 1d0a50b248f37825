// Command bench measures this program beside what a user would pick instead and beside the floor, in one run on the same PostgreSQL with the
// same data, and writes what came out into docs/performance.md. `make bench` builds what it needs.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"

	"capiconnect/bench/figures"
	"capiconnect/bench/rig"
	"capiconnect/models/localpg"
)

var referencePath, peersPath, only, profilePath, reportPath, summaryPath string

func main() {
	flag.StringVar(&rig.ProductPath, "product", rig.ProductPath, "the program")
	flag.StringVar(&referencePath, "reference", "bin/reference", "bench/reference, built")
	flag.StringVar(&peersPath, "peers", "bench/peers", "where yoga and PostGraphile are installed")
	flag.StringVar(&only, "only", "", "the one work or journey to measure, or flat; none: all")
	flag.StringVar(&profilePath, "profile", "", "the file to write a profile of the program to, in place of measuring")
	flag.StringVar(&reportPath, "report", "", "the file to write; none: print only")
	flag.StringVar(&summaryPath, "summary", "README.md", "the file whose summary is written with it")
	flag.Parse()
	peersPath, _ = filepath.Abs(peersPath) // fails only where the working directory is gone
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// scales are how much data the works are measured with.
var scales = []struct {
	name       string
	businesses int
}{{"small", 2_000}, {"large", 100_000}}

func run(ctx context.Context) error {
	if profilePath != "" {
		return rig.OnPostgres(ctx, func(server *localpg.Server, dir string) error { return watch(ctx, server, dir) })
	}
	r := newReport()
	if err := rig.OnPostgres(ctx, func(server *localpg.Server, dir string) error { return measureAll(ctx, server, dir, r) }); err != nil {
		return err
	}
	fmt.Print(r.String())
	if reportPath == "" {
		return nil
	}
	return errors.Join(figures.Write(reportPath, "figures", r.String()), figures.Write(summaryPath, "figures", r.summary.String()))
}

// measureAll begins with the journeys: on what PostgreSQL still has to do after a large database was filled, they would have to wait.
func measureAll(ctx context.Context, server *localpg.Server, dir string, r *report) error {
	if err := travel(ctx, server, dir, r); err != nil || isJourney(only) {
		return err
	}
	var filled []rig.Data
	for _, scale := range scales {
		d, err := rig.FillDatabase(ctx, server, scale.name, dir, scale.businesses)
		if err == nil && len(chosenWorks()) > 0 {
			err = compare(ctx, d, r)
		}
		if err != nil {
			return err
		}
		filled = append(filled, d)
	}
	if only == "" || only == "flat" {
		return compareSizes(ctx, filled[0], filled[1], r)
	}
	return nil
}

// travel makes all journeys, each on a database of its own.
func travel(ctx context.Context, server *localpg.Server, dir string, r *report) error {
	for _, j := range journeys {
		if only != "" && j.name != only {
			continue
		}
		d, err := rig.EmptyDatabase(ctx, server, j.name, dir)
		if err != nil {
			return err
		}
		found, err := j.run(ctx, d)
		if err != nil {
			return fmt.Errorf("%s: %w", j.name, err)
		}
		r.addFindings(found)
	}
	return nil
}

// compare runs all works on all subjects.
func compare(ctx context.Context, d rig.Data, r *report) (err error) {
	subjects, err := startSubjects(ctx, d)
	defer func() {
		for _, s := range subjects {
			err = errors.Join(err, s.process.Stop())
		}
	}()
	if err != nil {
		return err
	}
	for _, w := range chosenWorks() {
		result, err := measure(ctx, d, subjects, w)
		if err != nil {
			return err
		}
		r.add(d, subjects, result)
	}
	return nil
}

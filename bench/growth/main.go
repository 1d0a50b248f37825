// Command growth measures what the program's database becomes with more and more businesses, and what each act costs, and then simulates days with
// more businesses than fit on the machine. `make growth` builds what it needs and writes docs/scaling.md.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/signal"

	"capiconnect/bench/figures"
	"capiconnect/bench/rig"
	"capiconnect/models/localpg"
)

var (
	reportPath, costsPath string
	simulateOnly          bool
)

func main() {
	flag.StringVar(&rig.ProductPath, "product", rig.ProductPath, "the program")
	flag.StringVar(&costsPath, "costs", "bench/growth/costs.json", "where what was measured lies for the simulation")
	flag.StringVar(&reportPath, "report", "", "the file to write; none: print only")
	flag.BoolVar(&simulateOnly, "simulate", false, "with the costs that were measured last")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "growth:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	if !simulateOnly {
		var measured measurements
		if err := rig.OnPostgres(ctx, func(server *localpg.Server, dir string) (err error) {
			measured, err = measureAll(ctx, server, dir)
			return err
		}); err != nil {
			return err
		}
		if err := tell("measured", measured.report()); err != nil {
			return err
		}
		if err := keep(measured.basis()); err != nil {
			return err
		}
	}
	b, err := kept()
	if err != nil {
		return err
	}
	return tell("growth", simulated(b))
}

// tell prints a part of the report, and puts it where it belongs.
func tell(part, text string) error {
	fmt.Println(text)
	if reportPath == "" {
		return nil
	}
	return figures.Write(reportPath, part, text)
}

// keep writes down what the simulation starts from.
func keep(b basis) error {
	text, err := json.MarshalIndent(b, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(costsPath, append(text, '\n'), 0o644)
}

func kept() (b basis, err error) {
	text, err := os.ReadFile(costsPath)
	if err != nil {
		return b, err
	}
	return b, json.Unmarshal(text, &b)
}

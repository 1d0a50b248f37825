package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sync/errgroup"

	"capiconnect/bench/rig"
	"capiconnect/models/localpg"
)

// profileTime is how long the program is watched while it answers all works, or the chosen one, at once.
const profileTime = 30 * time.Second

// watch writes where the program's time goes, for the compiler to see: https://go.dev/doc/pgo
func watch(ctx context.Context, server *localpg.Server, dir string) (err error) {
	d, err := rig.FillDatabase(ctx, server, scales[0].name, dir, scales[0].businesses)
	if err != nil {
		return err
	}
	subjects, err := startProduct(ctx, d)
	if err != nil {
		return err
	}
	product := subjects[0]
	defer func() { err = errors.Join(err, product.process.Stop()) }()
	all, ctx := errgroup.WithContext(ctx)
	all.Go(func() error {
		profile, err := rig.Get(ctx, fmt.Sprintf("%s/debug/pprof/profile?seconds=%.0f", product.ops, profileTime.Seconds()))
		if err != nil {
			return err
		}
		return os.WriteFile(profilePath, profile, 0o644)
	})
	asked := chosenWorks()
	for _, w := range asked {
		l, err := newLoad(product.requests[w.name], connections/len(asked))
		if err != nil {
			return err
		}
		answer, err := l.once()
		if err != nil {
			return err
		}
		all.Go(func() error {
			_, _, err := l.run(ctx, profileTime+time.Second, answer)
			return err
		})
	}
	return all.Wait()
}

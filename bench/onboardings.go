package main

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"capiconnect/bench/rig"
)

const (
	ownedDatasets, sharedDatasets = 5000, 1000
	callLatency                   = 20 * time.Millisecond
	// callsBeforeLists are the exchange and the question whose token it is: what stands between a code and its first page.
	callsBeforeLists = 2

	crowd        = 200
	crowdLatency = 100 * time.Millisecond
	crowdAtOnce  = 8
)

// onboardWith connects businesses with thousands of datasets, one after the other, while Meta gives pages of so many at the most.
func onboardWith(pageLimit int) func(context.Context, rig.Data) ([]finding, error) {
	return func(ctx context.Context, d rig.Data) ([]finding, error) {
		one, err := onboardLarge(ctx, d, pageLimit, callLatency)
		calls := callsBeforeLists + ownedDatasets/100
		return []finding{{
			about: fmt.Sprintf("onboarding of %d owned and %d shared datasets, %v a call, pages of up to %d", ownedDatasets, sharedDatasets, callLatency, pageLimit),
			took:  one.first, beside: fmt.Sprintf("the %d calls that wait for each other with pages of 100", calls), besideTook: time.Duration(calls) * callLatency, atMost: 1.10,
		}}, err
	}
}

// readAgain reads the lists of such businesses once more.
func readAgain(ctx context.Context, d rig.Data) ([]finding, error) {
	local, err := onboardLarge(ctx, d, 1000, 0)
	return []finding{{
		about: "reading the same lists once more, unchanged, calls at once", took: local.again,
		beside: "the onboarding that read them first", besideTook: local.first, atMost: 0.75,
	}}, err
}

// large is how long a business with thousands of datasets takes, in the middle of the rounds.
type large struct{ first, again time.Duration }

func onboardLarge(ctx context.Context, d rig.Data, pageLimit int, latency time.Duration) (l large, err error) {
	err = rig.BesideMeta(ctx, d, latency, pageLimit, 0, func(p *rig.Program, u *rig.Upstream) error {
		var first, again []time.Duration
		for i := range rounds {
			one, err := onboardOnce(ctx, p, u, fmt.Sprintf("Large %d %d", pageLimit, i))
			if err != nil {
				return err
			}
			first, again = append(first, one.first), append(again, one.again)
		}
		l = large{middle(first), middle(again)}
		return nil
	})
	return l, err
}

func onboardOnce(ctx context.Context, p *rig.Program, u *rig.Upstream, name string) (l large, err error) {
	business, id := u.AddBusiness(name, ownedDatasets, sharedDatasets), ""
	l.first, err = timed(func() (err error) {
		id, err = p.Onboard(ctx, u, business)
		return err
	})
	if err != nil {
		return l, err
	}
	l.again, err = timed(func() error { return p.Sync(ctx, id, ownedDatasets, sharedDatasets) })
	return l, err
}

// onboardCrowd connects many businesses at once, while Meta answers a few calls at a time.
func onboardCrowd(ctx context.Context, d rig.Data) (found []finding, err error) {
	var took time.Duration
	var calls int64
	err = rig.BesideMeta(ctx, d, crowdLatency, 100, crowdAtOnce, func(p *rig.Program, u *rig.Upstream) (err error) {
		before := u.Calls.Load()
		took, err = timed(func() error { return onboardAll(ctx, p, u, "Crowd", crowd) })
		calls = u.Calls.Load() - before
		return err
	})
	ideal := time.Duration(calls) * crowdLatency / crowdAtOnce
	return []finding{{
		about: fmt.Sprintf("%d onboardings at once, Meta answering %d calls at a time, each after %v", crowd, crowdAtOnce, crowdLatency), took: took,
		beside: fmt.Sprintf("the %d calls that were made, as fast as Meta allows", calls), besideTook: ideal, atMost: 1 / 0.9,
	}}, err
}

// onboardAll connects so many new businesses of a few datasets at the same time.
func onboardAll(ctx context.Context, p *rig.Program, u *rig.Upstream, name string, count int) error {
	var all errgroup.Group
	for i := range count {
		business := u.AddBusiness(fmt.Sprintf("%s %d", name, i), 8, 4)
		all.Go(func() error {
			_, err := p.Onboard(ctx, u, business)
			return err
		})
	}
	return all.Wait()
}

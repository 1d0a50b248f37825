package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"capiconnect/bench/rig"
)

const (
	rounds      = 5
	connections = 8
	warmUp      = time.Second
	sampleTime  = 1500 * time.Millisecond
)

// sample is what one subject did in one round.
type sample struct {
	perSecond   float64
	serverCPU   time.Duration // for each request
	databaseCPU time.Duration
	rss         int64 // bytes, at the end
}

// result is what all subjects did with one work: the samples of each by its name, one a round.
type result struct {
	work    work
	size    int // of the product's answer, bytes
	samples map[string][]sample
}

// measure asks all subjects the same, in turns.
func measure(ctx context.Context, d rig.Data, subjects []*subject, w work) (result, error) {
	r := result{work: w, samples: map[string][]sample{}}
	loads, answers, err := prepare(ctx, subjects, w)
	if err != nil {
		return r, err
	}
	r.size = len(answers[0])
	for range rounds {
		for i, s := range subjects {
			taken, err := take(ctx, d, s, loads[i], answers[i])
			if err != nil {
				return r, fmt.Errorf("%s, %s: %w", s.name, w.name, err)
			}
			r.samples[s.name] = append(r.samples[s.name], taken)
		}
	}
	return r, nil
}

// prepare looks whether all say the same, and lets them get warm.
func prepare(ctx context.Context, subjects []*subject, w work) (loads []load, answers [][]byte, err error) {
	var want []string
	for _, s := range subjects {
		l, answer, told, err := try(ctx, s, w.name)
		if err != nil {
			return nil, nil, fmt.Errorf("%s, %s: %w", s.name, w.name, err)
		}
		if want == nil {
			want = told
		}
		if len(told) == 0 || !slices.Equal(told, want) {
			return nil, nil, fmt.Errorf("%s does not answer %s as %s does: %.600s", s.name, w.name, subjects[0].name, answer)
		}
		loads, answers = append(loads, l), append(answers, answer)
	}
	return loads, answers, nil
}

// try asks once for the answer and what it says, and then for long enough to get warm.
func try(ctx context.Context, s *subject, question string) (l load, answer []byte, told []string, err error) {
	if l, err = newLoad(s.requests[question], connections); err != nil {
		return l, nil, nil, err
	}
	if answer, err = l.once(); err != nil {
		return l, nil, nil, err
	}
	if told, err = facts(answer); err != nil {
		return l, nil, nil, err
	}
	_, _, err = l.run(ctx, warmUp, answer)
	return l, answer, told, err
}

func take(ctx context.Context, d rig.Data, s *subject, l load, want []byte) (sample, error) {
	serverBefore, _ := rig.UsageOf(s.process.Process.Pid)
	databaseBefore, _ := rig.UsageOf(d.Postmaster)
	count, took, err := l.run(ctx, sampleTime, want)
	if err != nil {
		return sample{}, err
	}
	serverAfter, rss := rig.UsageOf(s.process.Process.Pid)
	databaseAfter, _ := rig.UsageOf(d.Postmaster)
	return sample{
		perSecond: float64(count) / took.Seconds(),
		serverCPU: (serverAfter - serverBefore) / time.Duration(count), databaseCPU: (databaseAfter - databaseBefore) / time.Duration(count), rss: rss,
	}, nil
}

// median of what is read off the samples.
func median(samples []sample, of func(sample) float64) float64 {
	values := make([]float64, len(samples))
	for i, s := range samples {
		values[i] = of(s)
	}
	slices.Sort(values)
	return values[len(values)/2]
}

// ratio is the median of how many times as many requests a answered as b, round by round.
func ratio(a, b []sample) float64 {
	pairs := make([]sample, len(a))
	for i := range a {
		pairs[i].perSecond = a[i].perSecond / b[i].perSecond
	}
	return median(pairs, func(s sample) float64 { return s.perSecond })
}

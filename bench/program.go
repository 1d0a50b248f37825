package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"capiconnect/bench/rig"
)

// startProgram measures how soon the program is there, and what it takes when nobody asks it anything.
func startProgram(ctx context.Context, d rig.Data) (found []finding, err error) {
	var starts []time.Duration
	var idle int64
	for range rounds {
		var p *rig.Program
		if p, err = rig.StartProgram(ctx, d); err != nil {
			return nil, err
		}
		starts = append(starts, p.ReadyAfter)
		time.Sleep(time.Second)
		_, idle = rig.UsageOf(p.Cmd.Process.Pid)
		if err := p.Stop(); err != nil {
			return nil, err
		}
	}
	file, err := os.Stat(rig.ProductPath)
	if err != nil {
		return nil, err
	}
	const mebi = 1 << 20
	return []finding{{
		about: "from its start until the program is ready, without migrations", took: middle(starts), limit: 100 * time.Millisecond,
		more: fmt.Sprintf("%.0f MiB in memory a second later, a file of %.0f MiB", float64(idle)/mebi, float64(file.Size())/mebi),
	}}, nil
}

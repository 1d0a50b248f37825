package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5"

	"capiconnect/bench/rig"
	"capiconnect/models/localpg"
)

// What an act is about: a business with so many datasets.
const ownedDatasets, sharedDatasets = 8, 4

// How many acts are measured, and how many of them with every statement logged, which costs time of its own.
const actsTimed, actsCounted = 150, 30

// cost is what one act takes.
type cost struct {
	ServerCPU   time.Duration
	DatabaseCPU time.Duration
	Calls       float64            // to Meta
	Statements  float64            // sent to PostgreSQL, BEGIN and COMMIT among them
	Rows        map[string]float64 // that it leaves, by table
}

// costs are those of the acts of which the program's life consists.
type costs struct {
	Onboarding cost
	Check      cost
	Sync       cost // that finds nothing new and has nothing to try
	Probing    cost // the same with every dataset being tried again
	Idle       cost // of a second in which nobody asks for anything
}

// stage is the program before the sandbox, without latency, as acts are measured on it.
type stage struct {
	*rig.Program
	data       rig.Data
	upstream   *rig.Upstream
	conn       *pgx.Conn
	businesses []string // their ids here
}

// measureActs has the program do each act many times, one after the other.
func measureActs(ctx context.Context, server *localpg.Server, dir string) (all costs, err error) {
	s, err := setUp(ctx, server, dir)
	if err != nil {
		return all, err
	}
	defer func() { err = errors.Join(err, s.Stop(), s.conn.Close(context.WithoutCancel(ctx)), s.upstream.Close()) }()
	sleep := func(context.Context, int) error { time.Sleep(100 * time.Millisecond); return nil }
	if all.Idle, err = s.costOf(ctx, cost{}, sleep); err != nil {
		return all, err
	}
	all.Idle = all.Idle.times(10)
	for _, a := range []struct {
		of *cost
		do func(context.Context, int) error
	}{{&all.Onboarding, s.onboard}, {&all.Check, s.check}, {&all.Sync, s.sync}, {&all.Probing, s.syncAndProbe}} {
		if *a.of, err = s.costOf(ctx, all.Idle, a.do); err != nil {
			return all, err
		}
	}
	return all, nil
}

func setUp(ctx context.Context, server *localpg.Server, dir string) (*stage, error) {
	data, err := rig.EmptyDatabase(ctx, server, "acts", dir)
	if err != nil {
		return nil, err
	}
	s := &stage{data: data}
	if s.conn, err = pgx.Connect(ctx, data.URL); err != nil {
		return nil, err
	}
	if s.upstream, err = rig.StartUpstream(0, 100, 0); err != nil {
		return nil, err
	}
	s.Program, err = rig.StartProgram(ctx, data, s.upstream.Environment()...)
	time.Sleep(3 * time.Second) // what it does once, when it starts
	return s, err
}

func (s *stage) onboard(ctx context.Context, i int) error {
	id, err := s.Onboard(ctx, s.upstream, s.upstream.AddBusiness(fmt.Sprintf("Grown %d", i), ownedDatasets, sharedDatasets))
	s.businesses = append(s.businesses, id)
	return err
}

// check gives a business the job that the daily plan would have given it.
func (s *stage) check(ctx context.Context, i int) error {
	_, err := s.conn.Exec(ctx, `INSERT INTO river_job (state, max_attempts, args, kind, queue) VALUES ('available', 25, jsonb_build_object('business_id', $1::text), 'check', 'upkeep')`,
		s.businesses[i])
	return err
}

func (s *stage) sync(ctx context.Context, i int) error {
	return s.Sync(ctx, s.businesses[i], ownedDatasets, sharedDatasets)
}

// syncAndProbe forgets which datasets have been tried.
func (s *stage) syncAndProbe(ctx context.Context, i int) error {
	if _, err := s.conn.Exec(ctx, "UPDATE business_datasets SET probed_at = NULL WHERE business_id = $1", s.businesses[i]); err != nil {
		return err
	}
	return s.sync(ctx, i)
}

// costOf measures an act, less what the same time costs when nothing happens.
func (s *stage) costOf(ctx context.Context, idle cost, do func(context.Context, int) error) (c cost, err error) {
	begun := time.Now()
	before, err := s.used(ctx)
	if err != nil {
		return c, err
	}
	if err := s.repeat(ctx, 0, actsTimed, do); err != nil {
		return c, err
	}
	after, err := s.used(ctx)
	if err != nil {
		return c, err
	}
	took := time.Since(begun).Seconds()
	c = after.less(before).less(idle.times(took)).times(1.0 / actsTimed)
	c.Statements, err = s.statementsOf(ctx, idle, do)
	return c, err
}

func (s *stage) repeat(ctx context.Context, from, count int, do func(context.Context, int) error) error {
	for i := range count {
		if err := do(ctx, from+i); err != nil {
			return err
		}
	}
	return s.settle(ctx)
}

// settle waits until no job is left that acts have made: what follows from an act is its cost, too.
func (s *stage) settle(ctx context.Context) error {
	for {
		var left int
		err := s.conn.QueryRow(ctx, `SELECT count(*) FROM river_job WHERE state IN ('available', 'running') AND kind IN ('identify', 'sync', 'probe', 'check')`).Scan(&left)
		if err != nil || left == 0 {
			return err
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// used is what has been used up to now.
func (s *stage) used(ctx context.Context) (c cost, err error) {
	c.ServerCPU, _ = rig.UsageOf(s.Cmd.Process.Pid)
	c.DatabaseCPU, _ = rig.UsageOf(s.data.Postmaster)
	c.Calls, c.Rows = float64(s.upstream.Calls.Load()), map[string]float64{}
	var table string
	var rows float64
	found, err := s.conn.Query(ctx, `SELECT table_name, (xpath('/row/c/text()', query_to_xml(format('SELECT count(*) AS c FROM %I', table_name), false, true, '')))[1]::text::float
		FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name NOT IN ('access_tier', 'audit_links', 'audit_unlinked', 'meta_usage')`)
	if err != nil {
		return c, err
	}
	_, err = pgx.ForEachRow(found, []any{&table, &rows}, func() error {
		c.Rows[table] = rows
		return nil
	})
	return c, err
}

// statementsOf counts the statements of an act in PostgreSQL's log.
func (s *stage) statementsOf(ctx context.Context, idle cost, do func(context.Context, int) error) (float64, error) {
	if err := s.logStatements(ctx, "all"); err != nil {
		return 0, err
	}
	begun := time.Now()
	before, err := s.logged(ctx)
	if err != nil {
		return 0, err
	}
	if err := s.repeat(ctx, actsTimed, actsCounted, do); err != nil {
		return 0, err
	}
	after, err := s.logged(ctx)
	if err != nil {
		return 0, err
	}
	count := float64(after-before) - idle.Statements*time.Since(begun).Seconds()
	return count / actsCounted, s.logStatements(ctx, "none")
}

func (s *stage) logStatements(ctx context.Context, which string) error {
	if _, err := s.conn.Exec(ctx, "ALTER SYSTEM SET log_statement = '"+which+"'"); err != nil {
		return err
	}
	_, err := s.conn.Exec(ctx, "SELECT pg_reload_conf()")
	time.Sleep(200 * time.Millisecond) // every backend hears of it by itself
	return err
}

func (s *stage) logged(ctx context.Context) (int, error) {
	var data string
	if err := s.conn.QueryRow(ctx, "SHOW data_directory").Scan(&data); err != nil {
		return 0, err
	}
	log, err := os.ReadFile(filepath.Join(filepath.Dir(data), "postgres.log"))
	return bytes.Count(log, []byte("LOG:  execute ")) + bytes.Count(log, []byte("LOG:  statement: ")), err
}

func (c cost) less(other cost) cost {
	rows := map[string]float64{}
	for table, n := range c.Rows {
		if left := n - other.Rows[table]; left > 0 {
			rows[table] = left
		}
	}
	return cost{c.ServerCPU - other.ServerCPU, c.DatabaseCPU - other.DatabaseCPU, c.Calls - other.Calls, c.Statements - other.Statements, rows}
}

func (c cost) times(n float64) cost {
	rows := map[string]float64{}
	for table, count := range c.Rows {
		rows[table] = count * n
	}
	return cost{time.Duration(float64(c.ServerCPU) * n), time.Duration(float64(c.DatabaseCPU) * n), c.Calls * n, c.Statements * n, rows}
}

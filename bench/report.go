package main

import (
	"fmt"
	"runtime"
	"strings"
	"time"

	"capiconnect/bench/rig"
)

// report gathers what came out, as Markdown: all of it, and a summary of one line for each work.
type report struct {
	strings.Builder
	summary strings.Builder
}

func newReport() *report {
	r := &report{}
	fmt.Fprintf(r, "Measured on %s with %d processors, %d connections, %d rounds of %v for each; %s, %s/%s.\n", time.Now().UTC().Format(time.DateOnly),
		runtime.NumCPU(), connections, rounds, sampleTime, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	fmt.Fprintln(&r.summary, "| | requests/s | × PostGraphile | × graphql-yoga | × net/http, pgx and encoding/json |")
	fmt.Fprintln(&r.summary, "| --- | ---: | ---: | ---: | ---: |")
	return r
}

// add tells what all subjects did with one work.
func (r *report) add(d rig.Data, subjects []*subject, result result) {
	own := result.samples[subjects[0].name]
	fmt.Fprintf(r, "\n**%s**, %d businesses: %s; %d bytes.\n\n", result.work.name, d.Businesses, result.work.about, result.size)
	fmt.Fprintln(r, "| | requests/s | this program's ratio | µs of the server | µs of PostgreSQL | MiB |")
	fmt.Fprintln(r, "| --- | ---: | ---: | ---: | ---: | ---: |")
	for _, s := range subjects {
		of := result.samples[s.name]
		fmt.Fprintf(r, "| %s | %.0f | %.2f | %.0f | %.0f | %.0f |\n", s.name, median(of, perSecond), ratio(own, of),
			median(of, serverMicros), median(of, databaseMicros), median(of, mebibytes))
	}
	fmt.Fprintf(&r.summary, "| %s (%s), of %d businesses | %.0f | %.2f | %.2f | %.2f |\n", result.work.name, result.work.about, d.Businesses, median(own, perSecond),
		ratio(own, result.samples["PostGraphile"]), ratio(own, result.samples["yoga"]), ratio(own, result.samples["B"]))
}

// addFindings tells what a journey took.
func (r *report) addFindings(found []finding) {
	for _, f := range found {
		fmt.Fprintf(r, "\n%v\n", f)
	}
}

func perSecond(s sample) float64      { return s.perSecond }
func serverMicros(s sample) float64   { return float64(s.serverCPU.Microseconds()) }
func databaseMicros(s sample) float64 { return float64(s.databaseCPU.Microseconds()) }
func mebibytes(s sample) float64      { return float64(s.rss) / (1 << 20) }

package crashtest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"slices"
	"sync"
	"syscall"
	"time"
)

const (
	// crowdSize is how many ask at once to learn what the program can do.
	crowdSize = 64
	// mostOut is how many requests of a rush are out at once, and the connections that they come through. More would only keep the crowd's own
	// machine busy, and near the most connections that the program holds, idle ones have to make room for new ones.
	mostOut = 3000
	// oneChangeIn is how many reads there are to each change.
	oneChangeIn = 20
	// tick is how often a rush sends what is due.
	tick = 2 * time.Millisecond
)

// crowd is many backends of a partner that ask one program: most read a page of businesses with their datasets, some create onboardings.
type crowd struct {
	*installation
	program *program
	client  *http.Client
	reads   []byte
	changes []byte
}

func newCrowd(in *installation, p *program) *crowd {
	return &crowd{
		installation: in, program: p,
		client:  &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: mostOut, MaxConnsPerHost: mostOut, DisableCompression: true}, Timeout: 35 * time.Second},
		reads:   request(`{ businesses(first: 25) { edges { node { id name status ownedDatasets(first: 5) { edges { node { id name } } } } } } }`, nil),
		changes: request(createOnboarding, map[string]any{}),
	}
}

func request(document string, input map[string]any) []byte {
	body, err := json.Marshal(map[string]any{"query": document, "variables": map[string]any{"input": input}})
	if err != nil {
		panic(err) // strings
	}
	return body
}

// asked is what became of one request.
type asked int

const (
	answered asked = iota
	refused        // and told when to come back
	failed
)

// ask sends the crowd's nth request.
func (c *crowd) ask(ctx context.Context, n int) (asked, error) {
	body := c.reads
	if n%oneChangeIn == 0 {
		body = c.changes
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.program.served.Load().url+"/graphql", bytes.NewReader(body))
	if err != nil {
		panic(err) // the URL is the program's own
	}
	r.Header.Set("Authorization", "Bearer "+c.apiKey)
	r.Header.Set("Content-Type", "application/json")
	response, err := c.client.Do(r)
	if err != nil {
		return failed, err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	switch {
	case err != nil:
		return failed, err
	case response.StatusCode == http.StatusServiceUnavailable && response.Header.Get("Retry-After") != "":
		return refused, nil
	case response.StatusCode == http.StatusOK && !bytes.Contains(answer, []byte(`"errors"`)):
		return answered, nil
	}
	return failed, fmt.Errorf("answer %d: %.200s", response.StatusCode, answer)
}

// never is how long one waits for an answer that does not come.
const never = time.Hour

// answerTime is how long one caller waits for a read: the median of several.
func (c *crowd) answerTime() time.Duration {
	var times []time.Duration
	for n := range 21 {
		begin := time.Now()
		if what, _ := c.ask(context.Background(), n*oneChangeIn+1); what != answered {
			return never
		}
		times = append(times, time.Since(begin))
	}
	return percentile(times, 50)
}

// yield is how much came of a time.
type yield struct {
	answered int
	took     time.Duration
	left     time.Duration // of the cores' time, beside what the crowd took, which lives on them too
}

func (y yield) perSecond() float64     { return float64(y.answered) / y.took.Seconds() }
func (y yield) perCoreSecond() float64 { return float64(y.answered) / y.left.Seconds() }

// stopwatch measures a yield.
type stopwatch struct {
	begin time.Time
	own   time.Duration
}

func startWatch() stopwatch { return stopwatch{time.Now(), ownTime()} }

func (w stopwatch) stop(answered int) yield {
	took := time.Since(w.begin)
	return yield{answered: answered, took: took, left: took*time.Duration(runtime.NumCPU()) - (ownTime() - w.own)}
}

// ownTime is how long the cores have worked for this process so far.
func ownTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err) // it cannot fail for oneself
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// capacity is how many answers the program gives to as many callers as keep it busy.
func (c *crowd) capacity(during time.Duration) yield {
	var callers sync.WaitGroup
	var mu sync.Mutex
	total, begin, watch := 0, time.Now(), startWatch()
	for caller := range crowdSize {
		callers.Go(func() {
			mine := 0
			for n := caller; time.Since(begin) < during; n++ {
				if what, _ := c.ask(context.Background(), n); what == answered {
					mine++
				}
			}
			mu.Lock()
			defer mu.Unlock()
			total += mine
		})
	}
	callers.Wait()
	return watch.stop(total)
}

// rush is what became of the requests of a rush, and of clients who were onboarded meanwhile.
type rush struct {
	yield
	sent       int
	refusals   []time.Duration // how long each took
	onboarded  int
	turnedAway int
	faults     []error

	mu  sync.Mutex
	out sync.WaitGroup
}

// rush sends so many requests a second, whatever becomes of them.
func (c *crowd) rush(rate float64, during time.Duration) *rush {
	r, places, begin, watch := &rush{}, make(chan struct{}, mostOut), time.Now(), startWatch()
	ctx, end := context.WithTimeout(context.Background(), during)
	defer end()
	r.out.Go(func() { r.onboard(ctx, c) })
	for n := 0; pause(ctx, tick); {
		for due := int(rate * time.Since(begin).Seconds()); n < due; n++ {
			select {
			case places <- struct{}{}:
				r.sent++
				r.out.Go(func() {
					r.ask(c, n)
					<-places
				})
			default: // late, and so never
			}
		}
	}
	r.out.Wait()
	r.yield = watch.stop(r.answered)
	return r
}

func (r *rush) ask(c *crowd, n int) {
	begin := time.Now()
	what, err := c.ask(context.Background(), n)
	r.mu.Lock()
	defer r.mu.Unlock()
	switch what {
	case answered:
		r.answered++
	case refused:
		r.refusals = append(r.refusals, time.Since(begin))
	case failed:
		r.faults = append(r.faults, err)
	}
}

// onboard connects one client after the other, none of which tries twice.
func (r *rush) onboard(ctx context.Context, c *crowd) {
	for ctx.Err() == nil {
		err := c.connectOnce(c.program)
		r.mu.Lock()
		switch {
		case err == nil:
			r.onboarded++
		case errors.Is(err, errAway):
			r.turnedAway++
		default:
			r.faults = append(r.faults, err)
		}
		r.mu.Unlock()
	}
}

// percentile is a time that so many percent did not exceed; zero when there is none.
func percentile(times []time.Duration, percent int) time.Duration {
	if len(times) == 0 {
		return 0
	}
	slices.Sort(times)
	return times[min(len(times)*percent/100, len(times)-1)]
}

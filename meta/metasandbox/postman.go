package metasandbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"
)

const (
	deliveryTimeout = 5 * time.Second
	maxReceipt      = 2 << 10 // how much of an answer is kept
)

// letter is a delivery on its way.
type letter struct {
	url    string
	header http.Header
	body   []byte
	delay  time.Duration // before the first attempt
	record *Delivery     // guarded by the postman's lock
}

// postman delivers letters: their first attempts one after the other in the order
// in which they were posted, later ones whenever their time has come.
type postman struct {
	now     func() time.Time
	backoff []time.Duration // before each attempt after the first
	client  *http.Client
	ctx     context.Context // ends all deliveries
	cancel  context.CancelFunc

	mu       sync.Mutex
	count    int // of letters so far
	queue    []*letter
	working  bool
	storm    *storm
	underWay int           // letters neither delivered nor given up
	settled  chan struct{} // closed when none is; nil: nobody waits
	records  []*Delivery   // oldest first, bounded
}

func newPostman(now func() time.Time) *postman {
	p := &postman{now: now, backoff: patience(), storm: newStorm(Storm{})}
	p.client = &http.Client{
		// One connection each: one that a restart of the app has broken is not reused.
		Transport:     &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Timeout:       deliveryTimeout,
	}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	return p
}

// patience makes eight attempts within 13 seconds; Meta takes 36 hours for them.
func patience() []time.Duration {
	const first, attempts = 100 * time.Millisecond, 8
	var pauses []time.Duration
	for i := range attempts - 1 {
		pauses = append(pauses, first<<i)
	}
	return pauses
}

func (p *postman) send(request *http.Request) (*http.Response, error) {
	response, err := p.client.Do(request)
	var withURL *url.Error
	if errors.As(err, &withURL) {
		err = withURL.Err // its URL may hold the verify token
	}
	return response, err
}

// post takes a letter and returns the id of its delivery.
func (p *postman) post(l *letter) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.count++
	l.record.ID, l.record.State, l.record.PostedAt = p.count, DeliveryWaiting, p.now()
	p.records = appendBounded(p.records, l.record, historyLimit)
	p.underWay++
	if l.delay > 0 {
		go p.later(l, l.delay)
	} else {
		p.enqueue(l)
	}
	return l.record.ID
}

// enqueue puts a letter behind the others. The caller holds the lock.
func (p *postman) enqueue(l *letter) {
	p.queue = append(p.queue, l)
	if !p.working {
		p.working = true
		go p.work()
	}
}

func (p *postman) later(l *letter, pause time.Duration) {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-p.ctx.Done():
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.enqueue(l)
}

// work delivers what is queued, and ends when nothing is.
func (p *postman) work() {
	for {
		p.mu.Lock()
		if len(p.queue) == 0 {
			p.working = false
			p.mu.Unlock()
			return
		}
		l := p.queue[0]
		p.queue = p.queue[1:]
		p.mu.Unlock()
		status, answer, err := p.attempt(l)
		p.attempted(l, status, answer, err)
	}
}

func (p *postman) attempt(l *letter) (status int, answer string, err error) {
	request, err := http.NewRequestWithContext(p.ctx, http.MethodPost, l.url, bytes.NewReader(l.body))
	if err != nil {
		return 0, "", err
	}
	request.Header = l.header.Clone()
	response, err := p.send(request)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxReceipt))
	return response.StatusCode, string(body), err
}

// attempted writes an attempt down, and says what follows.
func (p *postman) attempted(l *letter, status int, answer string, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	r := l.record
	r.Attempts++
	r.Status, r.Answer, r.Problem, r.EndedAt = status, answer, "", p.now()
	if err != nil {
		r.Problem = err.Error()
	}
	switch {
	case err == nil && status == http.StatusOK:
		r.State = DeliveryAccepted
	case p.ctx.Err() != nil || r.Attempts > len(p.backoff):
		r.State = DeliveryGivenUp
	default:
		go p.later(l, p.backoff[r.Attempts-1])
		return
	}
	p.underWay--
	if p.underWay == 0 && p.settled != nil {
		close(p.settled)
		p.settled = nil
	}
}

// settle waits until every letter is delivered or given up.
func (p *postman) settle(ctx context.Context) error {
	p.mu.Lock()
	if p.underWay == 0 {
		p.mu.Unlock()
		return nil
	}
	if p.settled == nil {
		p.settled = make(chan struct{})
	}
	settled := p.settled
	p.mu.Unlock()
	select {
	case <-settled:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("waiting for deliveries: %w", ctx.Err())
	}
}

func (p *postman) close() {
	p.cancel()
	p.settle(context.Background())
}

func (p *postman) deliveries() []Delivery { return p.latest(historyLimit) }

// latest returns the last n deliveries, oldest first.
func (p *postman) latest(n int) []Delivery {
	p.mu.Lock()
	defer p.mu.Unlock()
	records := p.records[max(len(p.records)-n, 0):]
	list := make([]Delivery, len(records))
	for i, r := range records {
		list[i] = *r
	}
	return list
}

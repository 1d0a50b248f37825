package metasandbox

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"
)

// A delivery ends somewhere, and another one is not held up by it.
func TestPostmanGivesUp(t *testing.T) {
	t.Parallel()
	var refused, taken atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/good" {
			taken.Add(1)
			return
		}
		refused.Add(1)
		w.WriteHeader(http.StatusInternalServerError)
	}))
	t.Cleanup(server.Close)
	p := newPostman(time.Now)
	t.Cleanup(p.close)
	if n := len(p.backoff); n != 7 {
		t.Errorf("%d attempts after the first", n)
	}
	p.backoff = []time.Duration{time.Millisecond, time.Millisecond}
	p.post(&letter{url: server.URL + "/bad", header: http.Header{}, record: &Delivery{}})
	p.post(&letter{url: server.URL + "/good", header: http.Header{}, record: &Delivery{}})
	if err := p.settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	list := p.deliveries()
	if refused.Load() != 3 || list[0].Attempts != 3 || list[0].State != DeliveryGivenUp || list[0].Status != 500 {
		t.Errorf("%d attempts: %+v", refused.Load(), list[0])
	}
	if taken.Load() != 1 || list[1].State != DeliveryAccepted {
		t.Errorf("%d attempts: %+v", taken.Load(), list[1])
	}
}

func TestPostmanRemembersTheLatest(t *testing.T) {
	t.Parallel()
	p := newPostman(time.Now)
	p.close() // so that nothing is sent
	for range 10 {
		p.post(&letter{url: "http://127.0.0.1:1/", header: http.Header{}, record: &Delivery{}})
	}
	if err := p.settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if list := p.latest(3); len(list) != 3 || list[0].ID != 8 || list[2].ID != 10 {
		t.Errorf("latest: %+v", list)
	}
}

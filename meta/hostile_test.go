package meta

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// A hostile or broken upstream gets nothing out of any call: no secret in an error, no second request, no success.
func TestHostileUpstream(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name    string
		handler http.HandlerFunc
		want    Class
	}{
		{"html", says(200, "<html>ECHO</html>"), InvalidAnswer},
		{"html 404", says(404, "<html>ECHO</html>"), InvalidAnswer},
		{"html 502", says(502, "<html>ECHO</html>"), NoAnswer},
		{"empty", says(200, ""), InvalidAnswer},
		{"empty 500", says(500, ""), NoAnswer},
		{"429 without an error", says(429, "slow down"), Throttled},
		{"null", says(200, "null"), InvalidAnswer},
		{"number", says(200, "17"), InvalidAnswer},
		{"list", says(200, "[]"), InvalidAnswer},
		{"broken json", says(200, `{"access_token":"x"`), InvalidAnswer},
		{"two documents", says(200, `{"access_token":"x"} {}`), InvalidAnswer},
		{"wrong types", says(200, `{"access_token":7,"data":"x","id":{},"success":false}`), InvalidAnswer},
		{"too large", says(200, `{"access_token":"x","pad":"`+strings.Repeat("a", 2<<20)+`"}`), InvalidAnswer},
		{"gzip bomb", gzipBomb, InvalidAnswer},
		{"truncated", truncated, NoAnswer},
		{"reset", reset, NoAnswer},
		{"not http", notHTTP, NoAnswer},
		{"error with 200", says(200, `{"error":{"code":2,"message":"ECHO"}}`), Transient},
		{"error with codes as strings", says(400, `{"error":{"code":"368","message":"ECHO"}}`), Policy},
		{"error as text", says(400, `{"error":"ECHO"}`), Client},
		{"error of wrong types", says(400, `{"error":{"code":{},"message":[],"is_transient":"true"}}`), Transient},
		{"error with every text", says(400, everyText), Client},
		{"error of an absurd code", says(400, `{"error":{"code":1e300,"message":"ECHO"}}`), Client},
		{"unknown error with 503", says(503, `{"error":{"code":99,"message":"x"}}`), Transient},
		{"endless message", says(400, `{"error":{"code":506,"message":"`+strings.Repeat("ECHO ", 999)+`"}}`), Client},
	}
	for _, tt := range cases {
		for _, c := range calls {
			t.Run(tt.name+"/"+string(c.op), func(t *testing.T) {
				t.Parallel()
				up := newUpstream(t, tt.handler)
				e := failure(t, c.call(t, up.api()))
				if e.Class != tt.want || e.Op != c.op {
					t.Errorf("got %s of %s, want %s: %v", e.Class, e.Op, tt.want, e)
				}
				if n := len(up.asked()); n != 1 {
					t.Errorf("%d requests, want 1", n)
				}
				if len(e.Message) > 1010 {
					t.Errorf("a message of %d bytes", len(e.Message))
				}
			})
		}
	}
}

const everyText = `{"error":{"code":506,"message":"ECHO","type":"ECHO","error_user_title":"ECHO","error_user_msg":"ECHO","fbtrace_id":"ECHO"}}`

// bomb is a few KiB that become 2 MiB.
var bomb = sync.OnceValue(func() []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(`{"access_token":"x","pad":"` + strings.Repeat("a", 2<<20) + `"}`))
	_ = z.Close()
	return b.Bytes()
})

func gzipBomb(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Encoding", "gzip")
	_, _ = w.Write(bomb())
}

func truncated(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "1000")
	_, _ = w.Write([]byte(`{"access_token":"x"}`))
}

func reset(w http.ResponseWriter, _ *http.Request) {
	conn, _, _ := http.NewResponseController(w).Hijack()
	_ = conn.(*net.TCPConn).SetLinger(0)
	_ = conn.Close()
}

func notHTTP(w http.ResponseWriter, r *http.Request) {
	conn, _, _ := http.NewResponseController(w).Hijack()
	_, _ = conn.Write([]byte(echo("not ECHO\r\n\r\n", r)))
	_ = conn.Close()
}

// Meta's tokens are recognised by their form where the call could not know them.
func TestScrubsUnknownTokens(t *testing.T) {
	t.Parallel()
	token := "EAA" + strings.Repeat("x1", 20) + "_-" + strings.Repeat("x1", 20)
	up := newUpstream(t, says(400, `{"error":{"code":100,"message":"bad `+token+`!"}}`))
	_, err := up.api().ExchangeCode(t.Context(), canaryCode, "")
	if e := failure(t, err); e.Message != "bad [redacted]!" {
		t.Errorf("got %q", e.Message)
	}
}

// A redirect would carry the secrets in the query to a host of the answer's choice.
func TestRedirectRefused(t *testing.T) {
	t.Parallel()
	evil := newUpstream(t, says(200, `{"access_token":"x"}`))
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, c := range calls {
			up := newUpstream(t, func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, evil.URL+"/?"+r.URL.RawQuery, status)
			})
			if e := failure(t, c.call(t, up.api())); e.Class != InvalidAnswer || e.Status != status {
				t.Errorf("%s: got %v", c.op, e)
			}
		}
	}
	if n := len(evil.asked()); n != 0 {
		t.Errorf("the other host was asked %d times", n)
	}
}

func TestNotSent(t *testing.T) {
	t.Parallel()
	handled := new(atomic.Int32)
	https := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { handled.Add(1) }))
	https.Config.ErrorLog = log.New(io.Discard, "", 0)
	https.StartTLS()
	t.Cleanup(https.Close)
	closed := httptest.NewServer(nil)
	closed.Close()
	cases := []struct{ name, url string }{
		{"refused", closed.URL},
		{"unknown host", "http://graph.invalid"},
		{"unknown certificate authority", https.URL},
		{"tls to a plain port", strings.Replace(newUpstream(t, says(200, "{}")).URL, "http:", "https:", 1)},
	}
	for _, tt := range cases {
		for _, c := range calls {
			if e := failure(t, c.call(t, New(testConfig(tt.url)))); e.Class != NotSent || e.Status != 0 {
				t.Errorf("%s/%s: got %v", tt.name, c.op, e)
			}
		}
	}
	if n := handled.Load(); n != 0 {
		t.Errorf("%d requests were handled", n)
	}
}

func TestBadGraphURL(t *testing.T) {
	t.Parallel()
	for _, c := range calls {
		if e := failure(t, c.call(t, New(testConfig("http://[")))); e.Class != Bug {
			t.Errorf("%s: got %v", c.op, e)
		}
	}
}

func TestCancelledBeforehandIsNotSent(t *testing.T) {
	t.Parallel()
	up := newUpstream(t, says(200, `{"access_token":"x"}`))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := up.api().ExchangeCode(ctx, canaryCode, "")
	if e := failure(t, err); e.Class != NotSent || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", e)
	}
	if n := len(up.asked()); n != 0 {
		t.Errorf("%d requests", n)
	}
}

func hang(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func slowBody(w http.ResponseWriter, r *http.Request) {
	_, _ = w.Write([]byte(`{"access_`))
	_ = http.NewResponseController(w).Flush()
	hang(w, r)
}

func TestTimeOut(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name    string
		handler http.HandlerFunc
		own     time.Duration // the API's time-out
		caller  time.Duration // the caller's deadline
	}{
		{"the caller's deadline", hang, 0, 500 * time.Millisecond},
		{"the API's own", hang, 250 * time.Millisecond, time.Hour},
		{"in the body", slowBody, 250 * time.Millisecond, time.Hour},
	}
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			up := newUpstream(t, tt.handler)
			config := testConfig(up.URL)
			config.Timeout = tt.own
			ctx, cancel := context.WithTimeout(t.Context(), tt.caller)
			defer cancel()
			_, err := New(config).ExchangeCode(ctx, canaryCode, "")
			if e := failure(t, err); e.Class != NoAnswer || !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v", e)
			}
			if n := len(up.asked()); n != 1 {
				t.Errorf("%d requests, want 1", n)
			}
		})
	}
}

func TestDefaults(t *testing.T) {
	t.Parallel()
	api := New(Config{})
	if api.config.GraphURL != "https://graph.facebook.com" || api.config.Timeout != 10*time.Second || api.config.Now == nil {
		t.Errorf("got %+v", api.config)
	}
	for _, transport := range []*http.Transport{api.pooled, api.once} {
		if transport.TLSClientConfig.MinVersion < tls.VersionTLS12 {
			t.Error("TLS below 1.2 is possible")
		}
	}
}

// net/http repeats a GET on its own when a kept connection dies under it. For a code that would be one time too many.
func TestExchangeIsNeverRepeated(t *testing.T) {
	t.Parallel()
	var exchanges atomic.Int32
	up := newUpstream(t, func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("code") == canaryCode {
			exchanges.Add(1)
			reset(w, r)
			return
		}
		says(200, `{"access_token":"x"}`)(w, r)
	})
	api := up.api()
	for range 3 {
		if _, err := api.AppToken(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := api.ExchangeCode(t.Context(), "other", ""); err != nil {
			t.Fatal(err)
		}
	}
	_, err := api.ExchangeCode(t.Context(), canaryCode, "")
	if e := failure(t, err); e.Class != NoAnswer {
		t.Errorf("got %v", e)
	}
	if n := exchanges.Load(); n != 1 {
		t.Errorf("the code was sent %d times", n)
	}
}

package metasandbox

import (
	"io"
	"net"
	"net/http"
	"time"
)

func strikeReset(_ *activeFault, _ *Sandbox, _ *call, w http.ResponseWriter, _ func() reply) {
	drop(w)
}

func strikeHang(f *activeFault, _ *Sandbox, c *call, w http.ResponseWriter, _ func() reply) {
	io.Copy(io.Discard, c.Body) // only then does the server notice that the client left
	select {
	case <-c.Context().Done():
	case <-f.cleared:
	}
	drop(w)
}

func strikeSlow(f *activeFault, _ *Sandbox, c *call, w http.ResponseWriter, process func() reply) {
	c.wait(f.delay(), f.cleared)
	c.send(w, process())
}

// strikeSlowBody sends the headers at once and then the body in ten drops.
func strikeSlowBody(f *activeFault, _ *Sandbox, c *call, w http.ResponseWriter, process func() reply) {
	const drops = 10
	a := process()
	a.sendHeader(w)
	rest, size := a.body, len(a.body)/drops+1
	for len(rest) > size {
		if _, err := w.Write(rest[:size]); err != nil {
			return
		}
		rest = rest[size:]
		http.NewResponseController(w).Flush()
		c.wait(f.delay()/drops, f.cleared)
	}
	gone := c.Context().Err() != nil
	_, err := w.Write(rest)
	c.answered = !gone && err == nil
}

func strikeTruncated(_ *activeFault, _ *Sandbox, _ *call, w http.ResponseWriter, process func() reply) {
	a := process()
	a.sendHeader(w)
	w.Write(a.body[:len(a.body)/2])
	http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler) // closes the connection short of the promised length
}

func (f *activeFault) delay() time.Duration { return time.Duration(f.DelayMillis) * time.Millisecond }

// drop ends the connection without an answer: with a TCP reset where the
// connection is ours to have.
func drop(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
	conn.Close()
}

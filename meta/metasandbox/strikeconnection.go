package metasandbox

import (
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"time"
)

func strikeReset(_ *activeFault, _ *Sandbox, c *call, _ http.ResponseWriter, _ func() reply) {
	c.drop = true
}

func strikeHang(f *activeFault, _ *Sandbox, c *call, _ http.ResponseWriter, _ func() reply) {
	io.Copy(io.Discard, c.Body) // only then does the server notice that the client left
	select {
	case <-c.Context().Done():
	case <-f.cleared:
	}
	c.drop = true
}

func strikeSlow(f *activeFault, s *Sandbox, c *call, w http.ResponseWriter, process func() reply) {
	c.wait(f.delay(), f.cleared)
	s.send(c, w, process())
}

// strikeSlowBody sends the headers at once and then the body in ten drops.
func strikeSlowBody(f *activeFault, s *Sandbox, c *call, w http.ResponseWriter, process func() reply) {
	const drops = 10
	a := process()
	s.begin(c, a)
	a.sendHeader(w)
	for piece := range slices.Chunk(a.body, len(a.body)/drops+1) {
		_, err := w.Write(piece)
		err = errors.Join(err, http.NewResponseController(w).Flush(), c.Context().Err())
		if err != nil {
			s.lost(c)
			return
		}
		c.wait(f.delay()/drops, f.cleared)
	}
}

func strikeTruncated(_ *activeFault, _ *Sandbox, c *call, w http.ResponseWriter, process func() reply) {
	a := process()
	c.entry.Status = a.status
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

package main

import (
	"bytes"
	"io"
	"net/http"

	"golang.org/x/sync/semaphore"
)

// maxBodies is how many bytes of requests the program holds at once, whoever has sent them.
const maxBodies = 64 << 20

// bodies hands on requests whose body is whole, and bounds what all of them take together.
type bodies struct{ room *semaphore.Weighted }

func newBodies(room int64) bodies { return bodies{semaphore.NewWeighted(room)} }

// whole hands on requests whose body is complete and has at most limit bytes: a slow sender keeps nothing busy but its connection. When there
// is no room for what comes, refuse gets errOverloaded.
func (b bodies) whole(limit int64, refuse func(http.ResponseWriter, *http.Request, error), next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		incoming := &roomTaker{ReadCloser: r.Body, room: b.room}
		defer incoming.leave()
		content, err := io.ReadAll(http.MaxBytesReader(w, incoming, limit))
		if err != nil {
			refuse(w, r, err)
			return
		}
		r.Body = &wholeBody{Reader: bytes.NewReader(content), content: content}
		next.ServeHTTP(w, r)
	})
}

// wholeBody is a body that has come.
type wholeBody struct {
	*bytes.Reader
	content []byte
}

// Close implements io.Closer.
func (*wholeBody) Close() error { return nil }

// roomTaker takes room for what it reads: who announces much and sends little takes little.
type roomTaker struct {
	io.ReadCloser
	room  *semaphore.Weighted
	taken int64
}

// Read implements io.Reader.
func (t *roomTaker) Read(p []byte) (int, error) {
	n, err := t.ReadCloser.Read(p)
	if !t.room.TryAcquire(int64(n)) {
		return 0, errOverloaded
	}
	t.taken += int64(n)
	return n, err
}

func (t *roomTaker) leave() { t.room.Release(t.taken) }

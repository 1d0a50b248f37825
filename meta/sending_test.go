package meta

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
)

// A call hangs on a kept connection, which then breaks. net/http would send the call again, when Meta may want none by now, or its token may
// have come to its end.
func TestACallIsNotSilentlyRepeated(t *testing.T) {
	t.Parallel()
	var calls atomic.Int32
	up := newUpstream(t, func(w http.ResponseWriter, r *http.Request) {
		if calls.Add(1) == 2 {
			reset(w, r)
			return
		}
		says(200, `{"id":"1","client_business_id":"2"}`)(w, r)
	})
	api := up.api()
	if _, err := api.Me(t.Context(), NewToken(canaryToken)); err != nil {
		t.Fatal(err)
	}
	_, err := api.Me(t.Context(), NewToken(canaryToken))
	if e := failure(t, err); e.Class != NoAnswer {
		t.Errorf("got %v", e)
	}
	if n := calls.Load(); n != 2 {
		t.Errorf("two calls were sent %d times", n)
	}
	if _, err := api.Me(t.Context(), NewToken(canaryToken)); err != nil {
		t.Errorf("the next call: %v", err)
	}
}

// A caller gives up while there is no connection yet, as when the end of a business's connection is asked for: nothing may be sent later.
func TestWhoGivesUpEarlySendsNothing(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	ctx, giveUp := context.WithCancel(t.Context())
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		hello := make([]byte, 1)
		_, _ = conn.Read(hello) // the client has begun to secure the connection, and waits
		giveUp()
		<-t.Context().Done()
	}()
	_, err = New(testConfig("https://"+listener.Addr().String())).Me(ctx, NewToken(canaryToken))
	if e := failure(t, err); e.Class != NotSent || !errors.Is(e, context.Canceled) {
		t.Errorf("got %v", e)
	}
	if strings.Contains(err.Error(), canaryToken) {
		t.Error("the error tells the token")
	}
}

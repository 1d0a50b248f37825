package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"
)

// load asks one server the same over and over, on connections that stay open.
type load struct {
	address     string
	request     []byte // as it goes over the wire
	connections int
}

func newLoad(request *http.Request, connections int) (load, error) {
	var wire bytes.Buffer
	request = request.Clone(request.Context())
	if request.GetBody != nil {
		request.Body, _ = request.GetBody() // which was read by whoever asked the same before; it is in memory
	}
	if err := request.Write(&wire); err != nil {
		return load{}, err
	}
	return load{request.URL.Host, wire.Bytes(), connections}, nil
}

// once asks once and returns the body.
func (l load) once() ([]byte, error) {
	c, err := dial(l.address)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	body, err := c.ask(l.request)
	return bytes.Clone(body), err
}

// run asks for so long and counts the answers. Any that differs from want ends it: a server that fails fast would win otherwise.
func (l load) run(ctx context.Context, length time.Duration, want []byte) (count int, took time.Duration, err error) {
	var all errgroup.Group
	counts := make([]int, l.connections)
	begun := time.Now()
	for i := range counts {
		all.Go(func() (err error) {
			counts[i], err = l.repeat(ctx, begun.Add(length), want)
			return err
		})
	}
	err = all.Wait()
	for _, n := range counts {
		count += n
	}
	return count, time.Since(begun), err
}

func (l load) repeat(ctx context.Context, end time.Time, want []byte) (count int, err error) {
	c, err := dial(l.address)
	if err != nil {
		return 0, err
	}
	defer c.Close()
	for ; time.Now().Before(end) && ctx.Err() == nil; count++ {
		body, err := c.ask(l.request)
		if err == nil && !isSame(body, want) {
			err = fmt.Errorf("another answer than the first: %.200s", body)
		}
		if err != nil {
			return count, err
		}
	}
	return count, ctx.Err()
}

// isSame takes the same fields in another order for the same: graphql-js writes them as they come.
func isSame(body, want []byte) bool {
	return bytes.Equal(body, want) || len(body) == len(want) && sum(body) == sum(want)
}

func sum(body []byte) (total int) {
	for _, b := range body {
		total += int(b)
	}
	return total
}

// connection is an HTTP connection with a reader as plain as can be: what the client costs is taken from the servers on the same machine.
type connection struct {
	net.Conn
	reader *bufio.Reader
	body   bytes.Buffer
}

func dial(address string) (*connection, error) {
	c, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	return &connection{Conn: c, reader: bufio.NewReaderSize(c, 64<<10)}, nil
}

// ask sends a request and returns the body of the answer, which is valid until the next.
func (c *connection) ask(request []byte) ([]byte, error) {
	if err := c.SetDeadline(time.Now().Add(30 * time.Second)); err != nil {
		return nil, err
	}
	if _, err := c.Write(request); err != nil {
		return nil, err
	}
	response, err := http.ReadResponse(c.reader, nil)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	c.body.Reset()
	if _, err := c.body.ReadFrom(response.Body); err != nil {
		return nil, err
	}
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %.200s", response.Status, c.body.Bytes())
	}
	return c.body.Bytes(), nil
}

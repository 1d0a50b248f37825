package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"
)

// patience is longer than any load lasts.
const patience = time.Minute

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

// connection is an HTTP connection with a reader as plain as can be: what the client costs is taken from the servers on the same machine, and
// http.ReadResponse costs more the more headers there are.
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
	return &connection{Conn: c, reader: bufio.NewReaderSize(c, 64<<10)}, c.SetDeadline(time.Now().Add(patience))
}

// ask sends a request and returns the body of the answer, which is valid until the next.
func (c *connection) ask(request []byte) ([]byte, error) {
	if _, err := c.Write(request); err != nil {
		return nil, err
	}
	status, err := c.line()
	if err != nil {
		return nil, err
	}
	isGood := bytes.HasPrefix(status, []byte("HTTP/1.1 200 "))
	if err := c.readBody(); err != nil {
		return nil, err
	}
	if !isGood {
		return nil, fmt.Errorf("not answered with 200: %.200s", c.body.Bytes())
	}
	return c.body.Bytes(), nil
}

// readBody reads the headers and the body.
func (c *connection) readBody() error {
	c.body.Reset()
	length, isTold, err := c.bodyLength()
	if err != nil {
		return err
	}
	if isTold {
		_, err := io.CopyN(&c.body, c.reader, length)
		return err
	}
	if _, err := c.body.ReadFrom(httputil.NewChunkedReader(c.reader)); err != nil {
		return err
	}
	_, err = c.line() // behind the last chunk
	return err
}

// bodyLength reads the headers, of which no other counts. A body whose length is not told comes in chunks.
func (c *connection) bodyLength() (length int64, isTold bool, err error) {
	for {
		line, err := c.line()
		if err != nil || len(line) == 0 {
			return length, isTold, err
		}
		if name, value, _ := bytes.Cut(line, []byte(":")); bytes.EqualFold(name, []byte("Content-Length")) {
			if length, err = strconv.ParseInt(string(bytes.TrimSpace(value)), 10, 64); err != nil {
				return 0, false, err
			}
			isTold = true
		}
	}
}

// line reads one without its end.
func (c *connection) line() ([]byte, error) {
	line, err := c.reader.ReadSlice('\n')
	return bytes.TrimRight(line, "\r\n"), err
}

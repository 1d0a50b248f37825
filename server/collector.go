package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	otlp "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"
)

// collector takes spans by OTLP over HTTP. It is a client of our own, since OpenTelemetry's brings the whole of gRPC along, 3 MB that only tell
// what an error was. https://opentelemetry.io/docs/specs/otlp/#otlphttp
type collector struct {
	client *http.Client
	url    string
	isOff  atomic.Bool // it did not take the last spans
	log    *slog.Logger
}

// collectorLimit is how long the collector may take for some hundred spans.
const collectorLimit = 10 * time.Second

// newCollector goes to the collector at a base address, which is often a neighbour without TLS, and nowhere that it sends us.
func newCollector(base *url.URL, log *slog.Logger) *collector {
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &collector{client: &http.Client{Timeout: collectorLimit, CheckRedirect: stay}, url: base.JoinPath("v1/traces").String(), log: log}
}

// Start implements otlptrace.Client.
func (*collector) Start(context.Context) error { return nil }

// Stop implements otlptrace.Client.
func (c *collector) Stop(context.Context) error {
	c.client.CloseIdleConnections()
	return nil
}

// UploadTraces implements otlptrace.Client. What the collector does not take is dropped: nothing depends on it. The log hears of the first
// time, and of the end.
func (c *collector) UploadTraces(ctx context.Context, spans []*otlp.ResourceSpans) error {
	err := c.send(ctx, spans)
	switch was := c.isOff.Swap(err != nil); {
	case err != nil && !was:
		c.log.Warn("the collector does not take traces; they are dropped until it does", "error", err)
	case err == nil && was:
		c.log.Info("the collector takes traces again")
	}
	return nil
}

// send writes TracesData, which is by its encoding the request that a collector expects.
func (c *collector) send(ctx context.Context, spans []*otlp.ResourceSpans) error {
	body, err := proto.Marshal(&otlp.TracesData{ResourceSpans: spans})
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/x-protobuf")
	response, err := c.client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, 64<<10)) // so that the connection can be used again
	if response.StatusCode/100 != 2 {
		return fmt.Errorf("the collector answered %s", response.Status)
	}
	return nil
}

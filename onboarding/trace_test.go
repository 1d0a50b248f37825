package onboarding

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/riverqueue/river/rivertype"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
)

// A job belongs to the trace that asked for it as long as it is done at once; later turns, and jobs that nobody asked for, stand for themselves.
func TestTracesOfJobs(t *testing.T) {
	t.Parallel()
	spans := tracetest.NewInMemoryExporter()
	provider := sdktrace.NewTracerProvider(sdktrace.WithSyncer(spans), sdktrace.WithSampler(sdktrace.AlwaysSample()))
	drawn := false
	s := &Service{Config: Config{Tracer: provider.Tracer("test"), TraceOwn: func() bool { return drawn }}}
	ctx, asking := s.Tracer.Start(t.Context(), "request")
	asking.End()
	asked := fmt.Sprintf(`{"actor_kind":"SYSTEM","traceparent":%q}`, traceparent(ctx))
	turn := func(metadata string, attempt int, err error) tracetest.SpanStubs {
		spans.Reset()
		job := &rivertype.JobRow{Kind: "sync", Attempt: attempt, MaxAttempts: 25, Metadata: []byte(metadata)}
		if got := s.traceTurn(t.Context(), job, func(context.Context) error { return err }); !errors.Is(got, err) {
			t.Errorf("the job's error became %v", got)
		}
		return spans.GetSpans()
	}
	trace := asking.SpanContext().TraceID()
	if got := turn(asked, 1, nil); len(got) != 1 || got[0].SpanContext.TraceID() != trace || got[0].Parent.SpanID() != asking.SpanContext().SpanID() {
		t.Errorf("at once: %+v", got)
	}
	waited := asked[:len(asked)-1] + `,"snoozes":3}`
	for name, got := range map[string]tracetest.SpanStubs{"tried again": turn(asked, 2, errors.New("trouble")), "waited": turn(waited, 1, nil)} {
		if len(got) != 1 || got[0].SpanContext.TraceID() == trace || len(got[0].Links) != 1 || got[0].Links[0].SpanContext.TraceID() != trace {
			t.Errorf("%s: %+v", name, got)
		}
	}
	if got := turn(`{}`, 1, nil); len(got) != 0 {
		t.Errorf("nobody has asked, and it is not drawn: %+v", got)
	}
	drawn = true
	if got := turn(`{}`, 1, nil); len(got) != 1 || got[0].Parent.IsValid() || len(got[0].Links) != 0 {
		t.Errorf("drawn: %+v", got)
	}
}

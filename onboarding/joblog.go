package onboarding

import (
	"context"
	"log/slog"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// jobErrors tells the log what went wrong in a job.
type jobErrors struct{ log *slog.Logger }

// HandleError implements river.ErrorHandler.
func (e jobErrors) HandleError(ctx context.Context, job *rivertype.JobRow, err error) *river.ErrorHandlerResult {
	e.log.WarnContext(ctx, "a job failed and is tried again", "job", job.Kind, "args", string(job.EncodedArgs), "attempt", job.Attempt, "error", err)
	return nil
}

// HandlePanic implements river.ErrorHandler. The cause has come through panicByCause.
func (e jobErrors) HandlePanic(ctx context.Context, job *rivertype.JobRow, cause any, _ string) *river.ErrorHandlerResult {
	e.log.ErrorContext(ctx, "a job panicked", "job", job.Kind, "args", string(job.EncodedArgs), "attempt", job.Attempt, "cause", cause)
	return nil
}

// warnings keeps the queue's own messages out of the log unless something is wrong.
type warnings struct{ slog.Handler }

// Enabled implements slog.Handler.
func (w warnings) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && w.Handler.Enabled(ctx, level)
}

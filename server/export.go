package main

import (
	"context"
	"encoding/csv"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"capiconnect/models"
	"capiconnect/onboarding"
)

const (
	// maxExports is how many lists are sent at a time. Between two pages an export holds nothing of the database's.
	maxExports = 4
	// exportLifetime ends an export that nobody reads to its end, and exportPause one whose reader stands still.
	exportLifetime = 10 * time.Minute
	exportPause    = 30 * time.Second
	// byteOrderMark is how spreadsheets know UTF-8.
	byteOrderMark = "\ufeff"
)

var errTooManyExports = &httpError{http.StatusServiceUnavailable, "UNAVAILABLE", "Others are exporting lists right now. Try again in a moment."}

// exportList is a list that staff can export, with the filters that its screen has in its URL.
type exportList struct {
	name   string // of the file
	screen string // where it is shown
	head   []string
	page   func(ctx context.Context, filter url.Values, paging models.Paging) (*exportPage, error)
}

// exportPage is a page of a list. Next is where the list goes on; nil at its end.
type exportPage struct {
	rows [][]string
	next *string
}

// exports answers GET /admin/export/…: whole lists as CSV, read and sent page by page, so that however long one is it takes no more memory.
type exports struct {
	callers  *authenticator
	draining context.Context
	log      *slog.Logger
	now      func() time.Time
	slots    chan struct{}
}

func newExports(s site, callers *authenticator) *exports {
	return &exports{callers: callers, draining: s.draining, log: s.log, now: s.now, slots: make(chan struct{}, maxExports)}
}

// of answers with a list. A browser follows the link as it follows any other, so whoever is not signed in is led to where they can.
func (e *exports) of(list exportList) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		actor, err := e.callers.user(r)
		noteOf(r).caller = actor
		switch {
		case errors.Is(err, errNobody):
			http.Redirect(w, r, "/admin/sign-in?return=/admin/"+list.screen, http.StatusSeeOther)
		case err != nil:
			e.fail(w, r, err)
		case !e.callers.rates.take(w, r, actor):
			withSlot(e.slots, w, r, refuseExport, func(w http.ResponseWriter, r *http.Request) { e.answer(w, r, list) })
		}
	}
}

func refuseExport(w http.ResponseWriter, r *http.Request, _ *httpError) {
	writeError(w, r, errTooManyExports)
}

func (e *exports) answer(w http.ResponseWriter, r *http.Request, list exportList) {
	ctx, cancel := context.WithTimeout(r.Context(), exportLifetime)
	defer cancel()
	defer context.AfterFunc(e.draining, cancel)()
	first, err := list.page(ctx, r.URL.Query(), exportPaging(nil))
	if err != nil {
		e.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+list.name+"-"+e.now().UTC().Format(time.DateOnly)+`.csv"`)
	if err := sendList(ctx, w, list, r.URL.Query(), first); err != nil {
		e.log.WarnContext(ctx, "an export broke off", "list", list.name, "error", err, "requestId", onboarding.RequestIDFrom(ctx))
		panic(http.ErrAbortHandler) // or what was sent would pass for the whole list
	}
}

func exportPaging(after *string) models.Paging {
	size := models.MaxPageSize
	return models.Paging{First: &size, After: after}
}

func sendList(ctx context.Context, w http.ResponseWriter, list exportList, filter url.Values, page *exportPage) error {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true // https://www.rfc-editor.org/rfc/rfc4180
	rows := append([][]string{list.head}, page.rows...)
	for {
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(exportPause)) // unsupported by nothing that net/http serves
		for _, row := range rows {
			if err := out.Write(harmless(row)); err != nil {
				return err
			}
		}
		out.Flush()
		if err := out.Error(); err != nil || page.next == nil {
			return err
		}
		var err error
		if page, err = list.page(ctx, filter, exportPaging(page.next)); err != nil {
			return err
		}
		rows = page.rows
	}
}

func (e *exports) fail(w http.ResponseWriter, r *http.Request, err error) {
	var told *httpError
	var input models.InputError
	switch {
	case errors.Is(err, context.Canceled): // the caller has gone
	case errors.As(err, &told):
		writeError(w, r, told)
	case errors.As(err, &input):
		writeError(w, r, &httpError{http.StatusBadRequest, "INVALID_INPUT", sentence(input)})
	case errors.Is(err, models.ErrUnavailable):
		writeError(w, r, errUnavailable)
	default:
		e.log.ErrorContext(r.Context(), "an export failed", "error", err, "requestId", onboarding.RequestIDFrom(r.Context()))
		writeError(w, r, errInternal)
	}
}

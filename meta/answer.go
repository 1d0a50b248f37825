package meta

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// maxAnswer bounds a decompressed body; a page of 100 datasets is about 40 KiB.
const maxAnswer = 1 << 20

var errTooLarge = errors.New("the answer is larger than 1 MiB")

// answer is what Meta said.
type answer struct {
	status  int
	body    []byte
	traceID string
	usage   Usage
	date    time.Time // when Meta sent it, by Meta's clock; zero when it does not say
	skew    time.Duration
}

// wire is the form of a call's answer.
type wire interface {
	// check says what a successful answer lacks.
	check() error
}

func readAnswer(response *http.Response) (answer, *Error) {
	got := answer{
		status:  response.StatusCode,
		traceID: plain(response.Header.Get("X-Fb-Trace-Id")),
		usage:   parseUsage(response.Header),
	}
	got.date, _ = http.ParseTime(response.Header.Get("Date"))
	var err error
	got.body, err = io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	if err != nil {
		return got, &Error{Class: NoAnswer, Err: err}
	}
	if len(got.body) > maxAnswer {
		return got, &Error{Class: InvalidAnswer, Err: errTooLarge}
	}
	return got, nil
}

// decode fills into, or says why it cannot. Meta's error comes first, whatever the status: it is sent with 200 too.
func (a answer) decode(into wire) *Error {
	if told := a.errorIn(); told != nil {
		return told.failure()
	}
	if a.status < 200 || a.status > 299 {
		return &Error{Class: bareClass(a.status), Err: fmt.Errorf("status %d without an error of the Graph API", a.status)}
	}
	if err := json.Unmarshal(a.body, into); err != nil {
		return &Error{Class: InvalidAnswer, Err: err}
	}
	if err := into.check(); err != nil {
		return &Error{Class: InvalidAnswer, Err: err}
	}
	return nil
}

// errorIn is the Graph API's error in an answer that has one. Long lists are not read twice to find none.
func (a answer) errorIn() *errorBody {
	if !bytes.Contains(a.body, []byte(`"error"`)) {
		return nil
	}
	var envelope struct {
		Error *errorBody `json:"error"`
	}
	// What fails here fails below too, or is no object, such as a bare true, and has no error in it.
	_ = json.Unmarshal(a.body, &envelope)
	return envelope.Error
}

// bareClass classifies an answer that has a status and nothing else to go by: a proxy's, a balancer's.
func bareClass(status int) Class {
	switch {
	case status == http.StatusTooManyRequests:
		return Throttled
	case status >= 500:
		return NoAnswer
	}
	return InvalidAnswer
}

// errorBody is the Graph API's error, tolerant of types.
// Source: https://developers.facebook.com/docs/graph-api/guides/error-handling
type errorBody struct {
	Code         number `json:"code"`
	ErrorSubcode number `json:"error_subcode"`
	Subcode      number `json:"subcode"` // its name inside debug_token's data
	Type         text   `json:"type"`
	Message      text   `json:"message"`
	UserTitle    text   `json:"error_user_title"`
	UserMessage  text   `json:"error_user_msg"`
	FBTraceID    text   `json:"fbtrace_id"`
	Transient    flag   `json:"is_transient"`
}

// UnmarshalJSON also takes an error that is no object; all that is known of it then is that it is one.
func (e *errorBody) UnmarshalJSON(data []byte) error {
	type fields errorBody
	if bytes.HasPrefix(data, []byte("{")) {
		return json.Unmarshal(data, (*fields)(e))
	}
	return e.Message.UnmarshalJSON(data)
}

func (e *errorBody) failure() *Error {
	subcode := e.ErrorSubcode
	if subcode == 0 {
		subcode = e.Subcode
	}
	return &Error{
		Code: e.Code.int(), Subcode: subcode.int(), Type: string(e.Type),
		Message: string(e.Message), UserTitle: string(e.UserTitle), UserMessage: string(e.UserMessage),
		FBTraceID: string(e.FBTraceID), Transient: e.Transient.isTrue(),
	}
}

package meta

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// The types here decode what Meta sends into what it means. Meta changes string to number and back, so both are taken.
// An id decides what is called next and is taken strictly; a fact that is only shown, and has the wrong type, is unknown.

// id is one of Meta's ids. They exceed 2^53 and are never treated as numbers. Empty when absent.
type id string

func (v *id) UnmarshalJSON(data []byte) error {
	digits := string(bytes.Trim(data, `"`))
	if digits == "null" || digits == "" {
		*v = ""
		return nil
	}
	if !isID(digits) {
		return fmt.Errorf("an id of %d bytes that is not a number", len(digits))
	}
	*v = id(digits)
	return nil
}

// shownID is an id that is only shown: one that cannot be read is unknown.
type shownID id

func (v *shownID) UnmarshalJSON(data []byte) error {
	_ = (*id)(v).UnmarshalJSON(data)
	return nil
}

func checkID(v id) error {
	if v == "" {
		return errors.New("no id in the answer")
	}
	return nil
}

// isID also keeps an id that goes into a path from changing it.
func isID(s string) bool {
	return s != "" && len(s) <= 40 && strings.Trim(s, "0123456789") == ""
}

// text is a text for people; empty when absent or not a text.
type text string

func (v *text) UnmarshalJSON(data []byte) error {
	var s string
	_ = json.Unmarshal(data, &s)
	*v = text(plain(s))
	return nil
}

// plain replaces control characters: they forge log lines, and PostgreSQL refuses NUL.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
}

// flag is a bool that may be unknown (empty).
type flag string

func (v *flag) UnmarshalJSON(data []byte) error {
	switch s := string(bytes.ToLower(bytes.Trim(data, `"`))); s {
	case "true", "false":
		*v = flag(s)
	default:
		*v = ""
	}
	return nil
}

func (v flag) isTrue() bool { return v == "true" }

// pointer is nil when unknown.
func (v flag) pointer() *bool {
	if v == "" {
		return nil
	}
	known := v.isTrue()
	return &known
}

// number is a quantity; 0 when absent or not a number.
type number float64

func (v *number) UnmarshalJSON(data []byte) error {
	parsed, err := strconv.ParseFloat(string(bytes.Trim(data, `"`)), 64)
	if err != nil || math.IsNaN(parsed) || math.IsInf(parsed, 0) {
		parsed = 0
	}
	*v = number(parsed)
	return nil
}

func (v number) int() int {
	if math.Abs(float64(v)) > math.MaxInt32 {
		return 0
	}
	return int(v)
}

// maxTerm is longer than any lifetime or block of Meta's and far from overflowing a Duration.
const maxTerm = 10 * 365 * 24 * time.Hour

// of reads v as so many units, within 0 and maxTerm.
func (v number) of(unit time.Duration) time.Duration {
	return time.Duration(min(max(float64(v)*float64(unit), 0), float64(maxTerm)))
}

// unixTime is a time in seconds since 1970; zero for 0, which is Meta's "never", and when absent.
type unixTime struct{ time.Time }

func (v *unixTime) UnmarshalJSON(data []byte) error {
	var seconds number
	_ = seconds.UnmarshalJSON(data)
	v.Time = time.Time{}
	if seconds > 0 && seconds < math.MaxInt32*10 {
		v.Time = time.Unix(int64(seconds), 0).UTC()
	}
	return nil
}

// dateTime is a time as the Graph API writes it, with an offset that lacks the colon of RFC 3339, which is taken too.
// Zero when absent or unreadable.
type dateTime struct{ time.Time }

const graphLayout = "2006-01-02T15:04:05-0700"

func (v *dateTime) UnmarshalJSON(data []byte) error {
	s := string(bytes.Trim(data, `"`))
	v.Time = time.Time{}
	for _, layout := range []string{graphLayout, time.RFC3339} {
		parsed, err := time.Parse(layout, s)
		if err == nil {
			v.Time = parsed.UTC()
			break
		}
	}
	return nil
}

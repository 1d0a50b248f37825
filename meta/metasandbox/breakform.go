package metasandbox

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"strconv"
)

// form reads the fields of a form. The first that cannot be read is its err.
type form struct {
	values url.Values
	err    error
}

func (f *form) text(name string) string { return f.values.Get(name) }

func (f *form) ticked(name string) bool { return f.values.Has(name) }

// number is 0 for an empty field.
func (f *form) number(name string) int {
	text := f.text(name)
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		f.err = cmp.Or(f.err, fmt.Errorf("%s %q is not a number", name, text))
	}
	return n
}

func (f *form) fraction(name string) float64 {
	n, err := strconv.ParseFloat(cmp.Or(f.text(name), "0"), 64)
	if err != nil {
		f.err = cmp.Or(f.err, fmt.Errorf("%s %q is not a number", name, f.text(name)))
	}
	return n
}

// client is the business that the form is about.
func (f *form) client(s *Sandbox) (string, error) {
	if id := f.text("business"); s.world.business(id) != nil {
		return id, nil
	}
	return "", errors.New("no such business")
}

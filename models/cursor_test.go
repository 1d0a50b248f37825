package models

import "testing"

// FuzzParseCursor: a cursor is one that a list gave, or the caller's fault; what is taken means one place.
func FuzzParseCursor(f *testing.F) {
	given := cursor{Order: "businesses.name.false", Key: "Harbour & Pine", ID: NewID()}
	for _, text := range []string{given.String(), "", "e30", "bnVsbA", "W10", "%%%", given.String()[1:], given.String() + "AA"} {
		f.Add(text, "businesses.name.false")
	}
	f.Fuzz(func(t *testing.T, text, order string) {
		c, err := parseCursor(text, order)
		if err != nil {
			if _, isInput := err.(InputError); !isInput {
				t.Errorf("refused by %T", err)
			}
			return
		}
		again, err := parseCursor(c.String(), order)
		if err != nil || again != c {
			t.Errorf("%q is %+v, and that %+v, %v", text, c, again, err)
		}
	})
}

package main

import (
	"regexp"
	"strings"
	"unicode"
)

// formula finds where a spreadsheet could begin to read a formula: at the start of a cell and, as half of the world puts semicolons between
// cells, behind one. Each character that begins one counts in either of its widths.
// Source: https://owasp.org/www-community/attacks/CSV_Injection
var formula = regexp.MustCompile(`(^|;)(\s*[=+\-@＝＋－＠])`)

// harmless keeps a spreadsheet from running what a client has named its business: an apostrophe makes it text. Control characters, line
// breaks among them, become spaces.
func harmless(row []string) []string {
	cells := make([]string, len(row))
	for i, text := range row {
		cells[i] = formula.ReplaceAllString(strings.Map(withoutControls, text), "$1'$2")
	}
	return cells
}

func withoutControls(r rune) rune {
	if unicode.IsControl(r) {
		return ' '
	}
	return r
}

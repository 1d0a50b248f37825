package main

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
)

func TestFilesAreSentAsSmallAsTheClientTakesThem(t *testing.T) {
	t.Parallel()
	b := setup(t, func(s *site) { s.files = built })
	const asItIs, brotli, gzip = "run(run, run, run)", "run by Brotli", "run by gzip, run"
	tags := map[string]string{}
	for accepted, c := range map[string]struct{ body, encoding string }{
		"gzip, deflate, br, zstd": {brotli, "br"},
		"BR;q=0.1, gzip":          {brotli, "br"},
		"gzip":                    {gzip, "gzip"},
		"gzip;q=1.0, br;q=0":      {gzip, "gzip"},
		"br; q=0.000, *":          {asItIs, ""},
		"gzip;q=some":             {asItIs, ""},
		"brotli, x-gzip, zstd":    {asItIs, ""},
		"identity":                {asItIs, ""},
	} {
		got := b.send(t, http.MethodGet, "/admin/assets/app-Ab12cd.js", "", "Accept-Encoding", accepted)
		if got.body != c.body || got.Header.Get("Content-Encoding") != c.encoding {
			t.Errorf("%q: got %q, encoded as %q; want %q as %q", accepted, got.body, got.Header.Get("Content-Encoding"), c.body, c.encoding)
		}
		if got.Header.Get("Content-Type") != "text/javascript; charset=utf-8" || got.Header.Get("Vary") != "Accept-Encoding" || got.Header.Get("Cache-Control") != cacheHashed {
			t.Errorf("%q: headers %v", accepted, got.Header)
		}
		if tag := got.Header.Get("ETag"); tags[c.encoding] != "" && tags[c.encoding] != tag {
			t.Errorf("%q: two ETags for one form", accepted)
		}
		tags[c.encoding] = got.Header.Get("ETag")
	}
	if len(tags) != 3 || tags[""] == tags["br"] || tags["br"] == tags["gzip"] || tags[""] == tags["gzip"] {
		t.Errorf("the forms share an ETag: %v", tags)
	}
}

// A large file lies in the program compressed alone.
func TestAFileThatLiesHereCompressedAloneIsUnpacked(t *testing.T) {
	t.Parallel()
	const text = "run(run, run, run)"
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write([]byte(text)); err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	b := setup(t, func(s *site) {
		s.files = fstest.MapFS{"assets/large.js.gz": {Data: packed.Bytes()}, "assets/large.js.br": {Data: []byte("by Brotli")}}
	})
	got := b.send(t, http.MethodGet, "/admin/assets/large.js", "", "Accept-Encoding", "identity")
	if got.body != text || got.Header.Get("Content-Encoding") != "" || got.Header.Get("Content-Type") != "text/javascript; charset=utf-8" {
		t.Errorf("got %q with %v", got.body, got.Header)
	}
}

// A cache asks with the tag of the form that it keeps, and must not get the nod for another one.
func TestWhatTheClientHasIsNotSentAgain(t *testing.T) {
	t.Parallel()
	b := setup(t, func(s *site) { s.files = built })
	for _, path := range []string{"/admin/", "/admin/theme.js", "/admin/assets/app-Ab12cd.js"} {
		first := b.send(t, http.MethodGet, path, "", "Accept", "text/html", "Accept-Encoding", "br")
		again := b.send(t, http.MethodGet, path, "", "Accept", "text/html", "Accept-Encoding", "br", "If-None-Match", first.Header.Get("ETag"))
		if want(t, again, http.StatusNotModified); again.body != "" || again.Header.Get("Vary") != "Accept-Encoding" || again.Header.Get("Content-Encoding") != "" {
			t.Errorf("%s: not modified with %v", path, again.Header)
		}
		if again.Header.Get("ETag") != first.Header.Get("ETag") || again.Header.Get("Cache-Control") != first.Header.Get("Cache-Control") {
			t.Errorf("%s: not modified with %v", path, again.Header)
		}
	}
	packed := b.send(t, http.MethodGet, "/admin/assets/app-Ab12cd.js", "", "Accept-Encoding", "br")
	plain := b.send(t, http.MethodGet, "/admin/assets/app-Ab12cd.js", "", "Accept-Encoding", "identity", "If-None-Match", packed.Header.Get("ETag"))
	want(t, plain, http.StatusOK)
}

// The program may run on a machine that lists no media types, for example in a container without a system.
func TestAFontIsKnownByWhatIsInIt(t *testing.T) {
	t.Parallel()
	font := fstest.MapFS{"assets/font.ttf": {Data: []byte("\x00\x01\x00\x00glyphs")}, "assets/other.unheard-of": {Data: []byte{0, 1, 2}}}
	b := setup(t, func(s *site) { s.files = font })
	for path, mediaType := range map[string]string{"/admin/assets/font.ttf": "font/ttf", "/admin/assets/other.unheard-of": "application/octet-stream"} {
		if got := b.send(t, http.MethodGet, path, ""); got.Header.Get("Content-Type") != mediaType {
			t.Errorf("%s: Content-Type is %q", path, got.Header.Get("Content-Type"))
		}
	}
}

// Part of a compressed file is a part of what was compressed: whoever resumes a download gets the rest of the same bytes.
func TestARangeIsOneOfTheFormThatIsSent(t *testing.T) {
	t.Parallel()
	b := setup(t, func(s *site) { s.files = built })
	got := b.send(t, http.MethodGet, "/admin/assets/app-Ab12cd.js", "", "Accept-Encoding", "br", "Range", "bytes=7-")
	if want(t, got, http.StatusPartialContent); got.body != "Brotli" || got.Header.Get("Content-Encoding") != "br" || got.Header.Get("Content-Range") != "bytes 7-12/13" {
		t.Errorf("got %q with %v", got.body, got.Header)
	}
}

// Whoever sees how long compressed answers are, and chooses a part of them, can guess the rest, for example a token. http://breachattack.com
func TestAnswersOfTheAPIAreNotCompressed(t *testing.T) {
	t.Parallel()
	b := setup(t)
	got := b.post(t, "/graphql", `{"query":"`+strings.Repeat("{ viewer { name } } ", 500)+`"}`, "Authorization", "Bearer "+b.apiKey(t), "Accept-Encoding", "br, gzip")
	if want(t, got, http.StatusOK); got.Header.Get("Content-Encoding") != "" {
		t.Errorf("encoded as %s", got.Header.Get("Content-Encoding"))
	}
}

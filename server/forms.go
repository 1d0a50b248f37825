package main

import (
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// form is one of the ways in which a file of the front end can be sent.
type form struct {
	name     string        // in the file system
	encoding string        // the content coding; empty for the file as it is
	tag      func() string // the ETag, other in each form; made when it is first sent, as all of them take a third of the program's start
	size     int64
}

// file is the name of the file that it is a form of.
func (f form) file() string {
	if f.encoding == "" {
		return f.name
	}
	return strings.TrimSuffix(f.name, path.Ext(f.name))
}

// codings are those that the build writes, by the endings of their files' names. https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1
var codings = map[string]string{".br": "br", ".gz": "gzip"}

// formsOf finds the files of the front end and what the build has made of each, the smallest form first. Hidden files are left out.
func formsOf(files fs.FS) (map[string][]form, error) {
	forms := map[string][]form{}
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(entry.Name(), ".") {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return fmt.Errorf("reading the front end: %w", err)
		}
		one := form{name: name, encoding: codings[path.Ext(name)], size: info.Size(), tag: sync.OnceValue(func() string { return tagOf(files, name) })}
		forms[one.file()] = append(forms[one.file()], one)
		return nil
	})
	for _, ways := range forms {
		slices.SortFunc(ways, func(a, b form) int { return cmp.Compare(a.size, b.size) })
	}
	return forms, err
}

func tagOf(files fs.FS, name string) string {
	file, err := files.Open(name)
	if err != nil {
		panic(err) // the files lie in the program
	}
	defer file.Close()
	hash := sha256.New()
	if _, err := io.Copy(hash, file); err != nil {
		panic(err) // likewise
	}
	return `"` + hex.EncodeToString(hash.Sum(nil)[:16]) + `"`
}

// sendSmallest answers with the smallest form of a file that the client takes. A large file lies in the program compressed alone: it is unpacked
// for whoever takes neither form.
func sendSmallest(w http.ResponseWriter, r *http.Request, files fs.FS, forms []form) {
	h := w.Header()
	h.Add("Vary", "Accept-Encoding")
	if mediaType := typeOf(forms[0].file()); mediaType != "" {
		h.Set("Content-Type", mediaType)
	}
	i := slices.IndexFunc(forms, func(one form) bool { return accepts(r, one.encoding) })
	if i < 0 {
		sendUnpacked(w, files, forms)
		return
	}
	taken := forms[i]
	h.Set("ETag", taken.tag())
	if taken.encoding != "" {
		h.Set("Content-Encoding", taken.encoding)
	}
	http.ServeFileFS(w, r, files, taken.name)
}

// sendUnpacked answers with a file as it was before gzip.
func sendUnpacked(w http.ResponseWriter, files fs.FS, forms []form) {
	packed, err := files.Open(forms[slices.IndexFunc(forms, func(one form) bool { return one.encoding == "gzip" })].name)
	if err != nil {
		panic(err) // the files lie in the program
	}
	defer packed.Close()
	content, err := gzip.NewReader(packed)
	if err != nil {
		panic(err) // the build has written it
	}
	_, _ = io.Copy(w, content) // the client is gone; there is nobody to tell
}

// typeOf is the media type of a file of the front end. Go names no charset for SVG. It is empty where a look into the file tells it, as of
// fonts on a machine without a list of types; the build compresses none of those.
func typeOf(name string) string {
	if path.Ext(name) == ".svg" {
		return "image/svg+xml; charset=utf-8"
	}
	return mime.TypeByExtension(path.Ext(name))
}

// accepts tells whether a client takes a content coding; each takes none. https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3
func accepts(r *http.Request, coding string) bool {
	if coding == "" {
		return true
	}
	for one := range strings.SplitSeq(strings.Join(r.Header.Values("Accept-Encoding"), ","), ",") {
		name, parameters, err := mime.ParseMediaType(one)
		if err != nil || name != coding {
			continue
		}
		weight, err := strconv.ParseFloat(cmp.Or(parameters["q"], "1"), 64)
		return err == nil && weight > 0
	}
	return false
}

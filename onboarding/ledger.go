package onboarding

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"capiconnect/models"
)

// ledger is a file of what must not come back with a backup of the database: erased data, and tokens that were revoked. It is only
// ever added to, one line an entry, and knows businesses and people by keyed pseudonyms alone:
//
//	erased <64 hex digits> <RFC 3339 time> <confirmation code, or -> <CRC-32 of all before it>
//
// A crash may tear the last line, which then stands for nothing that has happened; any other damage is an error.
type ledger struct{ path string }

// entry is that something has ended for good.
type entry struct {
	kind    entryKind
	subject string // whose: a keyed pseudonym, in hex
	at      time.Time
	code    string // by which the evidence of a deletion is asked for; empty when there is none
}

type entryKind string

// The kinds of entries.
const (
	entryDisconnected entryKind = "disconnected" // a business's token is to be used no more
	entryErased       entryKind = "erased"       // a business's data
	entryDeleted      entryKind = "deleted"      // all that a client's request to Meta asked for
)

func (e entry) String() string {
	text := fmt.Sprintf("%s %s %s %s", e.kind, e.subject, e.at.UTC().Format(time.RFC3339Nano), cmp.Or(e.code, "-"))
	return fmt.Sprintf("%s %08x", text, crc32.ChecksumIEEE([]byte(text)))
}

func parseEntry(line string) (e entry, err error) {
	end := max(strings.LastIndexByte(line, ' '), 0)
	sum, err := strconv.ParseUint(strings.TrimPrefix(line[end:], " "), 16, 32)
	if err != nil || uint32(sum) != crc32.ChecksumIEEE([]byte(line[:end])) {
		return e, errors.New("its checksum is wrong")
	}
	fields := strings.Split(line[:end], " ")
	kinds := []entryKind{entryDisconnected, entryErased, entryDeleted}
	if len(fields) != 4 || !slices.Contains(kinds, entryKind(fields[0])) {
		return e, errors.New("another version of this program wrote it")
	}
	e.kind, e.subject, e.code = entryKind(fields[0]), fields[1], strings.Trim(fields[3], "-")
	e.at, err = time.Parse(time.RFC3339Nano, fields[2])
	return e, err
}

// maxEntry is more than any entry takes.
const maxEntry = 512

// note adds an entry, which is on the disk when it returns.
func (l ledger) note(e entry) error {
	if err := l.add(e); err != nil {
		return fmt.Errorf("writing to the ledger of deletions: %w", err)
	}
	return nil
}

func (l ledger) add(e entry) error {
	if err := os.MkdirAll(filepath.Dir(l.path), 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(l.path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX); err != nil { // ends with the file's Close
		return err
	}
	whole, err := wholeLines(file)
	if err != nil {
		return err
	}
	if _, err := file.WriteAt([]byte(e.String()+"\n"), whole); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return err
	}
	return syncDirectory(filepath.Dir(l.path))
}

// wholeLines cuts a torn last line off and tells where the next one begins.
func wholeLines(file *os.File) (int64, error) {
	size, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return 0, err
	}
	tail := make([]byte, min(size, maxEntry))
	if _, err := file.ReadAt(tail, size-int64(len(tail))); err != nil {
		return 0, err
	}
	torn := int64(len(tail) - bytes.LastIndexByte(tail, '\n') - 1)
	if torn == maxEntry {
		return 0, errors.New("its end is damaged")
	}
	return size - torn, file.Truncate(size - torn)
}

// read returns all entries, none where there is no ledger yet.
func (l ledger) read() ([]entry, error) {
	content, err := os.ReadFile(l.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the ledger of deletions: %w", err)
	}
	var entries []entry
	lines := strings.Split(string(content), "\n")
	for i, line := range lines[:len(lines)-1] { // behind the last line end there is nothing, or a torn line
		e, err := parseEntry(line)
		if err != nil {
			return nil, fmt.Errorf("line %d of %s, the ledger of deletions, is damaged: %w; restore the file from a copy, or else take "+
				"the line out, whereupon a restored backup may bring back what it says was deleted", i+1, l.path, err)
		}
		entries = append(entries, e)
	}
	return entries, nil
}

// pseudonym is how the ledger and the evidence of a deletion know a business or a person ("user") whose id is to be forgotten.
func (s *Service) pseudonym(kind, metaID string) []byte { return s.index.hmac("deleted "+kind, metaID) }

// noteDisconnected keeps, outside of the database, that the token of b is to be used no more.
func (s *Service) noteDisconnected(b *models.Business) error {
	return s.ledger.note(entry{kind: entryDisconnected, subject: s.subject(b), at: s.Now()})
}

func (s *Service) subject(b *models.Business) string {
	return hex.EncodeToString(s.pseudonym("business", b.MetaID))
}

package onboarding

import (
	"bufio"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"capiconnect/models"
)

// headEvery is how often the head of the audit's chain is written down.
const headEvery = time.Hour

// heads is a file of where the audit's chain ended, now and again: whoever cuts the chain's end off in the database would have to find
// this file, too. It is only ever added to, one line a head:
//
//	<place> <64 hex digits> <RFC 3339 time>
type heads struct {
	path string
	last time.Time // by when the last head was written down in this run
}

func headsIn(dataDir string) *heads { return &heads{path: filepath.Join(dataDir, "audit.heads")} }

// note writes a head down, unless it has done so within the hour. Only one job at a time calls it.
func (h *heads) note(head models.AuditLink, now time.Time) error {
	if now.Sub(h.last) < headEvery {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(h.path), 0o700); err != nil {
		return fmt.Errorf("making the place for the head of the audit's chain: %w", err)
	}
	file, err := os.OpenFile(h.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = fmt.Fprintf(file, "%d %x %s\n", head.Seq, head.Hash, now.UTC().Format(time.RFC3339))
		err = errors.Join(err, file.Sync(), file.Close())
	}
	if err != nil {
		return fmt.Errorf("writing down the head of the audit's chain: %w", err)
	}
	h.last = now
	return nil
}

// read returns the hashes that were written down, in hex, by place. A last line that a crash has torn does not count.
func (h *heads) read() (map[int64]string, error) {
	known := map[int64]string{}
	file, err := os.Open(h.path)
	if errors.Is(err, fs.ErrNotExist) {
		return known, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the heads of the audit's chain: %w", err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) != 3 || len(fields[1]) != hex.EncodedLen(32) {
			continue
		}
		if seq, err := strconv.ParseInt(fields[0], 10, 64); err == nil {
			known[seq] = fields[1]
		}
	}
	return known, lines.Err()
}

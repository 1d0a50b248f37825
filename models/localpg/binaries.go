package localpg

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// oldestMajor is the oldest PostgreSQL that the project supports.
const oldestMajor = 15

const installAdvice = "install it with `apt-get install postgresql` (Debian), `brew install postgresql@17` (macOS) or " +
	"`npm ci` in admin-ui, or name its directory of programs in POSTGRES_BIN, or a running server in DATABASE_URL"

// binaries is a directory with the programs `initdb` and `postgres` of one major version.
type binaries struct {
	dir   string
	major int
}

func (b binaries) path(program string) string { return filepath.Join(b.dir, program) }

// findBinaries searches explicit alone when it is set, else the usual places. Once data exist only their own major version is
// accepted, so that a second PostgreSQL appearing on the machine does not lock anybody out of existing data.
func findBinaries(ctx context.Context, explicit, data string, as *account) (binaries, error) {
	wanted, err := majorOfData(data)
	if err != nil {
		return binaries{}, err
	}
	dirs := []string{explicit}
	if explicit == "" {
		dirs = usualPlaces().dirs()
	}
	return chooseBinaries(ctx, dirs, wanted, as)
}

// chooseBinaries returns the first usable directory. wanted is the major version of existing data, 0 when there are none.
func chooseBinaries(ctx context.Context, dirs []string, wanted int, as *account) (binaries, error) {
	var found []string
	for _, dir := range dirs {
		b, err := inspect(ctx, dir, as)
		switch {
		case err != nil:
			found = append(found, fmt.Sprintf("%s (%v)", dir, err))
		case b.major < oldestMajor || wanted != 0 && b.major != wanted:
			found = append(found, fmt.Sprintf("%s (version %d)", dir, b.major))
		default:
			return b, nil
		}
	}
	return binaries{}, missing(wanted, found)
}

func missing(wanted int, found []string) error {
	unusable := ""
	if len(found) > 0 {
		unusable = "; not usable: " + strings.Join(found, ", ")
	}
	if wanted != 0 {
		return fmt.Errorf("the data were written by PostgreSQL %d and its programs are missing%s: install PostgreSQL %d again, "+
			"or dump the data there and load them into a new directory", wanted, unusable, wanted)
	}
	return fmt.Errorf("no PostgreSQL %d or newer found%s: %s", oldestMajor, unusable, installAdvice)
}

var versionLine = regexp.MustCompile(`^postgres \(PostgreSQL\) (\d+)`)

// inspect makes dir usable for the account if that is possible and reads the version.
func inspect(ctx context.Context, dir string, as *account) (binaries, error) {
	for _, program := range []string{"initdb", "postgres"} {
		if _, err := os.Stat(filepath.Join(dir, program)); err != nil {
			return binaries{}, fmt.Errorf("no %s", program)
		}
	}
	dir, err := unpackNPM(dir, as)
	if err != nil {
		return binaries{}, err
	}
	out, err := as.run(ctx, filepath.Join(dir, "postgres"), "--version")
	if errors.Is(err, fs.ErrPermission) {
		return binaries{}, errors.New("may not be executed")
	}
	if err != nil {
		return binaries{}, err
	}
	match := versionLine.FindSubmatch(out)
	if match == nil {
		return binaries{}, errors.New("unknown version")
	}
	major, err := strconv.Atoi(string(match[1]))
	return binaries{dir, major}, err
}

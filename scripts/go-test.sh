#!/bin/sh
# Go tests against one throw-away PostgreSQL; the race detector needs a C compiler.
set -eu
if command -v "$(go env CC)" >/dev/null; then
	export CGO_ENABLED=1
	exec bin/withpostgres go test -race "$@"
fi
echo "no C compiler: the tests run without the race detector (install gcc or clang)" >&2
exec bin/withpostgres go test "$@"

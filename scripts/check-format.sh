#!/bin/sh
# Lists Go files that gofmt would change. Packages of npm bring Go files too; those are not ours.
set -eu
unformatted=$(find . \( -name node_modules -o -path ./.git \) -prune -o -name '*.go' -exec gofmt -l {} +)
[ -z "$unformatted" ] && exit 0
echo "not formatted with gofmt:" >&2
echo "$unformatted" >&2
exit 1

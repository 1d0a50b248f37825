#!/bin/sh
# Says in one line each what a build needs and does not find.
missing=0
need() { echo "missing: $1" >&2; missing=1; }

# A Go that may fetch newer toolchains answers with the version that go.mod asks for.
go version 2>/dev/null | awk '{ sub(/^go/, "", $3); split($3, v, "."); ok = v[1] > 1 || v[2] + 0 >= 26 } END { exit !ok }' ||
	need "Go 1.26 or newer (https://go.dev/dl)"

node -e '
  const [major, minor] = process.versions.node.split(".").map(Number)
  process.exit((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22 ? 0 : 1)
' 2>/dev/null || need "Node.js 20.19 or newer (https://nodejs.org)"

command -v npm >/dev/null || need "npm, which comes with Node.js"
exit $missing

#!/bin/sh
# Builds the program as it is shipped, to the byte the same wherever that is done: scripts/build-release.sh FILE
# The pages must have been built (make ui). -buildid= and -buildvcs=false leave out what depends on the folder and on git. The profile tells the
# compiler where the time goes (make pgo); it then takes twice as long, so that other builds do without.
set -eu
export CGO_ENABLED=0
exec go build -pgo=server/release.pgo -trimpath -buildvcs=false -ldflags "-s -w -buildid=" -o "$1" ./server

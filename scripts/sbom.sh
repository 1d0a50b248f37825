#!/bin/sh
# Writes which Go modules are linked into a program, as CycloneDX: scripts/sbom.sh PROGRAM FILE
set -eu
exec go run github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.9.0 bin -json -noserial -output "$2" "$1"

#!/bin/sh
# Writes what the program is made of as CycloneDX, from what was built and installed: scripts/sbom.sh PROGRAM FOLDER
# The Go part lists the modules that are linked in, the other the npm packages of the pages. Neither holds a date or a random number.
set -eu
go run github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.9.0 bin -json -noserial -output "$2/capiconnect.cdx.json" "$1"

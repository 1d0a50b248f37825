#!/bin/sh
# Checks the systemd units where systemd is at hand: they are understood, and leave the program little that it does not need.
set -eu
if ! command -v systemd-analyze >/dev/null; then
	echo "no systemd-analyze: the units are not checked" >&2
	exit 0
fi
there=$(mktemp -d)
trap 'rm -rf "$there"' EXIT
for unit in deploy/systemd/*.service; do
	# The program need not be installed for this.
	sed 's#^ExecStart=[^ ]*#ExecStart=/bin/true#; s#^EnvironmentFile=#&-#' "$unit" >"$there/${unit##*/}"
	systemd-analyze verify "$there/${unit##*/}"
	systemd-analyze security --offline=true --threshold=15 "$there/${unit##*/}" >"$there/report" || { tail -1 "$there/report"; exit 1; }
done

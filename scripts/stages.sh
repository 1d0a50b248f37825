#!/bin/sh
# Runs make targets one after the other, stops at the first failure, and ends with one line that says where the time went.
summary=""
begin=$(date +%s)

duration() { printf '%dm%02ds' $(($1 / 60)) $(($1 % 60)); }

for stage in "$@"; do
	echo
	echo "== $stage"
	started=$(date +%s)
	"${MAKE:-make}" --no-print-directory "$stage"
	status=$?
	ended=$(date +%s)
	summary="$summary${summary:+,} $stage $(duration $((ended - started)))"
	if [ $status -ne 0 ]; then
		echo
		echo "== failed in \`make $stage\` (exit $status) after $(duration $((ended - begin))):$summary"
		exit $status
	fi
done
echo
echo "== all passed in $(duration $((ended - begin))):$summary"

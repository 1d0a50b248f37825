#!/bin/sh
# Builds the program from two folders, without what the first build has left for the second, and compares the two to the byte.
set -eu
there=$(mktemp -d)
trap 'chmod -R u+w "$there"; rm -rf "$there"' EXIT
for copy in first second-folder-of-another-length; do
	mkdir "$there/$copy"
	git ls-files -z -- '*.go' '*.sql' go.mod go.sum '*.graphqls' '*.gz' admin-ui server graph scripts meta | sort -zu | xargs -0 tar -cf - | tar -xf - -C "$there/$copy"
	cp -R admin-ui/dist "$there/$copy/admin-ui/"
	(cd "$there/$copy" && GOCACHE="$there/cache-$copy" scripts/build-release.sh "$there/$copy.bin")
done
cmp "$there/first.bin" "$there/second-folder-of-another-length.bin"
echo "reproducible: $(wc -c <"$there/first.bin") bytes, sha256 $(sha256sum "$there/first.bin" | cut -d' ' -f1)"

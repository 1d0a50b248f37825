#!/bin/sh
# Prints the path of a Chromium for the browser tests: $CHROMIUM, one on PATH, or the usual place on macOS. Where there is none, root on
# Debian gets one installed.
set -eu

find_browser() {
	for name in "${CHROMIUM:-chromium}" chromium chromium-browser google-chrome google-chrome-stable \
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" /Applications/Chromium.app/Contents/MacOS/Chromium; do
		command -v "$name" && return
	done
	return 1
}

find_browser && exit
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
	apt-get update -qq >&2
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >&2
	find_browser && exit
fi
echo "missing: a Chromium for the browser tests (\`apt-get install chromium\`, or name one in CHROMIUM)" >&2
exit 1

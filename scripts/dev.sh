#!/bin/sh
# Vite's dev server on http://localhost:5173/admin/ in front of `capiconnect demo`, which is built and started again whenever a file
# changes that goes into it. A build that fails leaves the running program alone. A changed schema counts
# once `make generate` has turned it into Go.
set -u
export PUBLIC_URL="${PUBLIC_URL:-http://localhost:5173}"
program=""

start() {
	bin/capiconnect demo &
	program=$!
}

stop() {
	[ -n "$program" ] || return 0
	kill -TERM "$program" 2>/dev/null
	wait "$program"
	program=""
}

changed() {
	find . \( -name node_modules -o -path ./.git -o -path ./data -o -path ./bin \) -prune -o \
		\( -name '*.go' -o -name '*.sql' -o -name go.mod \) -newer bin/.dev-built -print | grep -q .
}

build() {
	mkdir -p bin
	touch bin/.dev-built
	go build -o bin/capiconnect ./server
}

(cd admin-ui && exec node_modules/.bin/vite --strictPort --clearScreen false) &
vite=$!
trap 'trap - EXIT; kill "$vite" 2>/dev/null; stop; exit' EXIT INT TERM

build && start
while sleep 1; do
	if changed && build; then
		stop
		start
	fi
done

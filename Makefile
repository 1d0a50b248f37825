# CAPI Connect. `make` lists the targets; `make run` and `make test` work from a fresh clone.
# Written for GNU make 3.81, which macOS ships.

MAKEFLAGS += --no-print-directory
UI        := admin-ui
CLIENTS   := examples/toolchains
PEERS     := bench/peers
GENERATED := graph/generated $(UI)/schema.graphql $(UI)/src/graphql-env.d.ts \
	$(CLIENTS)/src/graphql $(CLIENTS)/src/relay/__generated__ $(CLIENTS)/go/operations.go
INSTALLED := $(UI)/node_modules/.installed
EXAMPLES  := $(CLIENTS)/node_modules/.installed
PAGES     := $(UI)/dist/index.html
UI_FILES  := $(shell find $(UI)/src $(UI)/public $(UI)/capi-connect/*.ts $(UI)/*.html $(UI)/*.ts $(UI)/*.json $(UI)/*.graphql -type f 2>/dev/null)

# One setting for everything but the race detector, so that the packages we build on are compiled once.
export CGO_ENABLED := 0

.DEFAULT_GOAL := help
.PHONY: help run dev build ui generate test verify lint go-test ui-test crash-test e2e toolchains screenshots crash attack bench pgo growth micro-bench check-deploy release-schema clean tools install modules compile

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

run: ## build what is needed and start the demo: sandbox, database, administrator
	@$(MAKE) -j2 build
	@exec bin/capiconnect demo

dev: $(INSTALLED) ## the demo, restarted when Go files change, behind Vite's dev server
	@scripts/dev.sh

build: tools compile $(PAGES) ## bin/capiconnect with the pages in it
	@go build -o bin/capiconnect ./server

ui: tools $(PAGES) ## the pages alone

generate: $(INSTALLED) $(EXAMPLES) ## GraphQL server code, the front end's types and the examples' clients from graph/schema
	go generate ./...
	cd $(UI) && npm run --silent generate
	cd $(CLIENTS) && npm run --silent generate
	cd $(CLIENTS)/go && go generate

test: ## everything that CI checks, in the order in which failures are cheapest
	@scripts/stages.sh tools install lint verify ui-test ui go-test crash-test e2e

verify: ## fail when generated files are not what the schema generates
	@before=$$(scripts/checksum.sh $(GENERATED)); $(MAKE) generate; after=$$(scripts/checksum.sh $(GENERATED)); \
		test "$$before" = "$$after" || { echo "generated files were stale; they are fresh now, commit them:"; git status --short -- $(GENERATED); exit 1; }

lint: $(INSTALLED) $(EXAMPLES) ## formatting, modules, vet, staticcheck, types and rules of the front end, the schema's promises
	@scripts/check-format.sh
	go mod tidy -diff
	go mod verify
	node scripts/check-compose.mjs
	node scripts/check-breaking.mjs
	cd $(UI) && npm run --silent lint
	cd $(UI) && npm run --silent typecheck
	go vet ./...
	go tool staticcheck ./...
	cd $(CLIENTS) && npm run --silent typecheck
	cd $(CLIENTS)/go && go mod tidy -diff && go vet ./...

go-test: bin/withpostgres $(PAGES) ## Go tests on one throw-away PostgreSQL, with the race detector
	@scripts/go-test.sh $$(go list ./... | grep -v /crashtest$$)

crash-test: bin/withpostgres ## the short run of make crash; by itself, since it looks at how soon things happen
	@bin/withpostgres go test -count=1 ./server/crashtest

ui-test: $(INSTALLED) ## tests of the front end's components
	cd $(UI) && npm run --silent test

e2e: build $(EXAMPLES) ## the program in a real browser, and behind the examples
	cd $(UI) && CHROMIUM="$$(../scripts/ensure-browser.sh)" && export CHROMIUM && npm run --silent e2e

toolchains: build $(EXAMPLES) ## the GraphQL clients of examples/toolchains: generated, type-checked and run against a demo
	cd $(CLIENTS) && npm run --silent generate && npm run --silent typecheck
	cd $(CLIENTS)/go && go generate && go vet ./...
	cd $(UI) && npm run --silent e2e -- toolchains

screenshots: build ## pictures of every screen, light, dark and at 360 px, in admin-ui/e2e/screenshots; the best of them are the README's
	cd $(UI) && CHROMIUM="$$(../scripts/ensure-browser.sh)" && export CHROMIUM && SCREENSHOTS=1 npm run --silent e2e -- journey screens
	mkdir -p docs/screenshots
	cd $(UI)/e2e/screenshots/journey && cp businesses.png business.png connect.png dialog-datasets.png receipt.png $(CURDIR)/docs/screenshots/
	cd $(UI)/e2e/screenshots/screens && cp overview-light.png $(CURDIR)/docs/screenshots/overview.png && \
		cp setup-broken-light.png $(CURDIR)/docs/screenshots/setup.png && cp app-review-dark.png $(CURDIR)/docs/screenshots/app-review.png && \
		cp client-success-360.png $(CURDIR)/docs/screenshots/phone.png

crash: bin/withpostgres ## kill, starve and lie to the program for a quarter of an hour; the figures go into docs/reliability.md
	CRASH=long CRASH_FIGURES=$(CURDIR)/docs/reliability.md bin/withpostgres go test -count=1 -timeout 3h -v ./server/crashtest

attack: bin/withpostgres ## 50,000 made-up requests from each kind of caller, and the costliest document; docs/security.md has the figures of the last run
	ATTACK=50000 bin/withpostgres go test -count=1 -timeout 2h -v -run TestStrangersBreakNothing ./server
	WORST=20m bin/withpostgres go test -count=1 -timeout 2h -v -run TestNoDocumentCostsTooMuch ./graph

bench: build $(PEERS)/node_modules/.installed ## the program as it is shipped beside PostGraphile, yoga and the floor; the figures go into docs/performance.md
	scripts/build-release.sh bin/release
	go build -o bin/reference ./bench/reference
	go run ./bench -product bin/release -report docs/performance.md

pgo: build ## the profile that the program is shipped with
	go run ./bench -profile server/release.pgo

growth: build ## what the database becomes with 100,000 businesses, and days with ten million, simulated; the figures go into docs/scaling.md
	go run ./bench/growth -report docs/scaling.md

micro-bench: bin/withpostgres ## Go benchmarks of single functions on a throw-away PostgreSQL
	bin/withpostgres go test -run '^$$' -bench . -benchmem ./...

check-deploy: $(PAGES) ## the chart against Kubernetes' types, the systemd units, the alerts' own tests, and that two builds give the same bytes
	cd deploy/helm/check && go vet . && go run . ../capiconnect
	@scripts/check-units.sh
	@scripts/check-alerts.sh
	@scripts/check-reproducible.sh

release-schema: ## in the commit that makes a release: what the API promises from now on, and on which tables its programs run
	cp $(UI)/schema.graphql $(UI)/schema.released.graphql
	ls migrations/*.sql | sed -n 's|^migrations/0*\([0-9]*\)_.*|\1|p' | tail -1 > migrations/released

clean: ## remove what was built and installed; the demo's data stay in data/
	rm -rf bin $(UI)/node_modules $(UI)/capi-connect/dist examples/*/node_modules $(PEERS)/node_modules
	find $(UI)/dist -mindepth 1 ! -name .gitkeep -delete

# ---- the steps in between

tools:
	@scripts/check-tools.sh

# Fetching modules and packages waits for the network, so both do so at once.
install:
	@$(MAKE) -j3 modules $(INSTALLED) $(EXAMPLES)

modules:
	go mod download
	cd $(CLIENTS)/go && go mod download

%/node_modules/.installed: %/package-lock.json | tools
	cd $* && npm ci --no-audit --no-fund
	@touch $@

$(PAGES): $(INSTALLED) $(UI_FILES)
	cd $(UI) && npm run --silent build

# The long part of a first build, done while npm works: all but the two packages that read dist/, which npm is writing.
compile: tools
	@go build $$(go list -e -deps -f '{{if not .Standard}}{{.ImportPath}}{{end}}' ./server | grep -vxE 'capiconnect/(admin-ui|server)')

bin/withpostgres: tools
	@go build -o $@ ./models/localpg/withpostgres
.PHONY: bin/withpostgres

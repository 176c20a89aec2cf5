# What one does with Hebi. `make run` and `make test` need Go, make and git, nothing else.

# Pure Go by default: with cgo the SQLite driver that we do not use would be compiled.
export CGO_ENABLED = 0

GO       ?= go
BIN      ?= bin/hebi
VERSION  ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo unversioned)
FUZZTIME ?= 20s
# Empty leaves the editor's script out, as a machine without Node does.
NPM      ?= $(shell command -v node >/dev/null && command -v npm)
BUNDLE   := static/built/editor.js

.DEFAULT_GOAL := help
.PHONY: help build editor run test race lint postgres browser quality bench bench-search fuzz clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## the program, one static file: bin/hebi
	@$(if $(NPM),$(MAKE) --no-print-directory $(BUNDLE) || echo "hebi: the editor's script could not be built (see above): the desk has a plain text box instead",echo "hebi: Node with npm is not here: the desk has a plain text box instead of the editor")
	$(GO) build -trimpath -buildvcs=false -ldflags '-s -w -X main.version=$(VERSION)' -o $(BIN) ./cmd/hebi

editor: $(BUNDLE) ## the script of the desk's edit form, from npm's packages (needs Node); build makes it where it can

# Two quick tries: a machine without a network shall not wait for one.
$(BUNDLE): editor/build.js editor/package-lock.json $(shell find editor/src -name '*.js' 2>/dev/null)
	@$(if $(NPM),,echo "make editor needs Node with npm" >&2; exit 1)
	$(NPM) ci --ignore-scripts --no-progress --loglevel=error --fetch-retries=1 --fetch-retry-mintimeout=1000 --fetch-retry-maxtimeout=2000 --prefix editor
	cd editor && node build.js

run: build ## build, then serve with the starter site; HEBI_* variables are its settings
	@exec $(BIN) serve

test: ## all tests; what needs PostgreSQL, Chromium or Node skips where there is none (TESTFLAGS=-v says so)
	$(GO) test -timeout 20m $(TESTFLAGS) ./...

race: ## the program's own tests under the race detector (needs a C compiler)
	@# The unused C driver is compiled all the same; without optimising it takes a fifth of the time.
	CGO_ENABLED=1 CGO_CFLAGS=-O0 $(GO) test -race -timeout 20m $(TESTFLAGS) ./internal/... ./cmd/...

lint: ## golangci-lint as .golangci.yml says; built from tools/go.mod
	$(GO) tool -modfile=tools/go.mod golangci-lint run --timeout 10m

postgres: ## what touches the database, on SQLite and on a temporary PostgreSQL
	test/with-postgres $(GO) test -count=1 $(TESTFLAGS) ./internal/store/... ./internal/publish/... ./internal/search/...

browser: ## an editor's and a reader's day in real Chromium
	$(GO) test -count=1 -v $(TESTFLAGS) ./test/browser/...

quality: ## Lighthouse, axe, vnu and Chromium over the starter site's pages, into docs/quality.md (half an hour)
	npm ci --ignore-scripts --prefix test/quality/web
	$(GO) test -count=1 -v -timeout 60m $(TESTFLAGS) ./test/quality/web -full -table $(CURDIR)/docs/quality.md

bench: ## benchmarks, none of the tests
	$(GO) test -run '^$$' -bench . -benchmem $(TESTFLAGS) ./...

bench-search: ## how fast search answers over 20,000 made articles, with ../shared
	$(GO) run ./test/bench/searching

fuzz: ## every fuzz test for FUZZTIME (20s)
	@set -e; for p in $$($(GO) list ./...); do \
		for f in $$($(GO) test -list '^Fuzz' $$p | grep '^Fuzz' || true); do \
			echo "$$p $$f"; $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) $$p; \
		done; \
	done

clean: ## remove what was built
	rm -rf bin $(BUNDLE) static/built/overview.js

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

BIN := .venv/bin
PYTHON ?= python3
RUNTIME := .venv/.runtime
DEV := .venv/.dev
NODE := $(if $(shell command -v npm),tests/node/node_modules/.package-lock.json)
PEERS := $(if $(shell command -v npm),bench/peers/node/node_modules/.package-lock.json)

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

up: $(RUNTIME) ## start a whole city: http://127.0.0.1:$PORT (8000), state in $DATA_DIR (.data)
	@exec $(BIN)/haochaping up $(ARGS)

test: $(DEV) $(NODE) ## the tests, on a database of their own
	$(BIN)/python -m pytest $(ARGS)

test-days: $(DEV) $(NODE) ## the tests that know time, at awkward moments: weekends, holidays, the end of a year (hours)
	$(BIN)/python -m tests.days $(ARGS)

check: $(DEV) ## format, lint, types, direction of imports, published schema, migrations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/haochaping schema --check
	$(BIN)/haochaping migration
	$(BIN)/python -m pytest -q tests/test_architecture.py

mutants: $(DEV) ## break the code in known ways; the tests must notice every one
	$(BIN)/python -m tests.mutants $(ARGS)

bench: $(DEV) $(PEERS) ## beside what a user would pick instead, in one run (10 minutes); writes docs/bench.md
	$(BIN)/python -m bench $(ARGS)

bench-quick: $(DEV) $(PEERS) ## the same, smaller (3 minutes); writes bench/results only
	$(BIN)/python -m bench --quick $(ARGS)

schema: $(DEV) ## write schema.graphql from the code
	$(BIN)/haochaping schema

migration: $(DEV) ## draft a migration from the models: make migration NAME=what_it_does
	$(BIN)/haochaping migration $(NAME)

fmt: $(DEV) ## format the code and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(DEV) ## resolve the dependencies anew
	$(BIN)/uv pip compile $(LOCKING) --group build pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile $(LOCKING) --group build --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock

LOCKING := --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links

# What is needed to run, and on top of it what is needed to develop; renewed when its lock changes.
$(RUNTIME): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "需要 Python 3.11 或更新 / Python 3.11 or newer is needed")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { echo "建不了 .venv；Debian/Ubuntu 请安装 python3-venv / cannot make .venv; on Debian/Ubuntu install python3-venv" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --config-settings editable_mode=compat --editable .
	@touch $@

$(DEV): requirements-dev.lock $(RUNTIME)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

tests/node/node_modules/.package-lock.json: tests/node/package-lock.json
	npm ci --prefix tests/node --ignore-scripts --no-audit --no-fund --silent
	@touch $@

bench/peers/node/node_modules/.package-lock.json: bench/peers/node/package-lock.json
	npm ci --prefix bench/peers/node --ignore-scripts --no-audit --no-fund --silent
	@touch $@

.PHONY: help up test test-days check mutants bench bench-quick schema migration fmt lock

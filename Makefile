# DHR Tracker: how to set it up, run it and test it.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
CHROMIUM = $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
# Tests of processes wait for a third of their time: three of them keep two processors at work.
SIDE_BY_SIDE := -n 3 --dist loadfile --no-loadscope-reorder
PACKAGES := domain projections api scheduler

.DEFAULT_GOAL := help
.PHONY: help install run test soak bench bench-long fast check screenshots clean

help: ## Show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

install: .venv/installed .venv/frontend ## Set up .venv (with .venv/bin/dhr) and the front-end files

run: install ## Start everything on an embedded PostgreSQL with demo data, on http://127.0.0.1:8000
	@exec $(BIN)/dhr serve --demo

test: install ## Run all tests
	@test -n "$(CHROMIUM)" || { echo "The tests of the pages need Chromium; install it with: apt-get install -y chromium" >&2; exit 1; }
	@command -v soffice >/dev/null || { echo "The tests of exported files need LibreOffice; install it with: apt-get install -y --no-install-recommends libreoffice-calc libreoffice-writer" >&2; exit 1; }
	$(BIN)/pytest $(SIDE_BY_SIDE)

soak: install ## Run the long trials, kills and faults among them, and write docs/soak.md; about an hour
	DHR_SOAK=1 $(BIN)/pytest $(SIDE_BY_SIDE) -m soak -rP

bench: install .venv-bench/installed ## Measure how fast it is, and write docs/bench.md; minutes
	$(BIN)/python -m tests.bench

bench-long: install ## Measure board and lists at a million actions, and write docs/bench-long.md; about an hour
	$(BIN)/python -m tests.bench --long

fast: install ## Run the tests that need no database, browser or processes
	$(BIN)/pytest -q -m "not database and not browser and not process"

check: install ## Check style, types, import rules and the front-end files
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m api.frontend --check

screenshots: install ## Take the pictures in docs/pictures again, from invented data
	$(BIN)/python -m tests.browser.pictures docs/pictures

clean: ## Remove what install and the tests have made; the data in var/ stays
	rm -rf .venv .venv-bench node_modules api/static/frontend build dist *.egg-info
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find $(PACKAGES) tests -name __pycache__ -prune -exec rm -rf {} +

.venv/bin/python:
	@$(or $(PYTHON),false) -c 'import sys; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)))' \
		|| { echo "DHR Tracker needs Python 3.11 or 3.12: say which by make PYTHON=…" >&2; exit 1; }
	$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

.venv/packages: requirements.lock | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/installed: pyproject.toml .venv/packages
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# What the tracker is measured beside: neither it nor its tests depend on any of that.
.venv-bench/installed: requirements-bench.lock | .venv/bin/python
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

# Only a machine without npm needs the one that comes as a Python package.
.venv/npm: requirements-node.lock | .venv/bin/python
	command -v npm >/dev/null || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/frontend: package.json package-lock.json api/frontend.py .venv/installed .venv/npm
	$(BIN)/python -m api.frontend
	@touch $@

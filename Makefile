# One command for each job. Every target builds .venv by itself when it is missing, or when
# pyproject.toml or requirements.lock changed. Only Python 3.11 or newer is needed; no uv, no poetry.

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	"$$p" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	&& { echo "$$p"; break; }; done)
BIN := .venv/bin
STAMP := .venv/.built
JOBS ?= 3
ARGS ?=

# In CI nothing may be skipped: a skipped test counts as a failed one.
PYTEST_CI := $(if $(filter-out 0 false,$(CI)),-p tests.plugins.no_skips)

.DEFAULT_GOAL := help
.PHONY: help sandbox test check fix bench faults pictures lock

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "  ARGS=... is passed on:  make test ARGS='tests/domain -k hours'"
	@echo "  JOBS=2 runs tests on two workers.  PYTHON=python3.12 chooses the Python for .venv"

sandbox: $(STAMP) ## a local Slack in the browser, with Vouch in it
	@$(BIN)/vouch sandbox $(ARGS)

test: $(STAMP) ## all tests
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder $(PYTEST_CI) $(ARGS)

check: $(STAMP) ## style, types and import rules; changes nothing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: $(STAMP) ## repairs what ruff can repair
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(STAMP) ## the measurements
	$(BIN)/python -m benchmarks $(ARGS)

faults: $(STAMP) ## bad days: killed, cut off, throttled, multiplied; a table with seeds
	$(BIN)/python -m tests.faults $(ARGS)

pictures: $(STAMP) ## draws the pictures of the docs again, from the browser stories
	$(BIN)/python -m pytest -q tests/browser/test_main_job.py tests/browser/test_tour.py tests/browser/test_tour_desk.py \
		tests/browser/test_tour_figures.py tests/browser/test_tour_hire.py --pictures docs/pictures

# The only target that needs uv. A lock names versions and hashes, never where they came from.
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-annotate --no-emit-index-url --no-emit-find-links
lock: ## writes both lock files anew (needs uv); ARGS=--upgrade takes newer versions
	$(LOCK) $(ARGS) --extra dev --group build pyproject.toml -o requirements.lock
	$(LOCK) --extra postgres --group build pyproject.toml -c requirements.lock -o requirements-run.lock

$(STAMP): pyproject.toml requirements.lock
	@$(BIN)/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		test -n "$(PYTHON)" || { \
			echo "Vouch needs Python 3.11 or newer with its venv module: install one (on Debian also python3-venv), or name it with make PYTHON=..."; \
			exit 1; }; \
		echo "Building .venv with $$($(PYTHON) --version). This happens once."; \
		$(PYTHON) -m venv --clear .venv; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

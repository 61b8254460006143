# The two commands a newcomer needs: `make brief` and `make test`. `make help` lists the rest.
# Nothing but make and Python 3.11 or newer has to be there.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
OUT ?= out
BIN := .venv/bin
READY := .venv/.ready

# Where uv is installed it builds the environment; otherwise Python's own venv and pip do, from the
# same locked versions. A VIRTUAL_ENV of the caller's is left alone.
UV := $(shell command -v uv 2>/dev/null)
unexport VIRTUAL_ENV

.PHONY: help brief test serve check bench faults live audit sbom i18n reference lock format clean

help: ## list the commands
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## /  make \1\t/' | expand -t 16

brief: $(READY) ## write today's briefing in both languages and say where it lies
	@echo "== writing the briefing into $(OUT)/brief"
	$(BIN)/tidegate brief --out $(OUT)/brief

test: $(READY) ## run the tests
	@echo "== running the tests"
	$(BIN)/pytest -n auto

serve: $(READY) ## open the briefing as a page on this machine
	$(BIN)/tidegate serve

check: $(READY) ## style, types, import contracts, translations, reference
	@echo "== style";               $(BIN)/ruff check . && $(BIN)/ruff format --check .
	@echo "== types";               $(BIN)/mypy
	@echo "== import contracts";    $(BIN)/lint-imports --no-logo
	@echo "== translations";        $(BIN)/python scripts/i18n.py check
	@echo "== reference";           $(BIN)/python scripts/reference.py check
	@echo "== locked versions";     $(BIN)/python scripts/locks.py check

bench: $(READY) ## run the benchmarks (on an otherwise idle machine)
	$(BIN)/pytest tests/bench --benchmark-only -p no:xdist

faults: $(READY) ## every fault of every publisher, 200 kills of a synchronisation, a soak of the server
	$(BIN)/python scripts/fault_table.py
	$(BIN)/python scripts/torture_store.py --kills 200
	$(BIN)/python scripts/soak_server.py

live: $(READY) ## ask the real publishers (skipped without a network; not a part of the build)
	$(BIN)/pytest tests/live -p no:cacheprovider

audit: $(READY) ## look the locked versions up in the list of known weaknesses (needs a network)
	$(BIN)/pip-audit --strict --require-hashes --disable-pip -r requirements.lock

sbom: $(READY) ## write what Tidegate is made of, as CycloneDX
	$(BIN)/python scripts/sbom.py $(OUT)/tidegate.cdx.json

i18n: $(READY) ## compile the translations after a .po file has changed
	$(BIN)/python scripts/i18n.py compile
	$(BIN)/python scripts/i18n.py check

reference: $(READY) ## write the reference anew from the code, after a signature, a docstring or a help text has changed
	$(BIN)/python scripts/reference.py write

format: $(READY) ## put the source into the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: ## write the locked versions anew after the dependencies have changed (needs uv)
	uv lock
	$(PYTHON) scripts/locks.py write

clean: ## remove the environment and everything generated
	rm -rf .venv $(OUT) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# One stamp stands for the whole environment; a changed lock or project file rebuilds it.
$(READY): pyproject.toml uv.lock requirements.lock
ifneq ($(UV),)
	@echo "== preparing .venv with uv (the first time this takes a minute or two)"
	uv sync --frozen --extra dev
else
	@echo "== preparing .venv with $(PYTHON) and pip (the first time this takes a few minutes)"
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if v >= (3, 11) else f"Python 3.11 or newer is needed, and {sys.executable} is {v[0]}.{v[1]}; name another with: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --no-deps -e .
endif
	@touch $@

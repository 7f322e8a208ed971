# Needs git, make and Python 3.11; `scripts/setup.sh` brings the rest.
PORT ?= 8000
DATA ?=
WORKERS ?= 2
# The same order every time, so that a red run can be repeated; `make test SEED=last` or any number for another.
SEED ?= 20261121
# How many worlds `make nightly` puts to the oracle and to the database; `make nightly WORLDS=200` shows in minutes that it runs.
WORLDS ?= 20000
BIN := .venv/bin
RULES = $(shell find src -name 'test_rules*.py') $(wildcard src/roundtable/kernel/tests tests/architecture)

# What Python compiles is kept, also where the environment says not to: without, every start of a test's process compiles a thousand files.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo check lint rules test nightly bench tour assets words lock

help:
	@echo "make demo      the demo programme on http://localhost:$(PORT)/   (PORT=…, DATA=folder)"
	@echo "make check     format, lint, types, contracts, rules: under a minute"
	@echo "make test      everything, from a fresh clone"
	@echo "make nightly   the long runs (WORLDS=…: how many)     make bench   speed      make tour   screenshots of every hat's pages"
	@echo "make words     the catalogues in step with the source: what is new, what is gone, how much is translated"
	@echo "make assets    style sheet, scripts and fonts (needs Node)      make lock   requirements.txt from pyproject.toml"

setup:
	@scripts/setup.sh

demo: setup
	@exec $(BIN)/roundtable demo --port $(PORT) $(if $(DATA),--data "$(DATA)")

check: setup
	@$(MAKE) --no-print-directory -j2 lint rules

lint:
	@$(BIN)/ruff format --quiet --check src tests scripts
	@$(BIN)/ruff check --quiet src tests scripts
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo

rules:
	@$(BIN)/python -m pytest -q -n $(WORKERS) $(RULES)

test: check
	@scripts/setup.sh test
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile -m "not nightly" --randomly-seed=$(SEED)

nightly: setup
	@scripts/setup.sh test
	@ROUNDTABLE_WORLDS=$(WORLDS) $(BIN)/python -m pytest -q -m nightly

bench: setup
	@$(BIN)/python -m tests.bench
	@$(BIN)/python -m tests.bench.live
	@$(BIN)/python -m tests.bench.phone

tour: setup
	@scripts/setup.sh test
	@$(BIN)/python -m tests.tour
	@ROUNDTABLE_SHOTS=tour $(BIN)/python -m pytest -q tests/journeys/test_meeting_in_danish.py

assets:
	@cd assets && npm ci --no-fund --no-audit && npm run build

words: setup
	@$(BIN)/python scripts/words.py merge

lock: setup
	@$(BIN)/python -m pip install -q --require-hashes -r scripts/uv.txt
	@$(BIN)/python -m uv pip compile -q --generate-hashes --no-emit-index-url --extra postgres --extra test pyproject.toml -o requirements.txt

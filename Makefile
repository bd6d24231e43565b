# Needs Python 3.11 or newer with venv, and make. Everything else comes from requirements.lock, into .venv.
#
#   make test ARGS="-k journal"       pass words on to what is run
#   make demo PYTHON=python3.13       choose the interpreter; it is found otherwise
#   make test VENV=/tmp/drill-venv    keep the environment elsewhere

VENV   ?= .venv
PYTHON ?=
ARGS   ?=

PY      = $(VENV)/bin/python
READY   = $(VENV)/.drill-ready$(subst /,-,$(PYTHON:%=-%))
PYTHONS = $(or $(PYTHON),$(PY) python3 python3.13 python3.12 python3.11 python3.14 python)
PIP     = -m pip --disable-pip-version-check -qq install

LOCKER     = $(VENV)/.locker
LOCKING    = pip-tools==7.6.2
SEED      ?= $(shell date +%s)
BY_CHANCE  = tests/faults/test_reference_model.py tests/faults/test_invariants.py tests/scoring/test_properties.py
FUZZ      ?= 300
FUZZER     = $(VENV)/.fuzzer
FUZZING    = atheris==3.0.0
NEW_ENOUGH = import sys; sys.exit(sys.version_info < (3, 11))
WHICH      = import sys; print("Python %d.%d.%d" % sys.version_info[:3], "of", sys.base_prefix)

.DEFAULT_GOAL := help
.PHONY: help setup demo test soak lint format docs bench mutants audit sbom lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' Makefile

setup: $(READY) ## the environment in .venv, made by itself where it is needed

demo: $(READY) ## run the drill of a hijacked account, two teams, in this terminal
	@$(PY) -m drill run scenarios/hijacked-account.yaml --team blue --team red $(ARGS)

test: $(READY) ## every test
	@$(PY) -m pytest $(ARGS)

soak: $(READY) ## hours of kills, power cuts, chance, mutants and fuzzing (SEED=N: that run again; FUZZ=SECONDS)
	@echo "This run again: make soak SEED=$(SEED)"
	@SOAK_SEED=$(SEED) $(PY) -m pytest -m soak --hypothesis-profile=soak --hypothesis-seed=$(SEED) $(ARGS)
	@$(PY) -m pytest --hypothesis-profile=soak --hypothesis-seed=$(SEED) $(ARGS) $(BY_CHANCE)
	@$(PY) tests/mutation/run.py --seed $(SEED)
	@[ -d $(FUZZER)/atheris ] || $(PY) $(PIP) --target $(FUZZER) $(FUZZING) || { \
	    echo "No fuzzing: $(FUZZING) could not be had for this Python. All else was run." >&2; exit 1; }
	@for target in loader lines; do \
	    PYTHONPATH=.:$(FUZZER) $(PY) -m tests.hostile.fuzz $$target $(FUZZ) $(SEED) || exit 1; done

lint: $(READY) ## style, types, and the direction of imports
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports --no-logo

format: $(READY) ## put the code into its style
	@$(PY) -m ruff check --fix-only .
	@$(PY) -m ruff format .

docs: $(READY) ## the README's tables, its pictures, and the example in reports, made anew
	@$(PY) tests/reference.py
	@$(PY) tests/example.py

bench: $(READY) ## cold starts, then every benchmark
	@for each in cold_start reading journal engine screens rehearsal; do $(PY) tests/benchmarks/$$each.py || exit 1; done
	@set -- tests/benchmarks/test_*.py; if [ -e "$$1" ]; then \
	    $(PY) -m pytest --benchmark-enable --benchmark-only $(ARGS) tests/benchmarks; fi

mutants: $(READY) ## small faults in the code, to see whether the tests notice (ARGS="--room scoring --sample 50")
	@$(PY) tests/mutation/run.py $(ARGS)

audit: $(READY) ## known vulnerabilities in the lock, as far as the index can be asked
	@$(PY) tests/supply/audit.py $(VENV)/.auditor

sbom: $(READY) ## a software bill of materials (CycloneDX), on standard output
	@$(PY) tests/supply/sbom.py

# Chosen with the oldest Python that is served, so that what is chosen is there for the newer ones too.
lock: ## write requirements.lock from pyproject.toml (ARGS=--upgrade: newest versions)
	@test -x $(LOCKER)/bin/pip-compile || { \
	    $(or $(PYTHON),python3.11) -m venv $(LOCKER) && $(LOCKER)/bin/python $(PIP) $(LOCKING); }
	@$(LOCKER)/bin/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { \
	    echo "The lock is made with Python 3.11: make lock PYTHON=/path/to/python3.11" >&2; rm -rf $(LOCKER); exit 1; }
	@CUSTOM_COMPILE_COMMAND="make lock" $(LOCKER)/bin/python -m piptools compile --quiet $(ARGS) \
	    --extra dev --generate-hashes --strip-extras --allow-unsafe \
	    --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
	    --output-file requirements.lock pyproject.toml
	@echo "requirements.lock holds $$(grep -c '^[a-z].*==' requirements.lock) packages."

clean: ## remove the environment, the caches and what was built
	@if [ -e $(VENV)/pyvenv.cfg ]; then rm -rf $(VENV); fi
	@rm -rf build dist .benchmarks .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache snapshot_report.html
	@find drill tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment is kept while it is of this folder and of the Python asked for; otherwise it is made anew.
STALE = $(shell [ "$$(cat $(READY) 2>/dev/null)" = "$(CURDIR)" ] && $(PY) -c '' 2>/dev/null || echo stale)

.PHONY: stale
$(READY): requirements.lock pyproject.toml $(STALE)
	@for python in $(PYTHONS); do "$$python" -c '$(NEW_ENOUGH)' 2>/dev/null && break; python=; done; \
	if [ -z "$$python" ]; then \
	    echo "drill needs Python 3.11 or newer. Found:" >&2; \
	    for python in $(PYTHONS); do echo "  $$python: $$("$$python" --version 2>&1 | head -n 1)" >&2; done; \
	    echo "Name another: make $(or $(firstword $(MAKECMDGOALS)),setup) PYTHON=/path/to/python3.11" >&2; exit 1; \
	fi; \
	which=$$("$$python" -c '$(WHICH)'); folder=$$(cat $(READY) 2>/dev/null || echo "$(CURDIR)"); \
	if [ "$$folder" != "$(CURDIR)" ] || [ "$$which" != "$$($(PY) -c '$(WHICH)' 2>/dev/null)" ]; then \
	    echo "Making $(VENV) with $$which ..."; \
	    if [ -e $(VENV)/pyvenv.cfg ]; then clear=--clear; else clear=; fi; \
	    "$$python" -m venv $$clear $(VENV) || { if [ -e $(VENV)/pyvenv.cfg ]; then rm -rf $(VENV); fi; \
	        echo "No environment could be made: $$python needs its venv module (python3-venv on Debian)." >&2; exit 1; }; \
	fi
	@echo "Installing requirements.lock into $(VENV), about a minute the first time ..."
	@$(PY) $(PIP) --require-hashes -r requirements.lock
	@$(PY) $(PIP) --no-deps --no-build-isolation --editable .
	@echo "$(CURDIR)" > $(READY)

# Counterpoint. `make` lists the targets. Needs Python 3.11 or newer with pip, and make.
#   make test PYTHON=python3.13    another Python, in its own environment (.venv-3.13)

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# The Python to build with: the one named on the command line, else the first that is new enough.
IS_NEW_ENOUGH := -c 'import sys; sys.exit(sys.version_info < (3, 11))'
ifeq ($(origin PYTHON),undefined)
  PYTHON := $(shell for candidate in python3 python python3.11 python3.12 python3.13 python3.14; do \
	if $$candidate $(IS_NEW_ENOUGH) >/dev/null 2>&1; then echo $$candidate; break; fi; done)
  VENV ?= .venv
else
  VENV ?= .venv-$(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
endif

# Windows keeps an environment's commands elsewhere.
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
USE_READY := $(VENV)/.ready-use
DEV_READY := $(VENV)/.ready-dev
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet

# How many replicates the demonstration takes, how many tests run at once, and which; PLAIN are
# those that do not need whole runs.
REPLICATES ?= 60
WORKERS ?= auto
TESTS ?= tests
PLAIN ?= tests/core tests/mechanisms tests/practices tests/randomness tests/cases tests/theory tests/scenario
export PYTHONUTF8 := 1

.PHONY: help demo test browser check check-mutants test-plain fuzz golden bench docs site constraints clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

demo: $(USE_READY) ## compare three ways of paying marketing and sales; figures and a report
	@rm -rf results/demo
	@$(BIN)/counterpoint compare siloed_metrics shared_revenue cmo_reports_to_cso \
		--replicates $(REPLICATES) --out results/demo

test: $(DEV_READY) ## run the whole test suite
	@$(BIN)/python -m scripts.warm
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadscope $(TESTS)

browser: $(DEV_READY) ## test the live page and the reports in Chromium, which must be installed
	@$(PIP) install --constraint constraints.txt --group browser
	@-command -v npm > /dev/null && npm install --silent --no-save --no-package-lock axe-core@4
	@$(BIN)/python -m pytest -q -m browser tests/workshop tests/analysis/test_browser_reports.py

check: $(DEV_READY) ## layout, lint, types, import contracts, and that the generated docs are fresh
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo --no-cache
	@$(BIN)/python -m scripts.docs --check

check-mutants: $(DEV_READY) ## put wrong laws into the model and see that tests notice (MUTANTS=--all for all)
	@$(BIN)/python -m scripts.mutants $(MUTANTS)

test-plain: $(DEV_READY) ## run the tests with the compiler off, as plain Python, and show the coverage
	@NUMBA_DISABLE_JIT=1 $(BIN)/coverage run -m pytest -q -m 'not slow and not compiled' $(PLAIN)
	@$(BIN)/coverage report

fuzz: $(DEV_READY) ## run every setting at its bounds and in mixtures, every index checked (half an hour)
	@$(BIN)/python -m scripts.fuzz

golden: $(DEV_READY) ## record the golden files anew (needs a RESULTS CHANGE line in CHANGELOG.md)
	@$(BIN)/python -m scripts.warm
	@$(BIN)/python -m pytest -q tests/golden --record
	@git diff --stat -- tests/golden

bench: $(DEV_READY) ## measure speed, memory and start-up, and print one table
	@$(BIN)/python -m benchmarks

docs: $(DEV_READY) ## write docs/reference and the generated parts of docs/explanation from the code
	@$(BIN)/python -m scripts.docs

site: $(DEV_READY) ## build the documentation as a site in build/site, with every link checked
	@$(BIN)/mkdocs build --quiet --strict

constraints: $(DEV_READY) ## resolve constraints.txt anew (needs uv)
	@rm -f constraints.txt
	@uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --quiet \
		--no-header --no-emit-index-url --no-annotate --output-file constraints.txt >/dev/null

clean: ## remove environments, caches and the demonstration's results
	@rm -rf .venv .venv-* build dist results/demo .mypy_cache .ruff_cache .pytest_cache .hypothesis \
		.coverage .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# An environment of our own. Where Python came without ensurepip, uv can make one too.
$(BIN)/python:
	@if [ -z "$(PYTHON)" ] || ! $(PYTHON) $(IS_NEW_ENOUGH); then \
		echo "Counterpoint needs Python 3.11 or newer; name one with PYTHON=/path/to/python" >&2; exit 2; fi
	@echo "Making $(VENV) with $$($(PYTHON) -V)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); uv venv --quiet --seed --python $(PYTHON) $(VENV); }
	@$(PIP) install --upgrade 'pip>=25.1'

$(USE_READY): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Counterpoint and the libraries of constraints.txt into $(VENV), nowhere else: about"
	@echo "600 MB, once, quietly; a minute or two. What sensitivity, regimes and optimise need is among them."
	@$(PIP) install --constraint constraints.txt --editable '.[analysis]'
	@touch $@

$(DEV_READY): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Counterpoint, the libraries of constraints.txt and the tools of developers into"
	@echo "$(VENV), nowhere else: about 800 MB, once, quietly; a minute or two."
	@$(PIP) install --constraint constraints.txt --group dev --editable .
	@touch $@ $(USE_READY)

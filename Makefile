# The one door. Every target sets up what it needs by itself: uv where it is missing, then a locked environment in .venv.
SHELL := /bin/sh
.DEFAULT_GOAL := help

PYTHON ?= python3
GONGKAI_HOME ?= $(CURDIR)/instance
PORT ?= 8000
# The uv at hand, or else a private one that pip brings.
UV := $(shell uv --version >/dev/null 2>&1 && echo uv || echo .venv-uv/bin/uv)
IN := $(UV) run --no-sync
SYNC := $(UV) sync --quiet --frozen --inexact --extra corpus --extra letters --extra web

export UV_PROJECT_ENVIRONMENT := .venv
export UV_PYTHON_DOWNLOADS := never
export UV_COMPILE_BYTECODE := 1
unexport VIRTUAL_ENV

.PHONY: help run test check bench docs clean

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

run: .venv/.product ## start the platform with demo data; GONGKAI_HOME and PORT say where
	@GONGKAI_HOME='$(GONGKAI_HOME)' PORT='$(PORT)' exec .venv/bin/gongkai serve --demo

test: .venv/.dev ## run the tests, the platform's on PostgreSQL too (the real reports are read from GONGKAI_SHARED, default ../shared)
	$(IN) python -m tests.chromium
	$(IN) pytest -n 2 $(ARGS)
	$(if $(ARGS),,GONGKAI_TEST_DATABASE=postgresql $(IN) pytest -n 2 -m "not once" tests/web)

check: .venv/.dev ## lint, types, layers, freshness of lock and docs
	$(IN) ruff check
	$(IN) ruff format --check
	$(IN) mypy
	$(IN) lint-imports --no-logo
	$(UV) lock --check --quiet
	$(IN) python docs/generate.py --check
	$(IN) pytest -q tests/code_health

bench: .venv/.bench ## measure speed against other libraries, and the mutation run
	$(IN) python -m benchmarks $(ARGS)

docs: .venv/.dev ## regenerate what is generated in docs/
	$(IN) python docs/generate.py

clean: ## remove what these targets made
	rm -rf .venv .venv-uv out .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# A stamp says that the environment holds what the lock names; each group adds to it. Where its Python is gone, so is the stamp.
$(shell .venv/bin/python -c '' 2>/dev/null || rm -f .venv/.product)
.venv/.product: pyproject.toml uv.lock | $(filter .venv-uv/%,$(UV))
	@echo 'Setting up .venv'
	@$(SYNC) --no-dev
	@touch $@

.venv/.dev: .venv/.product
	@echo 'Adding the tools of the tests'
	@$(SYNC)
	@touch $@

.venv/.bench: .venv/.dev
	@echo 'Adding the libraries to compare with'
	@$(SYNC) --group bench
	@touch $@

# In a plain folder, or, where Python has no pip, in an environment that brings one: both work where the system's pip
# refuses. The folder first: an environment takes longer to make than uv to fetch.
.venv-uv/bin/uv:
	@echo 'Fetching uv with pip into .venv-uv'
	@if $(PYTHON) -m pip --version >/dev/null 2>&1; then \
	  $(PYTHON) -m pip install --quiet --disable-pip-version-check --no-compile --target .venv-uv uv; \
	else \
	  $(PYTHON) -m venv .venv-uv && \
	  .venv-uv/bin/python -m pip install --quiet --disable-pip-version-check uv; \
	fi

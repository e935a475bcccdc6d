# Bailiwick's commands. `make run` and `make test` are enough on a machine with Python 3.11 and Git.
PYTHON ?= python3.11
BIN := .venv/bin
STAMP := .venv/.installed
DEV_STAMP := .venv/.installed-dev

.PHONY: help setup run test check lint types fuzz demo bench lock

help: ## Show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "Bailiwick needs Python 3.11; set PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Making .venv with $(PYTHON) ..."
	@$(PYTHON) -m venv .venv

$(STAMP): requirements.txt | $(BIN)/python
	@echo "Installing requirements (hashed, a minute or so on a new machine) ..."
	@$(BIN)/pip install --disable-pip-version-check --progress-bar on --require-hashes -r requirements.txt | grep -v '^Requirement already' || true
	@$(BIN)/python -c 'import django, celery' && touch $@

$(DEV_STAMP): requirements-dev.txt | $(BIN)/python
	@echo "Installing requirements for development (hashed, about two minutes on a new machine) ..."
	@$(BIN)/pip install --disable-pip-version-check --progress-bar on --require-hashes -r requirements-dev.txt | grep -v '^Requirement already' || true
	@$(BIN)/python -c 'import django, pytest' && touch $(STAMP) $@

setup: $(DEV_STAMP) ## Make .venv with everything, from hashes

run: $(STAMP) ## Start Bailiwick with the demo organisation: web and worker under one supervisor
	@$(BIN)/python manage.py serve --with-demo

demo: $(STAMP) ## Build the demo organisation and scan it in the terminal
	@$(BIN)/python manage.py demo

check: $(DEV_STAMP) ## Format, lint, types, import contracts, migrations, fast tests
	@bash .ci/check

test: $(DEV_STAMP) ## Everything: check, then the whole suite on SQLite, PostgreSQL, Redis and in a browser
	@bash .ci/test

bench: $(DEV_STAMP) ## Print the benchmarks of bench/ (see bench/README.md)
	@bash bench/all.sh

fuzz: $(DEV_STAMP) ## The loader against 2,000,000 mutated and 100,000 generated inputs (hours)
	@$(BIN)/python bench/fuzz_descriptors.py

lock: $(DEV_STAMP) ## Resolve requirements*.in into hashed requirements*.txt
	@$(BIN)/pip-compile -q --generate-hashes --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --allow-unsafe -o requirements.txt requirements.in
	@$(BIN)/pip-compile -q --generate-hashes --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --allow-unsafe -o requirements-dev.txt requirements-dev.in

# Two commands do all set-up from a bare clone:  make demo  ·  make test
# Everything goes into .venv beside this file; nothing else on the machine is changed, except that `make test`
# installs Chromium and a Chinese font through apt when it may (the browser tests are skipped, and say so, otherwise).

VENV   := .venv
BIN    := $(VENV)/bin
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	  command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(not (3,11) <= sys.version_info[:2] < (3,14))' 2>/dev/null && echo $$p && break; done)
OUT    := out

.DEFAULT_GOAL := help
.PHONY: help demo serve stop test check lint types layers unit system accuracy performance docs lock clean

help:  ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/made: 
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11–3.13（未找到）。Python 3.11, 3.12 or 3.13 is needed and was not found." >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/read: $(VENV)/made locks/read.txt pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/read.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/serve: $(VENV)/read locks/serve.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/serve.txt
	@touch $@

$(VENV)/dev: $(VENV)/read locks/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r locks/dev.txt
	@touch $@

demo: $(VENV)/serve  ## read the sample reports, write the HTML reader, start the demo ledger in the background
	@mkdir -p $(OUT)
	@$(BIN)/luoshi demo --out $(OUT)
	@echo
	@LUOSHI_HOME=$(OUT)/ledger $(BIN)/luoshi ledger load-demo --keep
	@LUOSHI_HOME=$(OUT)/ledger $(BIN)/luoshi serve --background

serve: $(VENV)/serve  ## serve the demo ledger in front (Ctrl-C ends it)
	@mkdir -p $(OUT)
	@LUOSHI_HOME=$(OUT)/ledger $(BIN)/luoshi ledger load-demo --keep
	@LUOSHI_HOME=$(OUT)/ledger $(BIN)/luoshi serve

stop:  ## stop the demo ledger that runs in the background
	@LUOSHI_HOME=$(OUT)/ledger $(BIN)/luoshi serve --stop

test: check unit  ## everything: lint, types, layers, tests

check: lint types layers

lint: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev
	$(BIN)/mypy

layers: $(VENV)/dev
	$(BIN)/lint-imports

unit: $(VENV)/dev system
	$(BIN)/pytest

system:  # a browser and a Chinese font for the browser tests, where apt may install them
	@tools/install_browser.sh

accuracy: $(VENV)/dev  ## measure against all gold there is and rewrite docs/accuracy.md
	$(BIN)/python tools/make_accuracy.py

performance: $(VENV)/dev  ## measure time and memory and rewrite docs/performance.md
	$(BIN)/python benchmarks/run.py

lock: $(VENV)/dev  ## resolve the lock files anew
	tools/make_locks.sh

clean:  ## remove the environment and what was built
	@test ! -x $(BIN)/luoshi || LUOSHI_HOME=$(OUT)/ledger $(BIN)/luoshi serve --stop
	rm -rf $(VENV) $(OUT) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

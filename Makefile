# Every command of the project. `make help` lists them.
# Python 3.11 or newer and make are enough; everything else is installed into .venv from the lock.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
export PYTHONPATH := src
PIP := $(RUN) -m pip install -qq --disable-pip-version-check --require-hashes --only-binary :all: --no-compile
UV ?= uv
ONLY ?=
PEOPLE ?=
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run test lint format bench faults fuzz journeys assets messages lock install install-dev clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

run: install ## install what is missing, then run everything on http://127.0.0.1:8000 until Ctrl-C
	@exec $(VENV)/bin/onewindow run $(ARGS)

test: install-dev ## run the tests; DATABASE_URL=postgresql://… for a server of one's own; ARGS=… for pytest
	@$(RUN) -m pytest -q $(ARGS)

lint: install-dev ## style, types, architecture
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@PYTHONPATH=src:. $(VENV)/bin/lint-imports --no-logo
	@$(VENV)/bin/basedpyright --level error

format: install-dev ## put the code into its form
	@$(RUN) -m ruff check --fix . && $(RUN) -m ruff format .

bench: install-dev ## figures beside their peers; ONLY=engine for one group; ONLY=registers PEOPLE=15000000
	@PYTHONPATH=src:. PEOPLE=$(PEOPLE) $(RUN) -m bench $(if $(ONLY),--only $(ONLY))

fuzz: install-dev ## random input; ONLY=models for BPMN and DMN files; ARGS="--count 1000000 --seed 7"
	@PYTHONPATH=src:. $(RUN) -m tests.fuzz.$(or $(ONLY),feel) $(ARGS)

faults: install-dev ## kill -9 over and over under load; ARGS="--kills 20" for fewer
	@PYTHONPATH=src:. $(RUN) -m tests.faults $(ARGS)

journeys: install-dev ## real journeys in a real browser
	@$(RUN) -m pytest -q tests/journeys -m journey $(ARGS)

assets: ## build styles, scripts and fonts anew (needs node; what they make is committed)
	@sh assets/build.sh

messages: install-dev ## collect the texts of every room into its catalogues
	@$(RUN) -m onewindow.cli messages

lock: ## resolve the requirements anew (needs uv)
	@$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--upgrade requirements/base.in --output-file requirements/base.lock
	@$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--upgrade --constraint requirements/base.lock requirements/dev.in --output-file requirements/dev.lock

clean: ## throw away what was installed; the data in .var stays
	@rm -rf $(VENV)

install: $(VENV)/installed
install-dev: $(VENV)/installed-dev

$(VENV)/pyvenv.cfg:
	@echo "Making a virtual environment …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "onewindow needs Python 3.11 or newer; say make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
		|| { echo "Python lacks the module venv; on Debian: apt-get install python3-venv"; rm -rf $(VENV); exit 1; }

$(VENV)/installed: requirements/base.lock $(VENV)/pyvenv.cfg
	@echo "Installing what onewindow needs, as locked (about a minute) …"
	@$(PIP) --requirement requirements/base.lock
	@$(RUN) requirements/install_command.py
	@touch $@

$(VENV)/installed-dev: requirements/dev.lock $(VENV)/installed
	@echo "Installing what the checks and tests need, as locked …"
	@$(PIP) --requirement requirements/dev.lock
	@touch $@

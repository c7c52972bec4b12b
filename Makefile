# make help lists what there is. Needs: make, git, Python 3.11 or newer with venv. Nothing else.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
PY := $(VENV)/bin/python
export UV_PYTHON_DOWNLOADS := never
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUNBUFFERED := 1
.DEFAULT_GOAL := help
.PHONY: help run test check format reset doctor bench audit screenshots nemesis lock

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | awk -F'\t' '{printf "  make %-11s %s\n", $$1, $$2}'

run: $(VENV)/run.stamp ## the demonstration at http://127.0.0.1:8000 (PORT=, DEMO=small, DATABASE_URL=, REDIS_URL=)
	@exec $(PY) -m portal.embedded run

test: check ## everything: checks, then all tests (ARGS="tests/unit -k name" for some, BROWSER=none without one)
	@exec $(PY) -m portal.embedded test -- $(or $(WORKERS),-n 4 --dist worksteal) $(ARGS)

check: export DJANGO_SETTINGS_MODULE = tests.settings
check: $(VENV)/dev.stamp ## style, types, import contracts, migrations, states diagram, translations, templates
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/lint-imports
	$(VENV)/bin/mypy .
	$(PY) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	$(PY) manage.py states --check
	$(PY) manage.py messages --check
	$(VENV)/bin/djlint --quiet --lint portal/templates

format: $(VENV)/dev.stamp ## put the code in its form
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

reset: $(VENV)/run.stamp ## stop the servers and delete the demonstration's data (var/)
	@exec $(PY) -m portal.embedded reset

doctor: $(VENV)/run.stamp ## what is wrong here, and the command that mends it
	@exec $(PY) -m portal.embedded doctor

bench: $(VENV)/dev.stamp ## figures and ratios, never a pass or a failure
	@exec $(PY) -m portal.embedded with -- $(PY) -m tests.bench $(ARGS)

audit: $(VENV)/dev.stamp ## the exhaustive checks that the committed code has not passed yet (ARGS="tampering" for some)
	@exec $(PY) -m portal.embedded with -- $(PY) -m tests.audit $(ARGS)

screenshots: $(VENV)/dev.stamp ## pictures of every page, in both themes at two widths (ARGS="roles" for some)
	@exec $(PY) -m portal.embedded with -- $(PY) -m tests.screenshots $(ARGS)

nemesis: $(VENV)/dev.stamp ## histories of people, sweepers and faults on servers of their own, judged (SEED=1 N=10)
	@exec $(PY) -m tests.nemesis --seed $(or $(SEED),1) --n $(or $(N),10) $(ARGS)

lock: $(VENV)/dev.stamp ## lock the dependencies again (UPGRADE=--upgrade for newer ones)
	@for name in requirements requirements-embedded requirements-dev requirements-uv; do \
	  $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	    $(UPGRADE) --output-file $$name.txt $$name.in || exit 1; done

# --- The environment: uv where it can be had, else pip; both install what is locked, and nothing else ----------

$(PY):
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and was not found. Name one: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv is missing. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Creating $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/uv.stamp: requirements-uv.txt | $(PY)
	@$(PY) -m pip install --quiet --require-hashes -r requirements-uv.txt || echo "uv cannot be had here; pip takes over"
	@touch $@

# $(1): the locked files. A failure of uv (a proxy's certificate, say) is given to pip before it is given to you.
install = { [ -x $(VENV)/bin/uv ] && VIRTUAL_ENV=$(CURDIR)/$(VENV) $(VENV)/bin/uv pip install --require-hashes $(foreach f,$(1),-r $(f)); } \
	|| $(PY) -m pip install --require-hashes $(foreach f,$(1),-r $(f))
RUN := requirements.txt requirements-embedded.txt
DEV := $(RUN) requirements-dev.txt

$(VENV)/run.stamp: $(RUN) | $(VENV)/uv.stamp
	@echo "Installing what the portal needs"
	@$(call install,$(RUN))
	@touch $@

$(VENV)/dev.stamp: $(DEV) | $(VENV)/uv.stamp
	@echo "Installing what the portal and its checks need"
	@$(call install,$(DEV))
	@touch $@ $(VENV)/run.stamp

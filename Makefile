# Needs python3 (3.11 or newer, with venv) and make. Everything else is set up in .venv, once.
#   make demo    the example archive and its reading room      make test    all tests
#   make lint    ruff and mypy                                 make docs    docs/commands.md
#   make proof   benchmarks at full size (ONLY="warc crawl")     make clean   remove .venv and .venv-*
#   make tools   other programs that some tests ask: pywb, wacz, bagit, warcio in .venv-tools, Datasette 1.0 in its own

PYTHON ?= python3
# Tests at once; tests/conftest.py says what auto is. `pytest FILE` starts no workers.
WORKERS ?= auto
# Where Python is told to keep no bytecode, each of the hundreds of processes that tests start compiles all of us anew.
export PYTHONDONTWRITEBYTECODE =
PIP = .venv/bin/python -m pip --disable-pip-version-check --quiet
# The newest pip knows --group, the one that comes with python3 -m venv may not: read the group ourselves.
DEV_GROUP = import tomllib; groups = tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]; \
	lines = lambda name: [line for entry in groups[name] for line in \
		([entry] if isinstance(entry, str) else lines(entry["include-group"]))]; \
	print("\n".join(lines("dev")))

.PHONY: demo test lint docs proof tools clean

demo: .venv/.run
	@.venv/bin/newsarchive demo

test: .venv/.dev
	@.venv/bin/pytest --numprocesses $(WORKERS) --dist worksteal

lint: .venv/.dev
	@.venv/bin/ruff check .
	@.venv/bin/mypy --strict

docs: .venv/.dev
	@.venv/bin/python -m newsarchive.cli.reference docs/commands.md

proof: .venv/.dev
	@.venv/bin/python benchmarks/proof.py $(ONLY)

tools: .venv-tools/.made .venv-datasette1/.made

clean:
	rm -rf .venv .venv-tools .venv-datasette1

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "newsarchive needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1)." \
			"Try: make PYTHON=python3.12" >&2; exit 1; }
	@rm -rf .venv
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "$(PYTHON) cannot make a virtual environment (on Debian: apt-get install python3-venv)." >&2; exit 1; }
	@touch $@

.venv/.run: .venv/.made pyproject.toml constraints.txt
	@echo "Setting up .venv (once, about a minute) ..." >&2
	@$(PIP) install -c constraints.txt -e .
	@touch $@

.venv/.dev: .venv/.run
	@echo "Adding the test tools ..." >&2
	@.venv/bin/python -c '$(DEV_GROUP)' > .venv/dev.txt
	@$(PIP) install -c constraints.txt -r .venv/dev.txt
	@touch $@

# pywb 2.10 reads its own files by pkg_resources, which newer setuptools no longer bring.
.venv-tools/.made:
	@$(PYTHON) -m venv .venv-tools
	@.venv-tools/bin/python -m pip --disable-pip-version-check --quiet install \
		"pywb>=2.10,<2.11" "wacz>=0.6,<0.7" "bagit>=1.9,<2" "warcio>=1.8" "setuptools<81"
	@touch $@

.venv-datasette1/.made:
	@$(PYTHON) -m venv .venv-datasette1
	@.venv-datasette1/bin/python -m pip --disable-pip-version-check --quiet install --pre "datasette>=1.0a41,<1.1"
	@touch $@

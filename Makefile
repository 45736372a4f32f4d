# Needs Python 3.11 or later, make and git; everything else comes from package registries.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
NOTEBOOK ?= notebooks/01_quickstart.ipynb
PAGE := build/demo/quickstart.html
EXTRAS := offline heif pdf svg batch
PYTHONS ?= python3.11 python3.12 python3.13

comma := ,
empty :=
space := $(empty) $(empty)
PACKAGE := .[$(subst $(space),$(comma),$(EXTRAS))]
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check
UV := .venv/bin/uv
COMPILE := $(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url \
  --custom-compile-command "make lock" $(addprefix --extra ,$(EXTRAS)) pyproject.toml

.PHONY: demo test lint types js lock test-newest smoke-newest test-lowest test-pythons lab bench \
  measure-code honesty zoom-gain coverage docs clean

# The same versions on every machine and every day: requirements/*.txt, which `make lock` writes.
# The package itself is built by what is locked, too.
define install
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; name one with: make PYTHON=python3.12")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes --requirement $(1)
	$(PIP) --no-deps --no-build-isolation --editable .
	touch $@
endef

$(VENV)/.demo: pyproject.toml requirements/demo.txt
	$(call install,requirements/demo.txt)

$(VENV)/.dev: pyproject.toml requirements/dev.txt
	$(call install,requirements/dev.txt)

## Run the quickstart in a real kernel, on the offline reader; CLAUDE=1 asks Claude, with your key.
demo: $(VENV)/.demo
	$(BIN)/python scripts/demo.py $(NOTEBOOK) $(PAGE) $(if $(CLAUDE),--claude)

## Lint, types, and every test, on the locked versions.
test: $(VENV)/.dev lint types
	$(BIN)/python -m pytest -n 2 --dist worksteal
	CLAUDE_VISION_STREAM=0 CLAUDE_VISION_PROVIDER=offline \
	  $(BIN)/python -m pytest --nbval --nbval-sanitize-with tests/nbval_sanitize.cfg \
	    -p no:cacheprovider notebooks

## Every test with the coverage of lines and branches, kernels included; fails under the floor in
## pyproject.toml. Takes about half as long again as the tests alone.
coverage: $(VENV)/.dev
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n 2 --dist worksteal
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

# npm writes this file when it has installed what is locked.
js/node_modules/.package-lock.json: js/package-lock.json
	cd js && npm ci
	touch $@

## Lint, types and tests of the panel's script, and its build; needs Node.
js: js/node_modules/.package-lock.json
	cd js && npm run lint && npm run types && npm test && npm run build

## Choose the locked versions anew: the newest that pyproject.toml allows.
lock: .venv/.dev
	$(COMPILE) --upgrade --group dev --output-file requirements/dev.txt
	$(COMPILE) --group demo --constraint requirements/dev.txt --output-file requirements/demo.txt

# $(1): an environment; $(2): a resolution of uv's. The stamp keeps the locked versions out of it.
define install_unlocked
	$(UV) venv --quiet --clear --seed --python .venv/bin/python $(1)
	$(UV) pip install --quiet --upgrade --resolution $(2) --python $(1)/bin/python \
	  --group dev --editable "$(PACKAGE)"
	touch $(1)/.dev
endef

## The same tests on the newest versions of the day.
test-newest: .venv/.dev
	$(call install_unlocked,.venv-newest,highest)
	$(MAKE) test VENV=.venv-newest

## What a release of somebody else's breaks first: imports, types, and questions in a kernel.
smoke-newest: .venv/.dev
	$(call install_unlocked,.venv-newest,highest)
	.venv-newest/bin/python -W error -c "import anthropic, jupyter_claude_vision.extension"
	.venv-newest/bin/mypy
	.venv-newest/bin/python -m pytest -n 2 -q tests/ipython/test_see.py tests/test_architecture.py

## The same tests on the lowest versions that pyproject.toml allows. Old versions warn of what their
## own dependencies have become.
test-lowest: .venv/.dev
	$(call install_unlocked,.venv-lowest,lowest-direct)
	PYTEST_ADDOPTS="-W ignore::DeprecationWarning -W ignore::PendingDeprecationWarning" \
	  $(MAKE) test VENV=.venv-lowest

## The same tests on each Python that is on this machine; PYTHONS="…" names others. Where pyenv
## manages them, PYENV_VERSION=3.11:3.12:3.13 lets it find them.
test-pythons:
	for python in $(PYTHONS); do \
	  if $$python -c "" 2>/dev/null; then \
	    $(MAKE) test PYTHON=$$python VENV=.venv-$$(basename $$python) || exit 1; \
	  else \
	    echo "$$python is not on this machine: not tested."; \
	  fi; \
	done

## Check statements with known truth, and write the confusion table into docs/charts.md.
honesty: $(VENV)/.dev
	$(BIN)/python scripts/honesty.py

## The documentation as a site, in build/docs; a warning is an error.
docs: $(VENV)/.dev
	$(BIN)/python -m sphinx -q -W --keep-going -b html docs build/docs

## Read the small labels of 50 figures with OCR, as sent and with zoom, and write the table into
## docs/tools.md. Takes half an hour, and goes on where it was stopped.
zoom-gain: $(VENV)/.dev
	$(BIN)/python scripts/zoom_gain.py

## Open JupyterLab on the tutorial notebooks.
lab: $(VENV)/.dev
	$(BIN)/jupyter lab --notebook-dir notebooks

## Times and memory, as ratios in one run. Not part of the tests.
bench: $(VENV)/.dev
	$(BIN)/python -m pytest benchmarks --benchmark-only -q

## How the code is made: sizes, imports, names, the walk of a question. REVISION=… measures another.
measure-code: $(VENV)/.dev
	$(BIN)/python scripts/measure_code.py $(REVISION)

## The packages of a release, checked as an index checks them.
dist: $(VENV)/.demo
	rm -rf dist
	$(PIP) build twine
	$(BIN)/python -m build
	$(BIN)/twine check --strict dist/*

clean:
	rm -rf .venv .venv-* build dist js/node_modules

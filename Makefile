# Needs Python 3.11 or later, make and git; everything else comes from package registries.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
NOTEBOOK ?= notebooks/01_quickstart.ipynb
PAGE := build/demo/quickstart.html

.PHONY: demo test lint types lab bench clean

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; name one with: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	touch $@

## Run the quickstart in a real kernel, on the offline reader; CLAUDE=1 asks Claude, with your key.
demo: $(VENV)/.installed
	$(BIN)/python scripts/demo.py $(NOTEBOOK) $(PAGE) $(if $(CLAUDE),--claude)

## Lint, types, and every test.
test: $(VENV)/.installed lint types
	$(BIN)/python -m pytest -n 2 --dist worksteal
	CLAUDE_VISION_STREAM=0 CLAUDE_VISION_PROVIDER=offline \
	  $(BIN)/python -m pytest --nbval -p no:cacheprovider notebooks

lint: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed
	$(BIN)/mypy

## Open JupyterLab on the tutorial notebooks.
lab: $(VENV)/.installed
	$(BIN)/jupyter lab --notebook-dir notebooks

## Times and memory, as ratios in one run. Not part of the tests.
bench: $(VENV)/.installed
	$(BIN)/python -m pytest benchmarks --benchmark-only -q

clean:
	rm -rf $(VENV) build dist

# Everything here works from a fresh clone with make and a system python3 of at least 3.11:
# the first target that needs it makes .venv and installs what pyproject.toml pins.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
JOBS ?= 2

.PHONY: help demo test test-slow check bench schema clean

help:
	@echo "make demo       the committed demo case: scan, count, compare, report"
	@echo "make test       all fast tests: compiled, kernels with the JIT off, kernels with the bounds check"
	@echo "make test-slow  stress and crash suites"
	@echo "make check      ruff, mypy, import-linter"
	@echo "make bench      speed and accuracy tables"
	@echo "make schema     write the JSON Schema of program.json anew"

$(READY): pyproject.toml tools/system-packages
	tools/system-packages python $(PYTHON)
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	tools/system-packages opencv $(BIN)/python
	tools/system-packages usb $(BIN)/python
	touch $(READY)

demo: $(READY)
	$(BIN)/retally demo --out build/demo

test: $(READY)
	tools/system-packages usb-emulation $(BIN)/python
	tools/system-packages sane $(BIN)/python
	$(BIN)/python -m pytest -m "not slow" -n $(JOBS)
	NUMBA_DISABLE_JIT=1 $(BIN)/python -m pytest -q -m "kernel and not slow"
	NUMBA_BOUNDSCHECK=1 NUMBA_CACHE_DIR=$(CURDIR)/$(VENV)/numba-bounds $(BIN)/python -m pytest -q -m "kernel and not slow"

test-slow: $(READY)
	tools/system-packages usb-emulation $(BIN)/python
	tools/system-packages sane $(BIN)/python
	tools/system-packages usb-guest $(BIN)/python
	$(BIN)/python -m pytest -m slow

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.accuracy
	$(BIN)/python -m benchmarks.compare

schema: $(READY)
	$(BIN)/python -m config.program.schema

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist

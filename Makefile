# What a newcomer and a maintainer type. Each line calls one script in scripts/.
PY := .venv/bin/python
BOOTSTRAP := sh scripts/python.sh -m scripts.setup
COMPILE := .venv/bin/uv pip compile --generate-hashes --universal --python-version 3.11 \
	--no-emit-index-url --no-annotate --no-header --quiet --upgrade

.PHONY: help setup run test check bench requirements screenshots clean

help:
	@echo 'make run           Plumbline on this machine, with a sample workspace; PORT=8123 make run'
	@echo 'make setup         only install what it needs, into .venv'
	@echo 'make test          every test, with what they need installed and started'
	@echo 'make check         style, types, layers, templates, migrations, settings'
	@echo 'make bench         the figures of docs/performance.md'
	@echo 'make screenshots   the pictures in docs/img, taken from the running app'
	@echo 'make requirements  compile the requirement files from pyproject.toml'
	@echo 'make clean         remove what was made, but for var/, where the data is'

setup:
	@$(BOOTSTRAP)

run: setup
	@exec $(PY) -m scripts.run

test:
	@sh scripts/python.sh -m scripts.system_packages
	@$(BOOTSTRAP) dev
	@$(PY) -m scripts.test

check:
	@$(BOOTSTRAP) dev
	@$(PY) -m scripts.check

bench:
	@$(BOOTSTRAP) dev
	@$(PY) -m tests.benchmarks

screenshots:
	@$(BOOTSTRAP) dev
	@$(PY) -m scripts.screenshots

requirements:
	@$(BOOTSTRAP) dev
	$(COMPILE) pyproject.toml --output-file requirements/base.txt
	$(COMPILE) pyproject.toml --group dev --constraint requirements/base.txt \
		--output-file requirements/dev.txt
	$(COMPILE) --group installer --constraint requirements/dev.txt \
		--output-file requirements/installer.txt

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -not -path './var/*' -prune -exec rm -rf {} +

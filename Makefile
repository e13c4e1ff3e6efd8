# make run [DEMO=en|fr|none] [PORT=8000]   install what is missing, start Carnet with a demo, print how to sign in
# make test [ARGS="tests/contacts -k name"] every test on SQLite, PostgreSQL with Celery, and in Chromium
# make check                                style, types, imports, templates, translations, settings, known holes
# make bench [ARGS=…]                       measure on PostgreSQL
# make drills [ARGS="--rows 5000"]          kill real workers half way, on PostgreSQL with Celery and on SQLite
# make lock [ARGS=--upgrade]                write requirements.txt and requirements-dev.txt anew

PYTHON ?= python3
DEMO ?= en
PORT ?= 8000
BIND ?= 127.0.0.1
ARGS ?=
VENV := .venv/bin/python
LOCK := .venv/bin/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-emit-index-url --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help run test check bench drills lock develop

help:
	@sed -n 's/^# make/  make/p' Makefile

run:
	@exec $(PYTHON) scripts/serve.py --demo "$(DEMO)" --port "$(PORT)" --bind "$(BIND)"

develop:
	@$(PYTHON) scripts/install.py --development

test: develop
	@exec $(VENV) scripts/run_tests.py $(ARGS)

check: develop
	@exec $(VENV) scripts/run_checks.py $(ARGS)

bench: develop
	@exec $(VENV) scripts/with_services.py --durable $(VENV) -m bench $(ARGS)

drills: develop
	@exec $(VENV) scripts/with_services.py --durable $(VENV) -m bench.drills $(ARGS)

lock: develop
	@$(LOCK) $(ARGS) requirements.in -o requirements.txt
	@$(LOCK) $(ARGS) --constraint requirements.txt requirements-dev.in -o requirements-dev.txt

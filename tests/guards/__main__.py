"""python -m tests.guards find [again] | prove | write: see the package."""

import importlib
import os
import sys

import django

from tests.bench.table import say


def main(argv: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    match argv:
        case ["find", *words] if set(words) <= {"again"}:
            return int(importlib.import_module("tests.guards.run").find(again=bool(words)) > 0)
        case ["prove"]:
            figures = importlib.import_module("tests.guards.run").prove()
            say(str(figures))
            return int(figures["violations"] != 0)
        case ["write"]:
            importlib.import_module("tests.guards.table").write()
            return 0
    say(str(__doc__))
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

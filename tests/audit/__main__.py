"""Run the parts of the audit that this commit has not passed yet, and keep each result under var/audit/.

`python -m tests.audit [PART …]`: named parts run again even where a result is kept. Changes that are not committed
belong to no commit, so their results are kept apart and never stand for a part.
"""

import importlib
import json
import os
import pkgutil
import subprocess
import sys
import time
from pathlib import Path

import django

from portal.embedded.place import PROJECT
from tests import audit
from tests.bench.table import get_machine, say

FOLDER = PROJECT / "var" / "audit"


def get_parts() -> list[str]:
    return sorted(found.name for found in pkgutil.iter_modules(audit.__path__) if not found.name.startswith("_"))


def get_commit() -> str:
    """The commit that is checked out, with a mark where files differ from it."""

    def git(*argv: str) -> str:
        return subprocess.run(["git", *argv], cwd=PROJECT, capture_output=True, text=True, check=True).stdout.strip()

    return git("rev-parse", "HEAD") + ("-changed" if git("status", "--porcelain") else "")


def run_part(part: str, kept: Path, commit: str) -> bool:
    """Run one part and keep what it found. Returns whether it holds."""
    module = importlib.import_module(f"tests.audit.{part}")
    say(f"{part}: {module.SAYS}")
    began = time.perf_counter()
    figures: dict[str, object] = module.run()
    told = {
        "part": part,
        "commit": commit,
        "taken_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "machine": get_machine(),
        "seconds": round(time.perf_counter() - began, 1),
        **figures,
    }
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    say(f"{part}: {figures} in {told['seconds']} s, kept in {kept.relative_to(PROJECT)}")
    return figures["violations"] == 0


def is_passed(kept: Path) -> bool:
    return kept.exists() and json.loads(kept.read_text(encoding="utf-8"))["violations"] == 0


def main(asked: list[str]) -> int:
    parts = get_parts()
    unknown = set(asked) - set(parts)
    if unknown:
        say(f"No such part: {', '.join(sorted(unknown))}. There are {', '.join(parts)}.")
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    commit = get_commit()
    failed = []
    for part in asked or parts:
        kept = FOLDER / commit / f"{part}.json"
        if not asked and is_passed(kept) and not commit.endswith("-changed"):
            say(f"{part}: passed at this commit, {kept.relative_to(PROJECT)}")
        elif not run_part(part, kept, commit):
            failed.append(part)
    say(f"Failed: {', '.join(failed)}" if failed else "Every part holds.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

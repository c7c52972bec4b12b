"""Run the parts of the audit that the committed code has not passed yet, and keep each result under var/audit/.

`python -m tests.audit [PART …]`: named parts run again even where a result is kept. A commit that changes pages to
read alone (docs/, *.md) keeps what was shown before it. Changes that are not committed belong to no commit, so their
results are kept apart and never stand for a part.
"""

import hashlib
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


def _git(*argv: str) -> str:
    return subprocess.run(["git", *argv], cwd=PROJECT, capture_output=True, text=True, check=True).stdout.strip()


def get_code() -> str:
    """What names the committed code, whatever is written about it, with a mark where files differ from it."""
    files = [line for line in _git("ls-tree", "-r", "HEAD").splitlines() if not _is_to_read(line.partition("\t")[2])]
    name = hashlib.sha256("\n".join(files).encode()).hexdigest()[:16]
    return name + ("-changed" if _git("status", "--porcelain") else "")


def _is_to_read(path: str) -> bool:
    return path.startswith("docs/") or path.endswith(".md")


def run_part(part: str, kept: Path) -> bool:
    """Run one part and keep what it found. Returns whether it holds."""
    module = importlib.import_module(f"tests.audit.{part}")
    say(f"{part}: {module.SAYS}")
    began = time.perf_counter()
    figures: dict[str, object] = module.run()
    told = {
        "part": part,
        "commit": _git("rev-parse", "HEAD"),
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
    code = get_code()
    failed = []
    for part in asked or parts:
        kept = FOLDER / code / f"{part}.json"
        if not asked and is_passed(kept) and not code.endswith("-changed"):
            say(f"{part}: passed by this code, {kept.relative_to(PROJECT)}")
        elif not run_part(part, kept):
            failed.append(part)
    say(f"Failed: {', '.join(failed)}" if failed else "Every part holds.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

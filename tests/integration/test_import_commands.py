"""The import commands as an operator runs them."""

import io
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from accounts.models import Skill
from tests.factories import NOW
from transfers import transition
from transfers.actions.imports.kinds import KINDS
from transfers.models import Assignment, Campaign, Role
from transfers.sight.actor import PORTAL

pytestmark = pytest.mark.django_db

BASE = Path(settings.BASE_DIR)
DOCUMENTATION = BASE / "docs" / "imports.md"


def run(kind: str, file: Path, *options: str) -> str:
    out = io.StringIO()
    call_command(f"import_{kind}", str(file), *options, stdout=out, stderr=io.StringIO())
    return out.getvalue()


@pytest.fixture
def skills(tmp_path: Path) -> Path:
    file = tmp_path / "skills.csv"
    file.write_text("code,name\ngo,Go\nsql,SQL\n")
    return file


def test_a_report_for_people_counts_what_happened(skills: Path) -> None:
    assert run("skills", skills).startswith("skills: 2 rows: 2 created, 0 changed, 0 unchanged, 0 waiting.")


def test_a_report_for_programs_is_json(skills: Path) -> None:
    report = json.loads(run("skills", skills, "--json"))
    assert (report["kind"], report["created"], report["missing"], report["is_dry_run"]) == ("skills", 2, [], False)


def test_a_dry_run_says_so_and_writes_nothing(skills: Path) -> None:
    assert "nothing was written" in run("skills", skills, "--dry-run")
    assert not Skill.objects.exists()


def test_a_wrong_file_fails_the_command_and_lists_every_place(skills: Path) -> None:
    skills.write_text("code,name\ngo,\n,SQL\n")
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"2 errors\. Nothing was written"):
        call_command("import_skills", str(skills), stdout=out)
    assert out.getvalue().splitlines() == [
        "row 2, column name: This must not be empty.",
        "row 3, column code: This must not be empty.",
    ]


def test_a_wrong_file_lists_every_place_as_json(skills: Path) -> None:
    skills.write_text("code,name\ngo,\n")
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("import_skills", str(skills), "--json", stdout=out)
    assert json.loads(out.getvalue())["errors"] == [
        {"row": 2, "column": "name", "message": "This must not be empty."}
    ]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"nothing\.csv: No such file"):
        run("skills", tmp_path / "nothing.csv")


def test_the_example_files_load_in_the_order_the_documentation_gives() -> None:
    campaign = Campaign(code="applied-ai", name="Applied AI")
    transition.start(campaign, "preparing", by=PORTAL, at=NOW)
    documented = re.findall(r"manage\.py import_(\w+) +(docs/examples/\S+)", DOCUMENTATION.read_text())
    assert {kind for kind, _file in documented} == set(KINDS)
    for kind, file in documented:
        assert "warning" not in run(kind, BASE / file)
    assert Assignment.objects.count() == Role.objects.count() == 1


def test_every_column_is_documented() -> None:
    rows = dict(re.findall(r"^\| (\w+) \| (.+) \|$", DOCUMENTATION.read_text(), re.MULTILINE))
    for name, kind in KINDS.items():
        for column in kind.columns:
            if not column.name.startswith("terms_"):
                assert column.name in rows[name]

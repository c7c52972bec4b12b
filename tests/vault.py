"""Where a test keeps a backup and what opens it, the new database beside its own, and how to compare the two."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.test import override_settings
from psycopg import sql

from portal.backups import back_up
from tests.servers import manage

READ_CHOICES = """
from transfers.models import Choice
from transfers.queries.choices import open_choice
print("|".join(f"{choice.pk}={open_choice(choice).option}" for choice in Choice.objects.order_by("pk")))
"""


@dataclass(frozen=True)
class Vault:
    """Where a test keeps a backup, its keys and the private key; `elsewhere` is the new database's environment."""

    home: Path
    env: dict[str, str]
    elsewhere: dict[str, str]

    @property
    def folder(self) -> Path:
        return self.home / "backup"

    @property
    def keys(self) -> Path:
        return self.home / "apart" / "keys.age"

    @property
    def identity(self) -> Path:
        return self.home / "identity"

    def back_up(self, *, to: Path | None = None, keys: bool = False) -> None:
        with override_settings(BACKUP_RECIPIENT=self.env["BACKUP_RECIPIENT"]):
            back_up(to or self.folder, keys=self.keys if keys else None)

    def restore(self, *options: str, identity: Path | None = None) -> subprocess.CompletedProcess[str]:
        return manage(
            self.elsewhere, "restore", str(self.folder), "--identity", str(identity or self.identity), *options
        )

    def with_keys(self) -> tuple[str, str]:
        return "--keys", str(self.keys)


def rows_of(url: str) -> dict[str, list[str]]:
    """Every row of every table, and where each sequence stands."""
    with psycopg.connect(url, options="-c TimeZone=UTC") as reader:
        tables = [
            row[0]
            for row in reader.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
            ).fetchall()
        ]
        found = {}
        for table in tables:
            rows = reader.execute(sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(table))).fetchall()
            found[table] = sorted(row[0] for row in rows)
        found["sequences"] = sorted(
            str(row) for row in reader.execute("SELECT sequencename, last_value FROM pg_sequences").fetchall()
        )
        shape = reader.execute(
            "SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE connamespace = 'public'::regnamespace"
            " UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'"
            " UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
            " UNION ALL SELECT pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang"
            " WHERE p.pronamespace = 'public'::regnamespace AND l.lanname = 'plpgsql'"
        ).fetchall()
        # a dump writes the casts of a list's words at other places, with the same meaning
        found["shape"] = sorted(re.sub(r"::(character varying|text)(\[\])?|[()]", "", row[0]) for row in shape)
    return found


def options_read(env: dict[str, str]) -> dict[int, str]:
    """What the code makes of each version in a database."""
    said = manage(env, "shell", "--no-imports", "-c", READ_CHOICES)
    assert said.returncode == 0, said.stderr
    pairs = (pair.split("=") for pair in said.stdout.strip().split("|"))
    return {int(pk): option for pk, option in pairs}

"""The catalogues of translations: brought up to date with the code, checked, and given out to be translated."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.catalogues import Catalogue, Entry, Key, get_faults, read_catalogue, write_catalogue
from portal.texts import collect_texts


class Command(BaseCommand):
    help = "Collect every text from code and templates into the catalogues (docs/languages.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        ways = parser.add_mutually_exclusive_group()
        ways.add_argument("--check", action="store_true", help="fail where a text lacks a translation; write nothing")
        ways.add_argument("--give", metavar="FILE", type=Path, help="write what is not translated as JSON")
        ways.add_argument("--take", metavar="FILE", type=Path, help="read translations from such a file")
        parser.add_argument("--language", default="de", help="of which language (de)")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        path = Path(settings.CATALOGUES) / options["language"] / "LC_MESSAGES" / "django.po"
        if not path.exists():
            raise CommandError(f"{path} is no catalogue; begin one from the header of another language's")
        catalogue, places = read_catalogue(path.read_text(encoding="utf-8")), collect_texts()
        if options["take"]:
            catalogue = _take(catalogue, options["take"])
        written = write_catalogue(catalogue, places)
        faults = [
            f"“{key.text}” {fault}"
            for key in places
            for fault in get_faults(key, catalogue.entries.get(key), catalogue.plurals)
        ]
        if options["check"]:
            if written != path.read_text(encoding="utf-8"):
                faults.append(f"{path.name} is not as the code is: python manage.py messages")
            if faults:
                raise CommandError("\n".join(faults))
            return
        path.write_text(written, encoding="utf-8")
        if options["give"]:
            _give(catalogue, places, options["give"])
        self.stdout.write(f"{len(places)} texts, {len(faults)} faults.")


def _give(catalogue: Catalogue, places: dict[Key, list[str]], to: Path) -> None:
    open_ = [key for key in places if get_faults(key, catalogue.entries.get(key), catalogue.plurals)]
    rows = [{**key._asdict(), "in": places[key], "forms": []} for key in open_]
    to.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")


def _take(catalogue: Catalogue, source: Path) -> Catalogue:
    """The catalogue with the translations of a file; one with a fault takes nothing of it."""
    entries = dict(catalogue.entries)
    for row in json.loads(source.read_text(encoding="utf-8")):
        key = Key(row["text"], row["plural"], row["context"])
        entry = Entry(tuple(row["forms"]))
        faults = get_faults(key, entry, catalogue.plurals)
        if faults:
            raise CommandError("\n".join(f"“{key.text}” {fault}" for fault in faults))
        entries[key] = entry
    return Catalogue(catalogue.header, entries)

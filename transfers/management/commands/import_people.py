"""`manage.py import_people FILE`: loads people (docs/imports.md)."""

from transfers.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Loads people from a CSV or XLSX file, all or nothing."
    kind = "people"

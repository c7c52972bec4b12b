"""`manage.py import_assignments FILE`: loads assignments (docs/imports.md)."""

from transfers.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Loads assignments from a CSV or XLSX file, all or nothing."
    kind = "assignments"

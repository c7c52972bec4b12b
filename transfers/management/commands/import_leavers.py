"""`manage.py import_leavers FILE`: loads who left the company (docs/imports.md)."""

from transfers.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Loads who left the company from a CSV or XLSX file, all or nothing."
    kind = "leavers"

"""`manage.py import_families FILE`: loads job families (docs/imports.md)."""

from transfers.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Loads job families from a CSV or XLSX file, all or nothing."
    kind = "families"

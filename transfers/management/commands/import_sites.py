"""`manage.py import_sites FILE`: loads sites (docs/imports.md)."""

from transfers.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Loads sites from a CSV or XLSX file, all or nothing."
    kind = "sites"

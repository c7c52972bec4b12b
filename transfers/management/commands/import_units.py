"""`manage.py import_units FILE`: loads units (docs/imports.md)."""

from transfers.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Loads units from a CSV or XLSX file, all or nothing."
    kind = "units"

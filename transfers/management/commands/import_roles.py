"""`manage.py import_roles FILE`: loads roles (docs/imports.md)."""

from transfers.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Loads roles from a CSV or XLSX file, all or nothing."
    kind = "roles"

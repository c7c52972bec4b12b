"""`manage.py import_skills FILE`: loads skills (docs/imports.md)."""

from transfers.management.importing import ImportCommand


class Command(ImportCommand):
    help = "Loads skills from a CSV or XLSX file, all or nothing."
    kind = "skills"

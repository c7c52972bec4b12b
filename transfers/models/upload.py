"""A file that an admin uploaded to be imported: checked, looked at, applied (docs/adr/0022-uploads.md)."""

from django.db import models

from transfers.models.stamps import by_field, stamp_field, stamped, status_field

LONGEST_FILE_NAME = 100


class Upload(models.Model):
    """One file of one kind, and how many of its rows did what. Who is in the file stands in its content alone.

    `drawn` is the digest of what its preview shows; `layout` (TOML) how its columns are read, where they
    are not our own; `says` is a sentence about the last step where one is needed.
    The content goes at `kept_until_at`.
    """

    kind = models.CharField(max_length=20)
    file_name = models.CharField(max_length=LONGEST_FILE_NAME)
    layout = models.TextField(blank=True)
    counts = models.JSONField(default=dict, blank=True)
    drawn = models.CharField(max_length=64, blank=True)
    says = models.TextField(blank=True)
    kept_until_at = models.DateTimeField()

    status = status_field("upload")
    checking_at = stamp_field()
    checking_by = by_field()
    checked_at = stamp_field()
    checked_by = by_field()
    refused_at = stamp_field()
    refused_by = by_field()
    applying_at = stamp_field()
    applying_by = by_field()
    applied_at = stamp_field()
    applied_by = by_field()
    undoing_at = stamp_field()
    undoing_by = by_field()
    undone_at = stamp_field()
    undone_by = by_field()
    dropped_at = stamp_field()
    dropped_by = by_field()

    class Meta:
        ordering = ["-id"]
        constraints = [*stamped("upload")]

    def __str__(self) -> str:
        return self.file_name


class UploadContent(models.Model):
    """The bytes of a file, and what its last check found of them (packed JSON; `transfers.queries.uploads`).

    `journal` is what applying it wrote, by which it is undone (`transfers.actions.imports.journal`).

    Backups leave it out, and it is deleted after a day.
    """

    upload = models.OneToOneField(Upload, on_delete=models.PROTECT, related_name="content")
    data = models.BinaryField()
    found = models.BinaryField(null=True)
    journal = models.BinaryField(null=True)

    def __str__(self) -> str:
        return str(self.upload)

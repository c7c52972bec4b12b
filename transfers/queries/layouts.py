"""Layouts that are saved: of each name the newest version."""

from django.db.models import Max, OuterRef, QuerySet, Subquery

from transfers.models import SavedLayout


def get_newest_layouts() -> QuerySet[SavedLayout]:
    """Of each kind and name the version that a new upload is read by."""
    same = SavedLayout.objects.filter(kind=OuterRef("kind"), name=OuterRef("name"))
    newest = same.order_by().values("name").annotate(last=Max("version")).values("last")
    return SavedLayout.objects.filter(version=Subquery(newest)).order_by("kind", "name")

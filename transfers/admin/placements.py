"""Moves that were announced, read only. Before its announcement a placement is not here for anybody."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from transfers.admin.base import Desk, PortalAdmin
from transfers.models import Placement
from transfers.sight.filters import placements_visible_to


class PlacementAdmin(PortalAdmin):
    """Announced placements."""

    noun = Placement
    empty = _("Moves stand here once they were announced.")
    list_display = ("employee", "role", "from_unit", "effective_on", "announced_at", "status")
    list_filter = ("status",)
    list_select_related = ("employee", "role", "from_unit")
    search_fields = ("employee__name", "employee__sort_name", "employee__hr_id", "role__title", "role__code")
    fields = ("employee", "role", "from_unit", "effective_on", "announced_at", "trial_ends_on", "status")

    def rows_for(self, rows: QuerySet[Placement], desk: Desk) -> QuerySet[Placement]:
        visible = placements_visible_to(desk.viewer, desk.at).values("pk")
        return rows.filter(pk__in=visible, announced_at__isnull=False, announced_at__lte=desk.at)

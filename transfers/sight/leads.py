"""Which units somebody leads or deputises for, and the seats that announced moves leave empty there.

A lead learns of a seat and its day, as the chain does of a move from its announcement on; nothing here names who
moves.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import CombinedExpression, RawSQL

from accounts.models import Unit
from transfers.models import Backfill, Placement
from transfers.sight.actor import Portal, Viewer
from transfers.sight.filters import placements_visible_to

# what is under a unit, and what was merged into one of them: its moves are of the unit that stands
_LED = """
WITH RECURSIVE units AS (
    SELECT id FROM accounts_unit WHERE lead_id = %s AND merged_into_id IS NULL
    UNION
    SELECT delegate.unit_id FROM accounts_unit_delegates delegate
    JOIN accounts_unit unit ON unit.id = delegate.unit_id AND unit.merged_into_id IS NULL
    WHERE delegate.employee_id = %s
    UNION
    SELECT unit.id FROM accounts_unit unit JOIN units ON units.id IN (unit.parent_id, unit.merged_into_id)
)
SELECT id FROM units
"""


def leads_a_unit() -> CombinedExpression | Q:
    """Whether a row of an employee leads or deputises for a unit that stands."""
    standing = Unit.objects.filter(merged_into=None).order_by()
    return Exists(standing.filter(lead=OuterRef("pk"))) | Exists(standing.filter(delegates=OuterRef("pk")))


def units_led_by(viewer: Viewer) -> QuerySet[Unit]:
    """The units that the viewer leads or deputises for, with everything under them, merged ones too."""
    if isinstance(viewer, Portal):
        return Unit.objects.none()
    return Unit.objects.filter(pk__in=RawSQL(_LED, [viewer.pk, viewer.pk]))  # noqa: S611  (bound parameters)


def seats_left_visible_to(viewer: Viewer, at: datetime) -> QuerySet[Placement]:
    """Announced moves out of the units that the viewer leads, whatever became of them."""
    announced = Placement.objects.filter(announced_at__isnull=False, announced_at__lte=at)
    return announced.filter(from_unit__in=units_led_by(viewer))


def backfills_answered_by(viewer: Viewer, at: datetime) -> QuerySet[Backfill]:
    """Requests about moves that the viewer may read, for HR to answer."""
    return Backfill.objects.filter(placement__in=placements_visible_to(viewer, at).values("pk"))

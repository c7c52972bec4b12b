"""What the portal tries by itself and fails at: a line a kind, up to yesterday. What it is about is not shown."""

from typing import Any

from django.contrib.admin import display
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from transfers.actions.failing_work import count_anew
from transfers.admin.base import Desk, PortalAdmin, Verb
from transfers.admin.failing_words import say_meaning
from transfers.calendars import start_of_portal_day
from transfers.models import FailingWork
from transfers.queries.days import day_in_words
from transfers.queries.failing_work import get_lines


def _count_anew(work: FailingWork, _cleaned: dict[str, Any], desk: Desk) -> None:
    count_anew(work, by=desk.viewer)


class FailingWorkAdmin(PortalAdmin):
    """For admins alone. The logs say more: the operator finds a line there by the name of the work."""

    noun = FailingWork
    empty = _("Nothing fails.")
    about = _(
        "What the portal has tried again and again without success since yesterday or longer. The operator finds the "
        "cause in the logs by the two names."
    )
    for_hr_partners = False
    list_display = ("meaning", "work", "error_name", "since")
    fields = ("meaning", "work", "error_name", "since")
    readonly_fields = fields
    verbs = (
        Verb(
            "retry",
            _("Mended: try again and count anew"),
            _count_anew,
            explain=_(
                "The portal tries by itself every 30 seconds. This takes the line away; what still fails stands here "
                "again tomorrow."
            ),
        ),
    )

    def rows_for(self, rows: QuerySet[FailingWork], desk: Desk) -> QuerySet[FailingWork]:
        return rows.filter(pk__in=get_lines(desk.at).values("pk"))

    @display(description=_("what it means"))
    def meaning(self, work: FailingWork) -> str:
        return say_meaning(work.job)

    @display(description=_("work, as the logs name it"))
    def work(self, work: FailingWork) -> str:
        return work.job

    @display(description=_("error, as the logs name it"))
    def error_name(self, work: FailingWork) -> str:
        return work.error

    @display(description=_("since"))
    def since(self, work: FailingWork) -> str:
        return day_in_words(start_of_portal_day(work.first_at))

"""The record, as far as admins may read it: the class of noun and the day, once the day is over."""

from typing import Any, cast

from django.contrib.admin import display
from django.core.paginator import Page, Paginator
from django.db.models import Case, CharField, F, QuerySet, Value, When
from django.db.models.functions import TruncDate
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from transfers.admin.base import Desk, PortalAdmin, open_desk
from transfers.calendars import start_of_portal_day
from transfers.models import Event
from transfers.queries.days import day_in_words
from transfers.queries.event_words import GOVERNANCE, say_verb


class _ByDay(Paginator):  # type: ignore[type-arg]  # not generic at run time
    """Pages of a list that is ordered by day: only the days that a page reaches back to are put into order."""

    def page(self, number: int | str) -> Page[Event]:
        number = self.validate_number(number)
        until, rows = number * self.per_page, cast("QuerySet[Event]", self.object_list)
        oldest = rows.order_by("-at").values_list("at", flat=True)[until - 1 : until].first()
        if oldest is not None:  # of the last page there is none: all days are in it
            rows = rows.filter(at__gte=start_of_portal_day(oldest))
        return Page(rows[until - self.per_page : until], number, self)


class EventAdmin(PortalAdmin):
    """One line an Event, without who, about whom, or which.

    Today's are not here: whoever loads the page before and after a person was at their desk would see a line more.
    """

    noun = Event
    empty = _("What happens today stands here from tomorrow.")
    for_hr_partners = False
    list_display = ("day", "noun_class", "verb_class")
    list_display_links = None
    ordering = ()
    paginator = _ByDay

    def rows_for(self, rows: QuerySet[Event], desk: Desk) -> QuerySet[Event]:
        is_open = When(noun__in=list(GOVERNANCE), then=F("verb"))
        return rows.filter(at__lt=start_of_portal_day(desk.at)).annotate(
            on=TruncDate("at"),
            kind=Case(When(noun__in=list(GOVERNANCE), then=F("noun")), default=Value(""), output_field=CharField()),
            what=Case(is_open, default=Value(""), output_field=CharField()),
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        return self.rows_for(Event.objects.all(), open_desk(request))

    def get_ordering(self, request: HttpRequest) -> tuple[Any, ...]:  # noqa: ARG002
        """By day, never by time: the order of lines would tell what the day does not. Lines that tie are equal."""
        return ("-on", "kind", "what")

    def page_view(self, request: HttpRequest, object_id: int) -> HttpResponse:  # noqa: ARG002
        raise Http404

    @display(description=_("day (UTC)"))
    def day(self, event: Event) -> str:
        return day_in_words(getattr(event, "on"))  # noqa: B009  (annotated)

    @display(description=_("about"))
    def noun_class(self, event: Event) -> Any:
        return GOVERNANCE.get(getattr(event, "kind"), _("one person’s affairs"))  # noqa: B009  (annotated)

    @display(description=_("what"))
    def verb_class(self, event: Event) -> str:
        verb = getattr(event, "what")  # noqa: B009  (annotated)
        return say_verb(verb) if verb else "–"

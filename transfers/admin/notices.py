"""How mail to members goes out. Messages about one person's affairs are counted once their day is over, never listed.

A count that moved at once would tell an admin who watches it when somebody files, or whose mail just failed.
"""

from typing import Any

from django.contrib.admin import SimpleListFilter, display
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transfers.actions.notices import retry_notice
from transfers.admin.base import Desk, PortalAdmin, Verb
from transfers.models import Notice
from transfers.models.notice import MAIL, TO_ALL
from transfers.queries.notice_words import WORDS, get_words
from transfers.queries.waiting import get_countable_notices
from transfers.states import NoticeStatus


def _others(desk: Desk) -> QuerySet[Notice]:
    return get_countable_notices(desk.at).filter(channel=MAIL).exclude(template__startswith=TO_ALL)


def _count_others(_thing: None, desk: Desk) -> dict[str, Any]:
    rows = _others(desk).order_by().values_list("status").annotate(count=Count("pk"))
    counts = dict(rows)
    return {
        "counts": [(gettext(status.value.replace("_", " ")), counts.get(status.value, 0)) for status in NoticeStatus],
        "can_retry": bool(counts.get(NoticeStatus.NEEDS_ATTENTION.value)),
    }


def _retry_others(_thing: None, _cleaned: dict[str, Any], desk: Desk) -> None:
    for notice in _others(desk).filter(status=NoticeStatus.NEEDS_ATTENTION).order_by("pk"):
        retry_notice(notice, by=desk.viewer)


class _Template(SimpleListFilter):
    """By the message: those that there are, not those that rows have, which would be read all."""

    title = _("message")
    parameter_name = "template"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:  # noqa: ARG002
        found = {str(words.title): template for template, words in WORDS.items() if template.startswith(TO_ALL)}
        return [(found[title], title) for title in sorted(found)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Notice]) -> QuerySet[Notice]:  # noqa: ARG002
        asked = self.value()
        if asked not in WORDS:
            return queryset
        alike = [template for template, words in WORDS.items() if words.title == WORDS[asked].title]
        return queryset.filter(template__in=alike)


class NoticeAdmin(PortalAdmin):
    """Delivery of the campaigns' messages by mail."""

    noun = Notice
    about = _("Mail to all members of a campaign. Mail about one person’s affairs is only counted.")
    for_hr_partners = False
    list_display = ("recipient", "message", "status", "attempts", "last_error", "due_at")
    list_filter = ("status", _Template)
    list_select_related = ("recipient",)
    search_fields = ("recipient__name", "recipient__hr_id")
    fields = ("recipient", "message", "status", "attempts", "last_error", "due_at", "sent_at")
    readonly_fields = ("message",)
    verbs = (
        Verb(
            "others",
            _("Other messages"),
            _retry_others,
            explain=_(
                "Messages about one person’s affairs are only counted, up to yesterday. Those that need attention "
                "can be sent again."
            ),
            is_new=True,
            context=_count_others,
            template="admin/others.html",
        ),
        Verb(
            "retry",
            _("Send this mail again"),
            lambda notice, _cleaned, desk: retry_notice(notice, by=desk.viewer),
            explain=_(
                "It could not be sent. Once you ask for it here, the portal tries it again within a minute, to the "
                "same person with the same words."
            ),
            offered=lambda notice, _desk: notice.status == NoticeStatus.NEEDS_ATTENTION,
        ),
    )

    @display(description=_("message"), ordering="template")
    def message(self, notice: Notice) -> str:
        return str(get_words(notice.template).title)

    def rows_for(self, rows: QuerySet[Notice], desk: Desk) -> QuerySet[Notice]:  # noqa: ARG002
        return rows.filter(channel=MAIL, template__startswith=TO_ALL)

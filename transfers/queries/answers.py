"""What everybody asks about a reassignment, answered on one page: the same words for everybody.

Numbers of people are a release's, the kept figures' or those of moves that took place, the last ones as steps of ten
at the turn of the day: a step says that ten more moved, never who. Nothing here asks what was filed, and a move that
is not announced yet changes no word.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from transfers.models import Campaign, ReleaseCell
from transfers.models.grant import HR_PARTNER
from transfers.queries.attrition import SPAN, Attrition, first_day_of, get_attrition
from transfers.queries.days import day_in_words
from transfers.queries.moves_made import MovesMade, get_moves_made
from transfers.queries.numbers import grouped
from transfers.queries.pay_protection import say_protection
from transfers.queries.public_facts import PublicFacts, get_public_facts
from transfers.queries.questions import say_one_of, say_stated
from transfers.queries.shortages import ShortageTotal, get_shortage_total
from transfers.queries.statements import Statement, person_by_id
from transfers.sight.actor import Person
from transfers.sight.filters import releases_visible_to
from transfers.sight.hats import grants_in_force
from transfers.states import CampaignStatus


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with its answer, the day from which that is, and the page that says more."""

    question: str
    text: str
    on: date | None = None
    page: str = ""  # the name of an address, and the words that lead there
    link: str = ""


@dataclass(frozen=True, slots=True)
class OfCampaign:
    """The answers about one campaign."""

    name: str
    answers: Sequence[Answer]


@dataclass(frozen=True, slots=True)
class Answers:
    """The whole page."""

    campaigns: Sequence[OfCampaign]
    company: Sequence[Answer]
    ask: str  # whom to ask about the company's figures
    moves: MovesMade


def get_answers(viewer: Person, at: datetime) -> Answers:
    """What may be said today."""
    public = get_public_facts(at)
    moves = get_moves_made(public.around.tree, public.suppression_floor, at)
    opened: list[Any] = list(_OPENED.ask(at=at))  # with what was annotated
    left = get_attrition(opened[0].drafted_on, public.suppression_floor, at) if opened else None
    counts = {cell.release.campaign_id: cell for cell in _CELLS.ask(viewer=viewer.pk, at=at)}
    ask = _say_whom([name for of in opened for name in of.partners])
    return Answers(
        campaigns=[OfCampaign(of.name, _of_campaign(of, counts.get(of.pk), of.partners)) for of in opened],
        ask=ask,
        company=_of_company(public, get_shortage_total(), moves, left, ask),
        moves=moves,
    )


def _opened(at: datetime) -> QuerySet[Campaign]:
    """Every campaign that was opened, the newest first, with its first day and its HR partners by name."""
    partners = grants_in_force(at).filter(kind=HR_PARTNER, campaign=OuterRef("pk"))
    names = partners.order_by("employee__sort_name", "pk").values("employee__name")
    rows = Campaign.objects.exclude(status=CampaignStatus.PREPARING).select_related("policy", "pool")
    return rows.annotate(drafted_on=first_day_of("pk"), partners=ArraySubquery(names)).order_by("-open_at", "-pk")


def _cells(viewer: int, at: datetime) -> QuerySet[ReleaseCell]:
    """What each release says of its whole campaign, the newest last: the same to everybody."""
    cells = ReleaseCell.objects.filter(
        release__in=releases_visible_to(person_by_id(viewer), at).values("pk"), unit__isnull=True, lowest__isnull=True
    )
    return cells.select_related("release").order_by("release__number")


_OPENED = Statement(_opened, at=datetime)
_CELLS = Statement(_cells, viewer=int, at=datetime)


def _of_campaign(campaign: Campaign, counted: ReleaseCell | None, partners: Sequence[str]) -> list[Answer]:
    ask = _say_whom(partners)
    stated_on = campaign.open_at.date() if campaign.open_at is not None else None
    stated = [
        (_("What happens to pay?"), "pay"),
        (_("What happens to the level?"), "level"),
        (_("Who reviews people, and who writes this half-year’s review?"), "review"),
        (_("What happens to the bonus?"), "bonus"),
        (_("Does either choice count in a layoff selection?"), "layoff"),
        (_("How long does staying last?"), "stay_length"),
        (_("On which day does staying end?"), "stay_end"),
        (_("What is the latest end day after an undraft?"), "latest_end"),
        (_("What happens on that day without a placement?"), "after_end"),
        (_("Is there a right of return?"), "return_right"),
    ]
    return [
        _chose(counted, ask),
        *(Answer(question, say_stated(campaign, topic, ask), stated_on) for question, topic in stated),
    ]


def _say_whom(partners: Sequence[str]) -> str:
    """Three of them at most; of two of one name, one."""
    return say_one_of(list(dict.fromkeys(partners))[:3]) or _("your HR partner")


def _chose(counted: ReleaseCell | None, ask: str) -> Answer:
    question = _("How many people were reassigned, and how many chose what?")
    if counted is None:
        words = _("Not stated yet: it is published once, after the window has closed. Ask %(ask)s when that will be.")
        return Answer(question, words % {"ask": ask})
    on, numbers = counted.release.published_at.date(), {"assigned": counted.assigned, "undraft": counted.undraft}
    text = _(
        "About %(assigned)s people were reassigned. What they chose is not shown: too few stand on one side, or the "
        "numbers would let a small one be worked out."
    )
    if counted.undraft is not None:
        text = _("About %(assigned)s people were reassigned; about %(undraft)s of them filed undraft.")
    if counted.stay is not None:
        text += " " + _("About %(stay)s filed stay, and about %(none)s filed no choice.")
        numbers |= {"stay": counted.stay, "none": counted.none}
    return Answer(question, text % numbers, on, "transfers:releases", _("Published counts"))


def _of_company(
    public: PublicFacts, shortage: ShortageTotal | None, moves: MovesMade, left: Attrition | None, ask: str
) -> list[Answer]:
    today = public.at.date()
    return [
        Answer(_("Which units lost people, and which gained some?"), _moved(moves), today),
        Answer(
            _("How long does it take from an offer to the first day?"),
            _("Half of the people who moved took %(days)s days or less.") % {"days": moves.median_days}
            if moves.median_days is not None
            else _("Not stated yet: fewer than %(floor)s moves have taken place.") % {"floor": moves.floor},
            today,
        ),
        _short(shortage),
        _seats(public, today),
        Answer(
            _("Is pay protected in a role at a lower level?"),
            f"{say_protection(public.pay_protection_months, ask)}.",
            today,
            "transfers:policy",
            _("The policy"),
        ),
        Answer(
            _("How many people left the company before, and how many since?"),
            _left(left, ask),
            today if left is not None else None,
        ),
    ]


def _left(left: Attrition | None, ask: str) -> str:
    if left is None:
        words = _("Not stated yet: ask %(ask)s. No file of who left has been loaded for these days.")
        return words % {"ask": ask}
    words = _("In the %(span)s days before %(day)s: %(before)s. In the %(days)s days since: %(since)s.")
    counts = {"before": _at_least(left.before), "since": _at_least(left.since)}
    return words % {"span": SPAN.days, "day": day_in_words(left.on), "days": left.days_since, **counts}


def _at_least(number: int | None) -> str:
    return _("too few to show") if number is None else _("%(n)s people or more") % {"n": number}


def _moved(moves: MovesMade) -> str:
    if not moves.lost and not moves.gained:
        words = _("Not stated yet: no unit has lost or gained %(floor)s people by moves that took place.")
        return words % {"floor": moves.floor}
    lost = [_("%(unit)s lost %(n)s or more.") % {"unit": name, "n": number} for name, number in moves.lost]
    gained = [_("%(unit)s gained %(n)s or more.") % {"unit": name, "n": number} for name, number in moves.gained]
    return " ".join([*lost, *gained])


def _short(page: ShortageTotal | None) -> Answer:
    question = _("How short of people is the company?")
    if page is None:
        return Answer(question, _("Not stated yet: figures are kept once a day, from the first day on."))
    words = _("%(short)s of %(approved)s approved seats are not filled, announced moves counted.")
    numbers = {"short": grouped(page.short), "approved": grouped(page.approved)}
    return Answer(question, words % numbers, page.on, "transfers:shortages", _("Shortage by unit"))


def _seats(public: PublicFacts, today: date) -> Answer:
    seats = sum(role.seats for role in public.shown.values())
    free = sum(role.free_seats for role in public.shown.values())
    question = _("How many seats are open, and how many are filled?")
    words = ngettext(
        "The listed roles have %(free)s open seat; announced moves have filled %(filled)s.",
        "The listed roles have %(free)s open seats; announced moves have filled %(filled)s.",
        free,
    )
    text = words % {"free": grouped(free), "filled": grouped(seats - free)}
    return Answer(question, text, today, "transfers:roles", _("Roles for you"))

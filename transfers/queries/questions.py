"""What a person asks before choosing, each answered from the campaign's terms, the rules, or “not stated yet”."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from transfers.models import Campaign, Grant, Policy, Role
from transfers.models.campaign import ORIGIN
from transfers.models.grant import HR_PARTNER
from transfers.models.terms import CAMPAIGN_TOPICS, NEVER_UNCHANGED, NO_CHANGE, STATED
from transfers.queries.end_days import get_staffing_words
from transfers.queries.memberships import Membership
from transfers.queries.statements import Statement, count_of, in_one_row, person_by_id
from transfers.queries.units import get_standing_unit
from transfers.sight.actor import Person
from transfers.sight.filters import roles_visible_to
from transfers.sight.hats import grants_in_force
from transfers.states import RoleStatus

STAY_TOPICS = ("stay_commitment", "stay_duties", "stay_length", "stay_review", "stay_end")


@dataclass(frozen=True, slots=True)
class Question:
    """One expandable line."""

    summary: str
    text: str


@dataclass(frozen=True, slots=True)
class Group:
    """Questions about one thing."""

    title: str
    questions: list[Question]


@dataclass(frozen=True, slots=True)
class Stated:
    """One line of what the company states: its words, no change, or whom to ask."""

    name: str
    value: str
    same: bool
    ask: str


def get_whom_to_ask(campaign: Campaign, viewer: Person, at: datetime) -> str:
    """The HR partners of a campaign by name; never the viewer, who is served by another."""
    found = sorted({name for name, person in get_partners(campaign.pk, at) if person != viewer.pk})
    return say_one_of(found[:3]) or _("your HR partner")


def say_one_of(names: Sequence[str]) -> str:
    """Names of which one is asked: “A, B or C”."""
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s or %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def get_partners(campaign_id: int, at: datetime) -> list[tuple[str, int]]:
    """The HR partners of a campaign: their names and ids."""
    return list(_PARTNERS.ask(campaign=campaign_id, at=at))


def count_open_roles(viewer: Person, at: datetime) -> int:
    return count_of(_OPEN_ROLES.ask(viewer=viewer.pk, at=at))


def _partners(campaign: int, at: datetime) -> QuerySet[Grant, tuple[str, int]]:
    grants = grants_in_force(at).filter(kind=HR_PARTNER, campaign=campaign)
    return grants.order_by().values_list("employee__name", "employee_id")


def _roles(viewer: int, at: datetime) -> QuerySet[Role, tuple[int]]:
    roles = roles_visible_to(person_by_id(viewer), at).filter(status=RoleStatus.OPEN)
    return in_one_row(roles)


_PARTNERS = Statement(_partners, campaign=int, at=datetime)
_OPEN_ROLES = Statement(_roles, viewer=int, at=datetime)


def get_questions(membership: Membership, *, ask: str, open_roles: int, undraft_first: bool) -> list[Group]:
    """Every question of the question page; an answer that is missing says so.

    `undraft_first` is the order of the person's options: what follows from each stands in the same order.
    """
    campaign = membership.assignment.campaign

    def of(topic: str) -> str:
        return _in_words(_line(campaign, topic, ask, ""))

    job = [
        Question(_("Does my pay change?"), of("pay")),
        Question(_("Does my level change?"), of("level")),
        Question(_("Who reviews me, and who writes this half-year’s review?"), of("review")),
        Question(_("What happens to my bonus?"), of("bonus")),
        Question(_("What happens to my visa or work permit?"), of("visa")),
        Question(_("Does either choice count in a layoff selection?"), of("layoff")),
        Question(_("What is the workload?"), of("workload")),
    ]
    stay = [
        Question(_("What does staying commit the company and me to, and until when?"), _stay_in_words(campaign, ask))
    ]
    undraft = [
        Question(_("After an undraft, where do I work until I am placed?"), of("until_placed")),
        Question(
            _("After an undraft, what is the latest end day?"),
            "\n\n".join(filter(None, [of("latest_end"), get_staffing_words(membership.assignment)])),
        ),
        Question(
            _("After an undraft, what happens on that day if I am not placed?"),
            _in_words(_line(campaign, "after_end", ask, "", _return_words(membership))),
        ),
    ]
    both = [Question(_("Is there a right of return?"), of("return_right"))]
    rules = [
        Question(_("How many roles are open?"), _open_roles(open_roles)),
        Question(_("Who can see what I choose?"), _who_sees()),
        Question(_("Can I change it?"), _can_change()),
        Question(_("What if I do nothing?"), _if_nothing()),
    ]
    follows = [*undraft, *stay, *both] if undraft_first else [*stay, *undraft, *both]
    return [
        Group(_("Your job"), job),
        Group(_("What follows from each choice"), follows),
        Group(_("How it works"), rules),
    ]


def get_commitments(membership: Membership, *, ask: str, undraft_first: bool) -> list[Stated]:
    """What the company states about either option, for the check page: the same lines whatever is being filed."""
    campaign = membership.assignment.campaign
    stay = [_line(campaign, topic, ask, name) for topic, name in _stay_lines()]
    undraft = [
        _line(campaign, "until_placed", ask, _("Undraft: where you work until placed")),
        _line(campaign, "latest_end", ask, _("Undraft: the latest end day")),
        _line(campaign, "after_end", ask, _("Undraft: if you are not placed by then"), _return_words(membership)),
    ]
    both = [_line(campaign, "return_right", ask, _("Right of return"))]
    return [*undraft, *stay, *both] if undraft_first else [*stay, *undraft, *both]


def get_whom_to_ask_about(campaign: Campaign, topics: Sequence[str], ask: str) -> str:
    """Whom to ask about the first of these topics on which nothing is stated; "" where something is on each."""
    lines = (_line(campaign, topic, ask, "") for topic in topics)
    return next((line.ask for line in lines if line.ask), "")


def say_stated(campaign: Campaign, topic: str, ask: str) -> str:
    """One line of what a campaign states, in words for everybody; where it is missing, whom to ask."""
    return _in_words(_line(campaign, topic, ask, "", _after_end(campaign) if topic == "after_end" else ""))


def say_all_stated(campaign: Campaign) -> list[tuple[str, str]]:
    """Every topic of a campaign's terms with its words, as who prepares it reads them."""
    return [
        (topic, say_stated(campaign, topic, _("HR")) if topic in campaign.terms else _("not answered yet"))
        for topic in CAMPAIGN_TOPICS
    ]


def puts_undraft_first(membership: Membership) -> bool:
    """The order of the options: this person's own, and it stays: one random bit of an id that says nothing else."""
    return bool(membership.assignment.public_id.int & 1)


def get_return_place(membership: Membership) -> str:
    """The unit that a person comes to on the latest end day without a placement; "" where it is not settled."""
    assignment = membership.assignment
    campaign = assignment.campaign
    pool = campaign.pool
    if not campaign.after_end:
        return ""
    place = get_standing_unit(assignment.origin_unit, pool=pool) if campaign.after_end == ORIGIN else pool
    return place.name if place is not None else ""


def _line(campaign: Campaign, topic: str, ask: str, name: str, known: str = "") -> Stated:
    """One line of the terms sheet. Where the company states nothing, what the rules settle (`known`) is no gap."""
    line = campaign.terms.get(topic)
    if line is None or (line["statement"] == NO_CHANGE and topic in NEVER_UNCHANGED):
        text = known or _settled(campaign, topic)
        return Stated(name, text, same=False, ask="" if text else ask)
    if line["statement"] == NO_CHANGE:
        return Stated(name, line["text"], same=not line["text"], ask="")
    if line["statement"] == STATED:
        return Stated(name, line["text"], same=False, ask="")
    return Stated(name, "", same=False, ask=line["ask"] or ask)


def _stay_lines() -> list[tuple[str, str]]:
    """What staying commits both sides to, line by line."""
    return [
        ("stay_commitment", _("Stay: what it commits both sides to")),
        ("stay_duties", _("Stay: your duties")),
        ("stay_length", _("Stay: for how long")),
        ("stay_review", _("Stay: when it is looked at again")),
        ("stay_end", _("Stay: the day it ends")),
    ]


def _stay_in_words(campaign: Campaign, ask: str) -> str:
    lines = [_line(campaign, topic, ask, name) for topic, name in _stay_lines()]
    return "\n\n".join(f"{line.name}. {_in_words(line)}" for line in lines)


def _settled(campaign: Campaign, topic: str) -> str:
    """What the campaign's own fields and its policy say on a topic that its terms sheet leaves out."""
    policy: Policy | None = campaign.policy
    if topic == "until_placed":
        return campaign.until_placed
    if topic == "latest_end" and policy is not None:
        return _("By the policy, %(n)s days after the day you file.") % {"n": policy.latest_end_days}
    return ""


def _after_end(campaign: Campaign) -> str:
    if campaign.after_end == ORIGIN:
        return _("Back to the unit that each was assigned from. Undrafting ends the assignment, not the job.")
    if campaign.pool is None:
        return ""
    return _("To %(unit)s. Undrafting ends the assignment, not the job.") % {"unit": campaign.pool.name}


def _return_words(membership: Membership) -> str:
    place = get_return_place(membership)
    if not place:
        return ""
    return _("You go to %(unit)s. Undrafting ends the assignment, not the job.") % {"unit": place}


def _in_words(line: Stated) -> str:
    if line.same:
        return _("No change, whichever you choose.")
    if line.value:
        return line.value
    return _("Not stated yet: ask %(who)s.") % {"who": line.ask}


def _open_roles(n: int) -> str:
    if not n:
        return _("None today. When one opens that you qualify for, it stands under “Roles for you”.")
    return ngettext(
        "%(n)s role is open today. “Roles for you” lists it if you qualify, or says what stands in the way.",
        "%(n)s roles are open today. “Roles for you” lists those you qualify for, and says of the others "
        "what stands in the way.",
        n,
    ) % {"n": n}


def _who_sees() -> str:
    return _(
        "You. Your managers, the leads of your units and hiring managers have no page, count, export or mail that "
        "shows it.\n\n"
        "An HR partner of this campaign can read it, one person at a time, from your case and for a purpose that "
        "they state; nobody has to confirm it first. An admin can read it in one way alone: once, when a "
        "second person confirms it. You are told of each reading at once, and “Who looked at my record” lists who, "
        "when and for what. An HR partner also knows it if you have them record it for you, after the deadline.\n\n"
        "What you do afterwards can let others draw conclusions. If you make yourself visible to hiring managers, "
        "they read whether you hold priority and can conclude that you undrafted; the page “Who can see me” says so "
        "before you save. When you accept an offer, your managers learn of the move on the announcement day, which "
        "you choose."
    )


def _can_change() -> str:
    return _(
        "Yes, as often as you wish until the deadline. The last one you file counts. After the deadline you can "
        "still turn from undraft to stay, until you accept an offer. Once the assignment has ended, on its latest "
        "end day or by a move, nothing is left to change, also where your deadline is later."
    )


def _if_nothing() -> str:
    return _(
        "Nothing changes. It is recorded as “no choice filed”, which is not the same as staying. You can look at "
        "roles and be a candidate like everybody."
    )

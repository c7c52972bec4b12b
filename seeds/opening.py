"""The demo's stage: the company from its files, rights, roles, the campaign; all through the product's own doors."""

import random
import tempfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from accounts.models import Employee, Site, Unit
from seeds import cast
from seeds.company import CAMPAIGN_CODE, FILES, SEED, Company, make_company, write_files
from seeds.openings import CAST_ROLES
from seeds.tree import POOL_CODE
from seeds.vocabulary import TASK_FORCE_CODE
from transfers.actions.campaign_drafts import (
    CampaignDraft,
    CountryRecord,
    confirm_test_mail,
    create_campaign,
)
from transfers.actions.campaigns import open_campaign
from transfers.actions.demo import give_cast_passwords
from transfers.actions.grants import confirm_grant, confirm_grant_batch, first_admins, propose_grant
from transfers.actions.imports.kinds import KINDS
from transfers.actions.imports.report import ImportReport
from transfers.actions.policies import publish_first_policy
from transfers.actions.roles import close_role, open_roles, pause_role
from transfers.clock import Clock
from transfers.models import Campaign, Role
from transfers.models.grant import HR_PARTNER
from transfers.models.terms import CAMPAIGN_TOPICS, TermsSheet
from transfers.sight.actor import PORTAL

Say = Callable[[str], None]

# days before the demo is loaded
FOUNDED, FIRST_ROLES_OPENED, GRANTED, DRAFTED = 200, 190, 199, 65
PREPARED, ROLES_OPENED, OPENED = 36, 46, 32
LATEST_ROLES_OPENED = 5
# and after
DEADLINE_AFTER, DEADLINE_AT, DEADLINE_ZONE = 9, time(17), "Europe/Berlin"

MEMO = """\
To everyone assigned to Applied AI

Two months ago we asked seven thousand of you to join Applied AI, and we asked in a hurry. Much of what we set out to
build now exists because of that. We did not ask whether you wanted to come. We should have.

We would prefer everyone to stay, but we defer to each individual’s choice. If you want to work elsewhere in the
company, you have priority for open roles in teams that are short of people. Nobody needs a reason, and nobody’s
manager is asked.

You have until the deadline shown in Undraft. What each choice means for your pay, your level, your review and your
next months is written there, and where something is not decided yet it says so and names whom to ask.
"""

_STATED = {
    "pay": "Your base pay does not change by either choice. At a lower level it is protected for twelve months.",
    "level": "Your level does not change by either choice.",
    "review": "This half-year’s review is written by the manager you had for most of it.",
    "layoff": "Neither choice counts in a selection for layoff.",
    "workload": "Whoever undrafts takes on no new duties for the task force until the move.",
    "stay_commitment": "Who stays is asked again in twelve months; until then team and duties are as in the draft.",
    "until_placed": "Until you are placed you work where you work today, on the same terms.",
    "latest_end": "The assignment ends at the latest 60 days after you file undraft.",
    "after_end": "If no new role was found by then, you go back to the unit you came from.",
    "return_right": "For 90 days after a move you may return to the unit you came from.",
}


def set_stage(size: str, now: datetime, say: Say) -> tuple[Company, Campaign]:
    """Load the company, give rights, open roles and the campaign. Every step happens on its own day in the past."""
    company = make_company(size, now.date())
    founded = _clock(now, FOUNDED)
    publish_first_policy(clock=founded)
    with tempfile.TemporaryDirectory() as folder:
        files = write_files(company, Path(folder))
        for kind in FILES[:-2]:
            _load(kind, files, founded, say)
        give_cast_passwords([member.sign_in_name for member in cast.CAST], cast.PASSWORD)
        first_admins(person_of(cast.ZOFIA), person_of(cast.AMARU), clock=founded)
        roles = _load("roles", files, founded, say)
        _confirm_hiring_managers(roles, now, say)
        campaign = _prepare_campaign(now)
        _load("assignments", files, _clock(now, DRAFTED - 1), say)
    _open_roles(now, say)
    _open_campaign(campaign, now, say)
    return company, campaign


def person_of(member: cast.CastMember) -> Employee:
    """The row of one of the cast."""
    return Employee.objects.get(hr_id=member.hr_id)


def _clock(now: datetime, days_ago: float) -> Clock:
    return lambda: now - timedelta(days=days_ago)


def _load(name: str, files: dict[str, Path], clock: Clock, say: Say) -> ImportReport:
    """Load one file through the importer."""
    kind = KINDS["units" if name == "leads" else name]
    report = kind.load(kind.read(files[name].read_bytes()), by=PORTAL, clock=clock)
    say(f"{name}: {report.created} created, {report.changed} changed")
    return report


def _confirm_hiring_managers(roles: ImportReport, now: datetime, say: Say) -> None:
    """A person confirms what the import proposed."""
    if roles.batch is not None:
        confirmed = confirm_grant_batch(roles.batch, by=person_of(cast.AMARU), clock=_clock(now, GRANTED))
        say(f"rights: {confirmed} hiring managers confirmed")


def _prepare_campaign(now: datetime) -> Campaign:
    """The draft as HR wrote it down, before its members are loaded."""
    zofia = person_of(cast.ZOFIA)
    last_day: date = (now + timedelta(days=DEADLINE_AFTER)).astimezone(ZoneInfo(DEADLINE_ZONE)).date()
    countries = sorted(set(Site.objects.values_list("country", flat=True)))
    draft = CampaignDraft(
        code=CAMPAIGN_CODE,
        name="Applied AI",
        memo=MEMO,
        memo_from="The chief people officer of Norrvane",
        terms=_terms(),
        deadline=datetime.combine(last_day, DEADLINE_AT),
        deadline_zone=DEADLINE_ZONE,
        until_placed=_STATED["until_placed"],
        after_end="origin",
        pool=Unit.objects.get(code=POOL_CODE),
        is_capture_excluded=True,
        assigned_units=list(Unit.objects.filter(code=TASK_FORCE_CODE)),
        countries=[
            CountryRecord(
                country,
                "The employee representatives were heard before the memo; their statement is with People Partners.",
                "The assessment of this portal is kept by the data-protection officer.",
            )
            for country in countries
        ],
    )
    return create_campaign(draft, by=zofia, clock=_clock(now, DRAFTED))


def _terms() -> TermsSheet:
    """The campaign's terms sheet: what Norrvane has decided, and openly what it has not."""
    return {
        topic: {"statement": "stated", "text": _STATED[topic], "ask": ""}
        if topic in _STATED
        else {"statement": "not_stated", "text": "", "ask": "your HR partner, Dolores Echeverría"}
        for topic in CAMPAIGN_TOPICS
    }


def _open_roles(now: datetime, say: Say) -> None:
    """Open roles in three waves, so that some are long past their clearance and some in it; a few stay otherwise."""
    zofia = person_of(cast.ZOFIA)
    chance = random.Random(SEED)  # noqa: S311  (repeatable, not secret)
    for_the_cast = set(CAST_ROLES)
    roles = list(Role.objects.order_by("code"))
    others = [role for role in roles if role.code not in for_the_cast]
    chance.shuffle(others)
    long_ago, lately = len(others) * 15 // 100, len(others) * 8 // 100
    preparing = max(1, len(others) * 4 // 100)
    first, rest = others[:long_ago], others[long_ago:]
    last, rest = rest[:lately], rest[lately:]
    opened = open_roles(first, by=zofia, clock=_clock(now, FIRST_ROLES_OPENED))
    waves = [*(role for role in roles if role.code in for_the_cast), *rest[preparing:]]
    opened += open_roles(waves, by=zofia, clock=_clock(now, ROLES_OPENED))
    opened += open_roles(last, by=zofia, clock=_clock(now, LATEST_ROLES_OPENED))
    few = max(1, len(others) // 50)
    still_open = [role for role in rest[preparing:] if not role.unit.is_at_risk]
    for role in still_open[:few]:
        pause_role(role, by=zofia, clock=_clock(now, LATEST_ROLES_OPENED))
    for role in still_open[few : 2 * few]:
        close_role(role, by=zofia, clock=_clock(now, LATEST_ROLES_OPENED))
    say(f"roles: {opened} opened, of which {few} paused and {few} closed again")


def _open_campaign(campaign: Campaign, now: datetime, say: Say) -> None:
    """Name the HR partner, show that mail works, and go through the publish gate."""
    zofia, amaru, dolores = (person_of(member) for member in (cast.ZOFIA, cast.AMARU, cast.DOLORES))
    prepared = _clock(now, PREPARED)
    grant = propose_grant(HR_PARTNER, dolores, campaign=campaign, by=zofia, clock=prepared)
    confirm_grant(grant, by=amaru, clock=prepared)
    confirm_test_mail(campaign, by=dolores, clock=prepared)
    open_campaign(campaign, by=dolores, clock=_clock(now, OPENED))
    say(f"campaign: opened to {campaign.assignments.count()} members")

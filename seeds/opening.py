"""The demo's stage: the company from its files, rights, roles, the campaign; all through the product's own doors."""

import random
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from accounts.models import Employee, Skill
from seeds import cast
from seeds.company import DRAFTED_DAYS_AGO, SEED, make_company, write_files
from seeds.memo import draft_campaign
from seeds.openings import CAST_ROLES
from seeds.schedule import Schedule
from transfers.actions.admins import first_admins
from transfers.actions.campaign_drafts import confirm_test_mail, create_campaign, send_test_mail
from transfers.actions.campaigns import open_campaign
from transfers.actions.demo import give_cast_passwords, refresh_statistics
from transfers.actions.grants import confirm_grant, confirm_grant_batch, propose_grant
from transfers.actions.imports.kinds import KINDS
from transfers.actions.imports.report import ImportReport
from transfers.actions.policies import publish_first_policy
from transfers.actions.roles import close_role, open_roles, pause_role
from transfers.actions.skill_minimums import state_skill_minimum
from transfers.actions.staffing import state_minimum
from transfers.clock import Clock
from transfers.models import Assignment, Campaign, Role
from transfers.models.grant import HR_PARTNER
from transfers.sight.actor import PORTAL
from transfers.states import RoleStatus

Say = Callable[[str], None]

# days before the demo is loaded
FOUNDED, GRANTED, FIRST_ROLES_OPENED, DRAFTED = 200, 199, 190, DRAFTED_DAYS_AGO
ROLES_OPENED, PREPARED, OPENED, LATEST_ROLES_OPENED = 46, 36, 32, 5
DEADLINE_AFTER = timedelta(days=9)
# of a hundred roles: opened long ago, opened lately, still in preparation, paused and closed
LONG_AGO, LATELY, PREPARING, PAUSED = 30, 8, 4, 2


_PLAN = "The task force's plan names how many its work needs until the latest end days."
_MEMO = "The memo of the task force's head: each person's choice decides."


class Stage:
    """Sets itself on the schedule, each step on its own day."""

    def __init__(self, size: str, schedule: Schedule, say: Say) -> None:
        self._say = say
        self._now = schedule.now
        with tempfile.TemporaryDirectory() as folder:
            paths = write_files(make_company(size, schedule.now.date()), Path(folder))
            self._files = {kind: path.read_bytes() for kind, path in paths.items()}
        for days_ago, act in (
            (FOUNDED, self._found),
            (FIRST_ROLES_OPENED, self._open_first_roles),
            (DRAFTED, self._draft),
            (ROLES_OPENED, self._open_most_roles),
            (PREPARED, self._name_partner),
            (OPENED, self._open_campaign),
            (LATEST_ROLES_OPENED, self._open_last_roles),
        ):
            schedule.at(schedule.ago(days_ago), act)

    def _found(self, clock: Clock) -> None:
        """The company, its admins, and the hiring managers, whom one of those confirms a day later."""
        publish_first_policy({"pay_protection_months": 12}, clock=clock)
        for name in ("sites", "skills", "families", "units", "people", "leads"):
            self._load(name, clock)
        give_cast_passwords([member.sign_in_name for member in cast.CAST], cast.PASSWORD)
        first_admins(person_of(cast.ZOFIA), person_of(cast.AMARU), clock=clock)
        batch = self._load("roles", clock).batch
        if batch is not None:
            a_day_later = clock() + timedelta(days=FOUNDED - GRANTED)
            confirmed = confirm_grant_batch(batch, by=person_of(cast.AMARU), clock=lambda: a_day_later)
            self._say(f"rights: {confirmed} hiring managers confirmed")
        refresh_statistics()

    def _load(self, name: str, clock: Clock) -> ImportReport:
        """Load one file through the importer."""
        kind = KINDS["units" if name == "leads" else name]
        report = kind.load(kind.read(self._files[name]), by=PORTAL, clock=clock)
        self._say(f"{name}: {report.created} created, {report.changed} changed")
        return report

    def _draft(self, clock: Clock) -> None:
        """The reassignment, and the campaign about it in preparation."""
        create_campaign(draft_campaign(self._now + DEADLINE_AFTER), by=person_of(cast.ZOFIA), clock=clock)
        self._load("assignments", clock)
        drafted = Assignment.objects.select_related("campaign", "assigned_unit").get(employee=person_of(cast.MIRA))
        half = Assignment.objects.filter(assigned_unit=drafted.assigned_unit).count() // 2
        state_minimum(
            drafted.campaign,
            drafted.assigned_unit,
            max(1, half),
            prompted_by=_PLAN,
            by=person_of(cast.ZOFIA),
            clock=clock,
        )
        for skill in Skill.objects.filter(code__in=("python", "distributed-systems")).order_by("code"):
            state_skill_minimum(
                drafted.campaign,
                drafted.assigned_unit,
                skill,
                max(1, half),
                proficiency=2,
                prompted_by=_PLAN,
                by=person_of(cast.ZOFIA),
                clock=clock,
            )
        refresh_statistics()

    def _name_partner(self, clock: Clock) -> None:
        """One admin names the HR partners, the other confirms; one of them sees a test mail arrive."""
        campaign, dolores = Campaign.objects.get(), person_of(cast.DOLORES)
        for partner in (dolores, person_of(cast.NGOZI)):
            grant = propose_grant(HR_PARTNER, partner, campaign=campaign, by=person_of(cast.ZOFIA), clock=clock)
            confirm_grant(grant, by=person_of(cast.AMARU), clock=clock)
        send_test_mail(campaign, by=dolores, clock=clock)
        confirm_test_mail(campaign, by=dolores, clock=clock)

    def _open_campaign(self, clock: Clock) -> None:
        """Through the publish gate."""
        campaign = open_campaign(Campaign.objects.get(), prompted_by=_MEMO, by=person_of(cast.DOLORES), clock=clock)
        self._say(f"campaign: opened to {campaign.assignments.count()} members")

    def _open_first_roles(self, clock: Clock) -> None:
        others = _roles_by_lot()
        self._open(others[: _share(others, LONG_AGO)], clock)

    def _open_most_roles(self, clock: Clock) -> None:
        """All but the latest and a few in preparation, and those that the cast's stories need."""
        others = _roles_by_lot()
        first, last = _share(others, LONG_AGO), _share(others, LATELY + PREPARING)
        self._open([*Role.objects.filter(code__in=CAST_ROLES), *others[first : len(others) - last]], clock)

    def _open_last_roles(self, clock: Clock) -> None:
        """Some roles open so late that they are still in clearance; a few are paused, and a few closed again."""
        others, zofia = _roles_by_lot(), person_of(cast.ZOFIA)
        latest, last = _share(others, LATELY + PREPARING), _share(others, PREPARING)
        self._open(others[len(others) - latest : len(others) - last], clock)
        untouched = [role for role in others if role.status == RoleStatus.OPEN and role.taken == 0]
        few = _share(others, PAUSED)
        for role in untouched[:few]:
            pause_role(role, by=zofia, clock=clock)
        for role in untouched[few : 2 * few]:
            close_role(role, by=zofia, clock=clock)
        self._say(f"roles: {few} paused and {few} closed again")
        self._load("leavers", clock)

    def _open(self, roles: list[Role], clock: Clock) -> None:
        opened = open_roles(roles, by=person_of(cast.ZOFIA), clock=clock)
        self._say(f"roles: {opened} opened")


def person_of(member: cast.CastMember) -> Employee:
    """The row of one of the cast."""
    return Employee.objects.get(hr_id=member.hr_id)


def _roles_by_lot() -> list[Role]:
    """Every role that no story needs, in an order by lot that is the same each time."""
    roles = list(Role.objects.exclude(code__in=CAST_ROLES).order_by("code"))
    random.Random(SEED).shuffle(roles)  # noqa: S311  (repeatable, not secret)
    return roles


def _share(roles: list[Role], percent: int) -> int:
    return max(1, len(roles) * percent // 100)

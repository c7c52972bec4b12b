"""People and things for tests. Rows of the organisation come from factories; whatever has a status, from actions."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from factory.declarations import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory
from factory.helpers import post_generation

from accounts.models import Employee, EmployeeSkill, JobFamily, Site, Skill, Unit
from transfers import transition
from transfers.actions.acceptance import accept_claim, undo_acceptance
from transfers.actions.choices import file_choice
from transfers.actions.claims import decline_claim, expire_claim, offer_claim, withdraw_claim
from transfers.actions.placements import finalise_placement, return_in_trial, settle_placement
from transfers.actions.roles import AskedSkill, NewRole, create_role, open_role
from transfers.clock import Clock
from transfers.models import Assignment, Campaign, Candidacy, Claim, Grant, Placement, Policy, Preference, Role
from transfers.models.candidacy import QUALIFYING, RANKED, SUBMITTED
from transfers.models.grant import ADMIN, HIRING_MANAGER, HR_PARTNER
from transfers.models.terms import ROLE_TOPICS, TermsSheet
from transfers.sight.actor import PORTAL
from transfers.states import (
    AssignmentStatus,
    CampaignStatus,
    CandidacyStatus,
    GrantStatus,
)

# Monday 2 March 2026, 09:00 UTC: the instant tests stand at unless they say otherwise
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def clock_at(at: datetime) -> Clock:
    """A clock that stands still."""
    return lambda: at


class SiteFactory(DjangoModelFactory[Site]):
    class Meta:
        model = Site
        django_get_or_create = ("code",)

    code = "berlin"
    name = "Berlin"
    country = "DE"
    time_zone = "Europe/Berlin"


class JobFamilyFactory(DjangoModelFactory[JobFamily]):
    class Meta:
        model = JobFamily
        django_get_or_create = ("code",)

    code = "engineering"
    name = "Engineering"


class SkillFactory(DjangoModelFactory[Skill]):
    class Meta:
        model = Skill
        django_get_or_create = ("code",)

    code = "python"
    name = LazyAttribute(lambda skill: skill.code.title())


class UnitFactory(DjangoModelFactory[Unit]):
    class Meta:
        model = Unit

    code = Sequence(lambda n: f"unit-{n}")
    name = Sequence(lambda n: f"Unit {n}")
    approved_headcount = 10


class EmployeeFactory(DjangoModelFactory[Employee]):
    class Meta:
        model = Employee
        skip_postgeneration_save = True

    hr_id = Sequence(lambda n: f"E{n:05}")
    sign_in_name = Sequence(lambda n: f"person{n}@example.com")
    email = Sequence(lambda n: f"person{n}@example.com")
    name = Sequence(lambda n: f"Person {n}")
    unit = SubFactory(UnitFactory)
    job_family = SubFactory(JobFamilyFactory)
    level = 5
    site = SubFactory(SiteFactory)
    hired_on = date(2020, 1, 1)
    right_to_work = ["DE"]

    @post_generation
    def skilled(self: Any, create: bool, extracted: dict[str, int] | None, **_: object) -> None:
        for code, proficiency in (extracted if extracted is not None else {"python": 4}).items():
            EmployeeSkill.objects.create(employee=self, skill=SkillFactory.create(code=code), proficiency=proficiency)


def policy(**values: Any) -> Policy:
    """The policy in force; made with version 1 on first use."""
    standing = Policy.objects.order_by("-version").first()
    if standing is not None and not values:
        return standing
    version = standing.version + 1 if standing is not None else 1
    long_ago = NOW - 400 * DAY
    return Policy.objects.create(version=version, published_at=long_ago, effective_at=long_ago, **values)


def grant(employee: Employee, kind: str, *, at: datetime = NOW - 100 * DAY, **thing: Any) -> Grant:
    """A confirmed grant, two days old at least."""
    made = Grant(kind=kind, employee=employee, **thing)
    transition.start(made, GrantStatus.PROPOSED, by=EmployeeFactory.create(), at=at, subject=employee)
    transition.move(made, GrantStatus.CONFIRMED, by=EmployeeFactory.create(), at=at, subject=employee)
    return made


def admin(**fields: Any) -> Employee:
    person = EmployeeFactory.create(**fields)
    grant(person, ADMIN)
    return person


def hr_partner(campaign: Campaign, **fields: Any) -> Employee:
    person = EmployeeFactory.create(**fields)
    grant(person, HR_PARTNER, campaign=campaign)
    return person


def terms(**lines: str) -> TermsSheet:
    """A role's terms sheet: what is not given is unchanged."""
    return {
        topic: {"statement": "stated", "text": lines[topic], "ask": ""}
        if topic in lines
        else {"statement": "no_change", "text": "", "ask": ""}
        for topic in ROLE_TOPICS
    }


def campaign(
    *, deadline_at: datetime = NOW + 14 * DAY, opened_at: datetime = NOW - 7 * DAY, **fields: Any
) -> Campaign:
    """An open campaign."""
    force = policy()
    made = Campaign(
        code=fields.pop("code", f"draft-{Campaign.objects.count() + 1}"),
        name=fields.pop("name", "The draft"),
        memo="We'd prefer everyone to stay, but we defer to each individual's choice.",
        deadline_at=deadline_at,
        closes_at=deadline_at + timedelta(minutes=force.grace_minutes),
        deadline_zone="Europe/Berlin",
        policy=force,
        **fields,
    )
    transition.start(made, CampaignStatus.PREPARING, by=PORTAL, at=opened_at - DAY)
    transition.move(made, CampaignStatus.OPEN, by=PORTAL, at=opened_at)
    return made


def assignment(in_campaign: Campaign | None = None, employee: Employee | None = None, **fields: Any) -> Assignment:
    """A drafted person: assigned to a task force under a lead of its own."""
    in_campaign = in_campaign or campaign()
    origin = fields.pop("origin_unit", None) or UnitFactory.create(name="Origin")
    task_force = fields.pop("assigned_unit", None) or (
        employee.unit if employee else UnitFactory.create(name="Applied AI")
    )
    employee = employee or EmployeeFactory.create(unit=task_force)
    made = Assignment(
        campaign=in_campaign,
        employee=employee,
        origin_unit=origin,
        assigned_unit=task_force,
        assigned_on=NOW.date() - timedelta(days=30),
        **fields,
    )
    transition.start(made, AssignmentStatus.ACTIVE, by=PORTAL, at=NOW - 8 * DAY, subject=employee)
    return made


def file(of: Assignment, option: str, *, at: datetime = NOW) -> None:
    """File the next version as the person."""
    latest = of.choices.order_by("-version").first()
    version = latest.version if latest else 0
    file_choice(of, option, seen_version=version, opened_at=at, by=of.employee, clock=clock_at(at))


def undrafted(*, at: datetime = NOW - DAY, **fields: Any) -> Assignment:
    """A drafted person who has filed undraft."""
    made = assignment(**fields)
    file(made, "undraft", at=at)
    return made


def candidate(
    employee: Employee | None = None,
    *,
    visibility: str | None = QUALIFYING,
    ranked: list[Role] | None = None,
    **fields: Any,
) -> Candidacy:
    """An open candidacy."""
    employee = employee or EmployeeFactory.create()
    at = NOW - DAY
    made = Candidacy(employee=employee, visibility=visibility, visibility_at=at, **fields)
    transition.start(made, CandidacyStatus.OPEN, by=employee, at=at, subject=employee)
    for rank, role in enumerate(ranked or [], 1):
        Preference.objects.create(candidacy=made, role=role, stage=SUBMITTED, rank=rank)
    if visibility == RANKED or ranked:
        Candidacy.objects.filter(pk=made.pk).update(submitted_at=at)
    return made


def role(*, manager: Employee | None = None, opened_at: datetime = NOW - 40 * DAY, **fields: Any) -> Role:
    """An open role past its clearance (opened 40 days ago), with a hiring manager outside everybody's chain."""
    made = open_role(role_in_preparation(at=opened_at, **fields), by=PORTAL, clock=clock_at(opened_at))
    grant(manager or EmployeeFactory.create(), HIRING_MANAGER, role=made)
    return made


def role_in_preparation(*, at: datetime = NOW - 40 * DAY, **fields: Any) -> Role:
    """A role that nobody opened yet, and without a hiring manager."""
    policy()
    skills = fields.pop("skills", {"python": 3})
    new = NewRole(
        code=fields.pop("code", f"R{Role.objects.count() + 1:05}"),
        unit=fields.pop("unit", None) or UnitFactory.create(name="Payments Reliability"),
        title=fields.pop("title", "Reliability engineer"),
        job_family=fields.pop("job_family", None) or JobFamilyFactory.create(),
        level_min=fields.pop("level_min", 4),
        level_max=fields.pop("level_max", 6),
        site=fields.pop("site", None) or SiteFactory.create(),
        seats=fields.pop("seats", 1),
        terms=terms(),
        skills=[AskedSkill(SkillFactory.create(code=code), level, True) for code, level in skills.items()],
        **fields,
    )
    return create_role(new, by=PORTAL, clock=clock_at(at))


def manager_of(of: Role) -> Employee:
    return Grant.objects.get(role=of, kind=HIRING_MANAGER, status=GrantStatus.CONFIRMED).employee


def claim(
    of: Role | None = None, person: Employee | None = None, *, at: datetime = NOW, by: Employee | None = None
) -> Claim:
    """A live offer; the person has priority and is visible unless given."""
    of = of or role()
    if person is None:
        person = undrafted(at=at - HOUR).employee
        candidate(person)
    return offer_claim(
        of,
        person,
        terms=terms(),
        level=5,
        start_on=at.date() + timedelta(days=10),
        by=by or manager_of(of),
        clock=clock_at(at),
    )


def claim_at(status: str, *, at: datetime = NOW, **fields: Any) -> Claim:
    """A claim in any of its statuses."""
    made = claim(at=at, **fields)
    later = clock_at(at + HOUR)
    if status == "accepted":
        accept_claim(made, by=made.employee, clock=later)
    elif status == "declined":
        decline_claim(made, by=made.employee, clock=later)
    elif status == "expired":
        expire_claim(made, clock=clock_at(made.expires_at))
    elif status == "withdrawn":
        withdraw_claim(made, because="The team was reorganised.", by=manager_of(made.role), clock=later)
    elif status == "superseded":
        accept_claim(claim(role(), made.employee, at=at), by=made.employee, clock=later)
    made.refresh_from_db()
    return made


def placement_at(status: str, *, at: datetime = NOW, **fields: Any) -> Placement:
    """A placement in any of its statuses."""
    offer = claim(at=at, **fields)
    made = accept_claim(offer, by=offer.employee, clock=clock_at(at + HOUR))
    if status == "cancelled":
        return undo_acceptance(made, by=made.employee, clock=clock_at(at + 2 * HOUR))
    if status in ("finalised", "settled", "returned"):
        made = finalise_placement(made, clock=clock_at(made.effective_at))
    if status == "settled":
        return settle_placement(made, clock=clock_at(made.effective_at + 100 * DAY))
    if status == "returned":
        return return_in_trial(made, by=made.employee, clock=clock_at(made.effective_at + 5 * DAY))
    return made


def entitlement_of(person: Employee) -> Any:
    """The one priority of somebody drafted once."""
    return Assignment.objects.get(employee=person).entitlements.get()

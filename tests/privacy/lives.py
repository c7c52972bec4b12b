"""A life in every state that rows can come to."""

from collections.abc import Callable, Iterator
from typing import Any

from tests import factories as f
from tests.counts import counted
from tests.pages import THEN
from tests.privacy.lead_lives import LEAD_LIVES
from tests.privacy.round_lives import ROUND_LIVES
from tests.privacy.scene import Life, Scene
from tests.privacy.upload_lives import UPLOAD_LIVES
from transfers import ledger, transition
from transfers.actions.acceptance import accept_claim, undo_acceptance
from transfers.actions.assignments import void_assignment
from transfers.actions.break_glasses import confirm_break_glass, propose_break_glass, refuse_break_glass
from transfers.actions.campaigns import archive_campaign, close_campaign
from transfers.actions.candidacies import close_candidacy
from transfers.actions.cases import open_case
from transfers.actions.claims import decline_claim, expire_claim, offer_claim, withdraw_claim
from transfers.actions.decisions import decide_on_campaign, decide_on_policy, record_decision
from transfers.actions.grants import end_grant, propose_grant, refuse_grant
from transfers.actions.placements import return_in_trial, settle_placement
from transfers.actions.releases import propose_release
from transfers.actions.roles import AskedSkill, NewRole, close_role, create_role, pause_role
from transfers.models import (
    Assignment,
    BreakGlass,
    Campaign,
    Claim,
    Decision,
    Extension,
    FailingWork,
    Grant,
    HeldMove,
    Notice,
    Placement,
    Policy,
    Role,
)
from transfers.models.candidacy import NOBODY, ROUNDS
from transfers.models.grant import AUDITOR, HIRING_MANAGER
from transfers.models.notice import MAIL
from transfers.queries.public_facts import forget_public_facts
from transfers.sight.actor import PORTAL


def _closed(scene: Scene, code: str, option: str, *, days_ago: int = 10) -> Assignment:
    campaign = scene._campaign(code, deadline_at=THEN - days_ago * f.DAY)
    made = scene.member(campaign)
    if option:
        f.file(made, option, at=THEN - 100 * f.DAY)
    assert campaign.closes_at is not None
    close_campaign(campaign, clock=f.clock_at(campaign.closes_at + f.HOUR))
    made.refresh_from_db()
    return made


def _archived(scene: Scene) -> Assignment:
    made = _closed(scene, "archived", "stay", days_ago=97)
    archive_campaign(made.campaign, by=scene.admin, clock=f.clock_at(THEN - 2 * f.DAY))
    return made


def _voided(scene: Scene) -> Assignment:
    return void_assignment(scene._filed(), because="A mistake.", by=scene.partner, clock=f.clock_at(THEN - f.HOUR))


def _closed_candidacy(scene: Scene) -> Any:
    person = scene._candidate()
    return close_candidacy(person, seen_version=person.candidacy.version, by=person, clock=f.clock_at(THEN - f.HOUR))


def _superseded(scene: Scene) -> Claim:
    claim = scene._claim()
    other = scene._offer(claim.employee, f.role(), at=THEN - f.HOUR)
    accept_claim(other, by=claim.employee, clock=f.clock_at(THEN - f.HOUR / 2))
    return claim


def _returned(scene: Scene) -> Placement:
    placement = scene._finalised(at=THEN - 40 * f.DAY)
    return return_in_trial(placement, by=placement.employee, clock=f.clock_at(THEN - f.HOUR))


def _cancelled(scene: Scene) -> Placement:
    placement = scene._placement()
    return undo_acceptance(placement, by=placement.employee, clock=f.clock_at(THEN - f.HOUR / 2))


def _expired(scene: Scene) -> Claim:
    claim = scene._claim(at=THEN - 30 * f.DAY)
    return expire_claim(claim, clock=f.clock_at(claim.expires_at))


def _withdrawn(scene: Scene) -> Claim:
    return withdraw_claim(
        scene._claim(), because="The team changed.", by=scene.hiring, clock=f.clock_at(THEN - f.HOUR)
    )


def _claim_by_partner(scene: Scene) -> Claim:
    """For a role whose manager stands in the person's chain, so that an HR partner acts for the role."""
    person, role = scene._candidate(at=THEN - 2 * f.HOUR), f.role(manager=scene.manager)
    open_case(person, "claim", by=scene.partner, clock=f.clock_at(THEN - 2 * f.HOUR))
    start_on, at = THEN.date() + 15 * f.DAY, f.clock_at(THEN - f.HOUR)
    return offer_claim(role, person, terms=f.terms(), level=5, start_on=start_on, by=scene.partner, clock=at)


def _declined(scene: Scene) -> Claim:
    claim = scene._claim()
    return decline_claim(claim, by=claim.employee, clock=f.clock_at(THEN - f.HOUR / 2))


def _settled(scene: Scene) -> Placement:
    placement = scene._finalised(at=THEN - 200 * f.DAY)
    return settle_placement(placement, clock=f.clock_at(THEN - f.HOUR))


def _prepared_role(scene: Scene) -> Role:
    role = f.role()
    new = NewRole(
        code="PREP",
        unit=role.unit,
        title="A role in preparation",
        job_family=role.job_family,
        level_min=4,
        level_max=6,
        site=role.site,
        seats=2,
        terms=f.terms(),
        skills=[AskedSkill(f.SkillFactory.create(), 3, True)],
    )
    made = create_role(new, by=PORTAL, clock=f.clock_at(THEN - 10 * f.DAY))
    f.grant(scene.hiring, HIRING_MANAGER, role=made)
    return made


def _role(scene: Scene, end: Callable[..., Role]) -> tuple[Role, Any]:
    role = f.role(manager=scene.hiring)
    person = scene._candidate()
    return end(role, by=PORTAL, clock=f.clock_at(THEN - f.HOUR)), person.candidacy


def _open_role(scene: Scene) -> tuple[Role, Any]:
    return f.role(manager=scene.hiring, seats=3), scene._candidate().candidacy


def _proposal(scene: Scene) -> Grant:
    return propose_grant(
        HIRING_MANAGER, f.EmployeeFactory.create(), role=scene.role, by=scene.partner, clock=f.clock_at(THEN - f.DAY)
    )


def _released(_scene: Scene) -> Any:
    return counted(THEN - 120 * f.DAY).publish()


def _proposed_release(scene: Scene) -> Campaign:
    made = counted(THEN - 120 * f.DAY)
    propose_release(made.campaign, by=made.first, clock=f.clock_at(THEN - f.DAY))
    f.grant(scene.partner, "hr_partner", campaign=made.campaign)
    return made.campaign


def _break_glass(scene: Scene, end: Callable[..., BreakGlass] | None = None) -> BreakGlass:
    made = propose_break_glass(scene._filed(), "duty", "A court.", by=f.admin(), clock=f.clock_at(THEN - f.HOUR / 2))
    return end(made, by=f.admin(), clock=f.clock_at(THEN - f.HOUR / 4)) if end is not None else made


def _failing(_scene: Scene) -> FailingWork:
    """Stuck since yesterday, as the administration lists it."""
    first_at, last_at = THEN - 1.5 * f.DAY, THEN - f.HOUR
    return FailingWork.objects.create(job="a job", error="OSError", times=9, first_at=first_at, last_at=last_at)


def _extension(scene: Scene) -> tuple[Extension, Campaign]:
    """Proposed after an outage, and not decided."""
    made = Extension(campaign=scene.campaign, deadline_at=THEN + 14 * f.DAY, down_minutes=45)
    transition.start(made, "proposed", by=PORTAL, at=THEN - f.HOUR)
    return made, scene.campaign


def _decided(scene: Scene) -> tuple[Decision, Campaign]:
    """What was decided about a campaign, in the log."""
    decision = decide_on_campaign(scene.campaign, "A strike.")
    record_decision("campaign.lengthened", decision, by=scene.admin, at=THEN - f.HOUR)
    return decision, scene.campaign


def _published(scene: Scene) -> tuple[Policy, Decision]:
    """A version of the policy, and what stands of it in the log."""
    policy = Policy.objects.latest("pk")
    decision = decide_on_policy(policy)
    record_decision("policy.published", decision, by=scene.admin, at=THEN - f.HOUR)
    return policy, decision


def _preparing_campaign(scene: Scene) -> Campaign:
    made = Campaign(
        code="preparing",
        name="Not yet",
        memo="To come.",
        deadline_at=THEN + 30 * f.DAY,
        closes_at=THEN + 31 * f.DAY,
        deadline_zone="Europe/Berlin",
        policy=f.policy(),
    )
    transition.start(made, "preparing", by=PORTAL, at=THEN - f.DAY)
    f.grant(scene.partner, "hr_partner", campaign=made)
    return made


def _told(scene: Scene) -> Notice:
    """A campaign's own mail to one member, in the admin's list of deliveries."""
    person, at = scene.member(scene.campaign).employee, THEN - f.HOUR
    ledger.owe(ledger.record("campaign.opened", scene.campaign, by=PORTAL, at=at), person, "campaign.opened", at=at)
    return Notice.objects.get(recipient=person, channel=MAIL)


def _held(scene: Scene) -> HeldMove:
    person = scene._filed().employee
    return HeldMove.objects.create(employee=person, unit=scene.origin, changes_manager=False, at=THEN - f.DAY)


_LIVES: dict[str, Callable[[Scene], Any]] = {
    "nothing filed": lambda s: s.member(s.campaign),
    "stay filed": lambda s: s._filed("stay"),
    "undraft filed": lambda s: s._filed("undraft"),
    "choice not offered": lambda s: s.member(s.campaign, choice_offered=False, not_offered_because="Not meant."),
    "assignment voided": _voided,
    "campaign closed, nothing filed": lambda s: _closed(s, "closed-none", ""),
    "campaign closed, undraft filed": lambda s: _closed(s, "closed-undraft", "undraft"),
    "campaign archived": _archived,
    "campaign preparing": _preparing_campaign,
    "candidate, visible to nobody": lambda s: s._candidate(NOBODY).candidacy,
    "candidate, visible to rounds": lambda s: s._candidate(ROUNDS).candidacy,
    "candidate, visible": lambda s: (s._candidate().candidacy, s.role),
    "candidacy closed": _closed_candidacy,
    "claim offered": lambda s: s._claim(),
    "claim offered by HR": _claim_by_partner,
    "candidate whom HR serves": lambda s: (s._candidate().candidacy, f.role(manager=s.manager)),
    "claim declined": _declined,
    "claim expired": _expired,
    "claim withdrawn": _withdrawn,
    "claim superseded": _superseded,
    "placement pending": lambda s: s._placement(),
    "placement announced": lambda s: s._announced(),
    "placement finalised": lambda s: s._finalised(at=THEN - 40 * f.DAY),
    "placement settled": _settled,
    "placement returned": _returned,
    "placement cancelled": _cancelled,
    **LEAD_LIVES,
    "move held": _held,
    "mail of a campaign": _told,
    "role preparing": _prepared_role,
    "role open": _open_role,
    "role paused": lambda s: _role(s, pause_role),
    "role closed": lambda s: _role(s, close_role),
    "grant proposed": _proposal,
    "grant refused": lambda s: refuse_grant(_proposal(s), by=s.admin, clock=f.clock_at(THEN)),
    "grant ended": lambda s: end_grant(
        f.grant(f.EmployeeFactory.create(), AUDITOR),
        by=s.admin,
        clock=f.clock_at(THEN),
    ),
    "extension proposed": _extension,
    "campaign decided": _decided,
    "break-glass proposed": _break_glass,
    "break-glass confirmed": lambda s: _break_glass(s, confirm_break_glass),
    "break-glass refused": lambda s: _break_glass(s, refuse_break_glass),
    "work fails": _failing,
    **ROUND_LIVES,
    **UPLOAD_LIVES,
    "release proposed": _proposed_release,
    "release published": _released,
    "reference data": lambda s: (
        s.role.site,
        s.role.job_family,
        f.SkillFactory.create(),
        *_published(s),
        s.origin,
    ),
}
STATES = tuple(_LIVES)


def lives_of(scene: Scene, states: tuple[str, ...] = STATES) -> Iterator[Life]:
    """Each life, made one after the other, and the one that never was."""
    for state in states:
        scene.keep(state, _LIVES[state](scene))
    forget_public_facts()
    yield from scene.lives
    yield scene.never()

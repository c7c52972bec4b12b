"""Celery's side of the portal: ids in, actions called, notices handed to delivery (docs/adr/0004-outbox.md).

A message is a nudge and proves nothing. Each task reads again what is due and lets the action decide, so that a
message that is lost, doubled, late or forged changes nothing that is not due anyway. The sweep owns liveness.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from celery import Task, shared_task

from accounts.models import Employee
from transfers.actions.break_glasses import lapse_break_glass
from transfers.actions.campaigns import close_campaign
from transfers.actions.claims import expire_claim
from transfers.actions.end_days import announce_end_day, carry_out_end_day, improve_entitlement, lapse_entitlement
from transfers.actions.extensions import propose_extension
from transfers.actions.failing_work import forget_failing_work
from transfers.actions.own_deadlines import extend_for_lock_out
from transfers.actions.placements import announce_placement, finalise_placement, settle_placement
from transfers.actions.pulses import forget_pulses
from transfers.actions.reminders import owe_choice_reminders, remind_of_claim
from transfers.actions.retention import (
    destroy_keys,
    forget_cached_counts,
    forget_form_keys,
    forget_leavers,
    forget_messages,
    forget_person,
    forget_sessions,
    forget_sign_in_attempts,
)
from transfers.actions.roles import withdraw_claims_of_closed_role
from transfers.actions.sealing import seal_events
from transfers.actions.shortages import keep_interest, keep_shortages
from transfers.actions.staffing import order_end_days
from transfers.actions.surveys import work_on_survey
from transfers.actions.ticks import take_tick
from transfers.clock import database_clock
from transfers.delivery import audits, mail
from transfers.models import Assignment, BreakGlass, Campaign, Claim, Entitlement, Placement, Role, StaffingMinimum
from transfers.nudges import begin_sweep
from transfers.queries import (
    break_glasses,
    digests,
    due,
    end_days,
    lock_outs,
    outages,
    ranking_counts,
    reminders,
    retention,
    rounds,
    shortages,
    surveys,
    uploads,
)
from transfers.tasks.attempts import attempt, each
from transfers.tasks.digest_work import owe_digests
from transfers.tasks.round_work import carry_out_simulations, improve_rounds, lapse_rounds, publish_rounds, run_rounds
from transfers.tasks.upload_work import carry_out_uploads, forget_uploads

# Ids in one message. One a message costs three quarters of the speed; many more make a killed worker's rest late.
BATCH = 25
# What one day's tidying up deletes.
TIDY_UP = (
    forget_form_keys,
    forget_leavers,
    forget_messages,
    forget_sessions,
    forget_cached_counts,
    forget_sign_in_attempts,
    forget_pulses,
    forget_failing_work,
)
# Seconds between two beats, and the length of a tick's slot.
PERIOD = 30
# A message that waited longer than this is dropped unread: the sweeps since then have sent its ids again.
STALE_AFTER = 120


@shared_task
def tick() -> None:
    """The beat, every 30 seconds. Two beats that run by mistake meet the tick's constraint, and one sweeps."""
    at = database_clock()
    if take_tick("sweep", slot=int(at.timestamp()) // PERIOD, at=at):
        _find(JOBS, at)


@shared_task
def sweep() -> None:
    """What a page's nudge asks for: as a tick, but for what only time brings about and every member is read for."""
    begin_sweep()
    _find([job for job in JOBS if not job.is_for_ticks], database_clock())


def _find(jobs: Sequence["Job"], at: datetime) -> None:
    """Find what is due and send it out in messages.

    Holds no lock while it reads, and needs none: the actions lock and decide again.
    """
    for job in jobs:
        attempt(f"finding work for {job.task.name}", partial(_dispatch, job, at))


@shared_task
def seal_history() -> None:
    """The sealer's own beat, every few seconds. After a pause it makes one seal after the other."""
    while seal_events() > 0:
        pass


@shared_task
def export_audits(*, days: list[int]) -> None:
    """Write today's head if `days` (ordinals) names today and it is not written yet."""
    if set(days) & set(audits.get_days_without_export(database_clock())):
        attempt("exporting the head of the history", audits.export_daily)


@shared_task
def send_notices(*, notice_ids: list[int]) -> None:
    attempt("sending notices", partial(mail.send_notices, notice_ids))


@shared_task
def close_campaigns(*, campaign_ids: list[int]) -> None:
    each(Campaign, campaign_ids, close_campaign)


@shared_task
def extend_locked_out(*, assignment_ids: list[int]) -> None:
    each(Assignment, assignment_ids, extend_for_lock_out)


@shared_task
def propose_extensions(*, campaign_ids: list[int]) -> None:
    each(Campaign, campaign_ids, propose_extension)


@shared_task
def owe_reminders(*, campaign_ids: list[int]) -> None:
    each(Campaign, campaign_ids, owe_choice_reminders)


@shared_task
def work_on_surveys(*, campaign_ids: list[int]) -> None:
    each(Campaign, campaign_ids, work_on_survey)


@shared_task
def remind_of_claims(*, claim_ids: list[int]) -> None:
    each(Claim, claim_ids, remind_of_claim)


@shared_task
def expire_claims(*, claim_ids: list[int]) -> None:
    each(Claim, claim_ids, expire_claim)


@shared_task
def withdraw_from_closed_roles(*, role_ids: list[int]) -> None:
    each(Role, role_ids, withdraw_claims_of_closed_role)


@shared_task
def announce_placements(*, placement_ids: list[int]) -> None:
    each(Placement, placement_ids, announce_placement)


@shared_task
def finalise_placements(*, placement_ids: list[int]) -> None:
    each(Placement, placement_ids, finalise_placement)


@shared_task
def settle_placements(*, placement_ids: list[int]) -> None:
    each(Placement, placement_ids, settle_placement)


@shared_task
def announce_end_days(*, entitlement_ids: list[int]) -> None:
    each(Entitlement, entitlement_ids, announce_end_day)


@shared_task
def order_by_minimum(*, minimum_ids: list[int]) -> None:
    each(StaffingMinimum, minimum_ids, order_end_days)


@shared_task
def carry_out_end_days(*, entitlement_ids: list[int]) -> None:
    each(Entitlement, entitlement_ids, carry_out_end_day)


@shared_task
def improve_entitlements(*, entitlement_ids: list[int]) -> None:
    each(Entitlement, entitlement_ids, improve_entitlement)


@shared_task
def lapse_entitlements(*, entitlement_ids: list[int]) -> None:
    each(Entitlement, entitlement_ids, lapse_entitlement)


@shared_task
def lapse_break_glasses(*, break_glass_ids: list[int]) -> None:
    each(BreakGlass, break_glass_ids, lapse_break_glass)


@shared_task
def keep_public_figures(*, days: list[int]) -> None:
    """Keep today's shortages if `days` (ordinals) names today and they are not kept yet."""
    if set(days) & set(shortages.get_days_without_snapshot(database_clock())):
        attempt("keeping the public figures", keep_shortages)


@shared_task
def keep_rankings(*, days: list[int]) -> None:
    """Count this week's rankings if `days` (ordinals) names its Monday and they are not counted yet."""
    if set(days) & set(ranking_counts.get_weeks_without_count(database_clock())):
        attempt("counting the rankings", keep_interest)


@shared_task
def destroy_campaign_keys(*, campaign_ids: list[int]) -> None:
    each(Campaign, campaign_ids, destroy_keys)


@shared_task
def forget_people(*, employee_ids: list[int]) -> None:
    each(Employee, employee_ids, forget_person)


@shared_task
def keep_retention(*, days: list[int]) -> None:
    """Tidy up once a day, if `days` (ordinals) names today. What fails is tried again tomorrow."""
    at = database_clock()
    today = at.date().toordinal()
    if today in days and take_tick(retention.RETENTION, slot=today, at=at):
        for forget in TIDY_UP:
            attempt(forget.__name__, forget)


@dataclass(frozen=True, slots=True)
class Job:
    """One kind of work: what finds its ids, what does it, the name of the task's argument.

    A job that is for ticks alone cannot come due by what somebody did on a page.
    """

    find: Callable[[datetime], Sequence[int]]
    task: "Task[Any, Any]"
    argument: str
    is_for_ticks: bool = False


# In the order of a sweep: what ends by a deadline, then what moves, then mail, with what the rest has owed so far.
JOBS = (
    Job(lock_outs.get_locked_out, extend_locked_out, "assignment_ids", is_for_ticks=True),
    Job(outages.get_outages, propose_extensions, "campaign_ids", is_for_ticks=True),
    Job(due.get_closing_campaigns, close_campaigns, "campaign_ids"),
    Job(due.get_expired_claims, expire_claims, "claim_ids"),
    Job(due.get_closed_roles_with_offers, withdraw_from_closed_roles, "role_ids"),
    Job(due.get_placements_to_announce, announce_placements, "placement_ids"),
    Job(due.get_placements_to_finalise, finalise_placements, "placement_ids"),
    Job(due.get_placements_to_settle, settle_placements, "placement_ids"),
    Job(end_days.get_minimums_to_order, order_by_minimum, "minimum_ids"),
    Job(due.get_end_days_to_announce, announce_end_days, "entitlement_ids"),
    Job(due.get_end_days, carry_out_end_days, "entitlement_ids"),
    Job(due.get_entitlements_to_improve, improve_entitlements, "entitlement_ids", is_for_ticks=True),
    Job(due.get_lapsing_entitlements, lapse_entitlements, "entitlement_ids"),
    Job(rounds.get_lapsing_rounds, lapse_rounds, "round_ids", is_for_ticks=True),
    Job(rounds.get_rounds_to_run, run_rounds, "round_ids"),
    Job(rounds.get_rounds_to_publish, publish_rounds, "round_ids"),
    Job(rounds.get_rounds_to_improve, improve_rounds, "round_ids", is_for_ticks=True),
    Job(rounds.get_simulations_to_carry_out, carry_out_simulations, "simulation_ids"),
    Job(uploads.get_uploads_to_work_on, carry_out_uploads, "upload_ids"),
    Job(uploads.get_uploads_to_forget, forget_uploads, "upload_ids", is_for_ticks=True),
    Job(break_glasses.get_lapsing_break_glasses, lapse_break_glasses, "break_glass_ids", is_for_ticks=True),
    Job(reminders.get_campaigns_to_remind, owe_reminders, "campaign_ids", is_for_ticks=True),
    Job(reminders.get_claims_to_remind, remind_of_claims, "claim_ids", is_for_ticks=True),
    Job(surveys.get_campaigns_with_survey_work, work_on_surveys, "campaign_ids", is_for_ticks=True),
    Job(digests.get_people_owed_digests, owe_digests, "employee_ids", is_for_ticks=True),
    Job(shortages.get_days_without_snapshot, keep_public_figures, "days", is_for_ticks=True),
    Job(ranking_counts.get_weeks_without_count, keep_rankings, "days", is_for_ticks=True),
    Job(retention.get_campaigns_to_forget, destroy_campaign_keys, "campaign_ids", is_for_ticks=True),
    Job(retention.get_people_to_forget, forget_people, "employee_ids", is_for_ticks=True),
    Job(retention.get_days_without_retention, keep_retention, "days", is_for_ticks=True),
    Job(audits.get_days_without_export, export_audits, "days", is_for_ticks=True),
    Job(due.get_due_notices, send_notices, "notice_ids"),
)


def _dispatch(job: Job, at: datetime) -> None:
    ids = job.find(at)
    for start in range(0, len(ids), BATCH):
        job.task.apply_async(kwargs={job.argument: ids[start : start + BATCH]}, expires=STALE_AFTER)

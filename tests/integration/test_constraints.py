"""Every CHECK and UNIQUE of the schema refuses what it is there for: drop one and its line here fails."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import F, Model, UniqueConstraint

from tests.rows import AT, DAY, Rows, triggers_asleep
from transfers.states import STATUSES

pytestmark = pytest.mark.django_db

# constraint: (model, the values that break it)
BREAKS: dict[str, tuple[str, dict[str, Any]]] = {
    "level_1_to_20": ("employee", {"level": 21}),
    "nobody_is_their_own_manager": ("employee", {"manager_id": F("id")}),
    "sign_in_name_is_lower_case": ("employee", {"sign_in_name": "Ada"}),
    "leave_ends_after_it_starts": (
        "employee",
        {"on_leave_from": AT.date(), "on_leave_until": AT.date() - timedelta(days=1)},
    ),
    "proficiency_1_to_5": ("employeeskill", {"proficiency": 6}),
    "unit_is_not_its_own_parent": ("unit", {"parent_id": F("id")}),
    "unit_merge_has_its_day": ("unit", {"merged_on": AT.date()}),
    "assignment_moves_somebody": ("assignment", {"assigned_unit_id": F("origin_unit_id")}),
    "ended_says_why": ("assignment", {"status": "ended", "ended_at": AT, "ended_because": ""}),
    "voided_says_why": ("assignment", {"status": "voided", "voided_at": AT, "voided_because": ""}),
    "not_offered_says_why": ("assignment", {"choice_offered": False}),
    "opened_campaign_has_a_deadline": ("campaign", {"status": "open", "open_at": AT, "policy": None}),
    "grace_follows_deadline": ("campaign", {"closes_at": AT}),
    "ranks_count_from_1": ("preference", {"rank": 0}),
    "versions_count_from_1": ("choice", {"version": 0}),
    "a_key_stands_or_was_destroyed": ("choicekey", {"destroyed_at": AT}),
    "a_claim_lasts": ("claim", {"expires_at": AT}),
    "a_claim_has_a_maker": ("claim", {"offered_by": None}),
    "withdrawn_claim_says_why": ("claim", {"status": "withdrawn", "withdrawn_at": AT, "withdrawn_because": ""}),
    "a_review_names_the_next_one": ("review", {"next_on": None}),
    "nobody_reviews_themselves": ("review", {"reviewed_by_id": F("employee_id")}),
    "break_glass_says_why": ("breakglass", {"note": ""}),
    "nobody_proposes_their_own_break_glass": ("breakglass", {"proposed_by_id": F("employee_id")}),
    "a_second_person_opens_a_break_glass": (
        "breakglass",
        {"confirmed_at": AT, "confirmed_by_id": F("proposed_by_id")},
    ),
    "an_open_break_glass_closes": ("breakglass", {"confirmed_at": AT + DAY}),
    "break_glass_is_used_in_time_by_its_proposer": ("breakglass", {"used_at": AT + DAY}),
    "another_purpose_is_named": ("reading", {"purpose": "other"}),
    "one_demo_marker": ("demomarker", {"id": 2}),
    "the_demo_clock_runs_forward": ("demomarker", {"clock_shift": -DAY}),
    "ended_entitlement_says_why": ("entitlement", {"status": "ended", "ended_at": AT, "ended_because": ""}),
    "a_grant_names_its_thing": ("grant", {"kind": "admin"}),
    "nobody_confirms_their_own_grant": ("grant", {"confirmed_by_id": F("employee_id")}),
    "an_own_address_had_a_former_one": ("addresschange", {"former": ""}),
    "manager_change_says_why": ("managerchange", {"reason": ""}),
    "an_extension_lengthens_once_confirmed": ("extension", {"extended_to": AT + DAY}),
    "an_opened_backfill_names_its_role": ("backfill", {"status": "opened", "opened_at": AT, "role": None}),
    "a_declined_backfill_says_why": ("backfill", {"status": "declined", "declined_at": AT, "declined_because": ""}),
    "nobody_answers_their_own_backfill": ("backfill", {"opened_by_id": F("requested_by_id")}),
    "a_terms_template_has_a_name": ("termstemplate", {"name": ""}),
    "a_skill_minimum_is_somebody": ("skillminimum", {"people": 0}),
    "a_skill_minimum_is_of_1_to_5": ("skillminimum", {"proficiency": 6}),
    "a_minimum_is_somebody": ("staffingminimum", {"people": 0}),
    "an_end_day_is_ordered_within_the_latest": ("entitlement", {"ordered_end_on": (AT + DAY).date()}),
    "terms_record_says_why": ("termsrecord", {"reason": ""}),
    "terms_records_follow_the_first": ("termsrecord", {"version": 1}),
    "unit_change_says_why": ("unitchange", {"reason": ""}),
    "merge_leads_to_another_unit": ("unitchange", {"into": None}),
    "sending_has_a_lease": ("notice", {"status": "sending", "sending_at": AT, "leased_until_at": None}),
    "undo_takes_time": ("placement", {"undo_until_at": AT}),
    "effective_after_undo": ("placement", {"effective_at": AT + timedelta(hours=1)}),
    "announced_between_undo_and_last_day": ("placement", {"announce_at": AT + 4 * DAY}),
    "finalised_is_announced": ("placement", {"status": "finalised", "finalised_at": AT, "announced_at": None}),
    "cancelled_says_why": ("placement", {"status": "cancelled", "cancelled_at": AT, "cancelled_because": ""}),
    "policy_is_not_retroactive": ("policy", {"effective_at": AT - DAY}),
    "policy_weights_sum_to_10000": ("policy", {"weight_skills_bp": 4_999}),
    "bands_weigh_no_shortage": ("policy", {"weight_shortage_bp": 5_000, "weight_skills_bp": 0}),
    "undraft_comes_first": ("policy", {"tier_own_request": 1}),
    "band_1_to_100_points": ("policy", {"band_bp": 99}),
    "undo_is_at_least_a_day": ("policy", {"undo_hours": 23}),
    "drafted_notice_at_most_30_days": ("policy", {"notice_days_drafted": 31}),
    "own_notice_at_most_60_days": ("policy", {"notice_days_own_request": 61}),
    "suppression_is_at_least_10": ("policy", {"suppression_floor": 9}),
    "pay_protected_1_to_120_months": ("policy", {"pay_protection_months": 0}),
    "offers_can_be_made": ("policy", {"live_offer_limit": 0}),
    "no_seat_is_oversold": ("role", {"taken": 3}),
    "level_band_is_one": ("role", {"level_min": 6}),
    "open_role_has_a_clearance": ("role", {"status": "open", "open_at": AT, "clearance_until_at": None}),
    "asked_level_1_to_5": ("roleskill", {"proficiency": 0}),
    "two_people_make_a_round": ("round", {"approver_id": F("preparing_by_id")}),
    "a_round_is_approved_by_its_approver": ("round", {"approved_at": AT, "approved_by_id": F("preparing_by_id")}),
    "a_frozen_round_is_bound": ("round", {"frozen_at": AT, "input_sha256": ""}),
    "secrets_are_revealed_after_the_approval": ("round", {"preparer_secret": "told too early"}),
    "a_discarded_round_says_why": ("round", {"status": "discarded", "discarded_at": AT, "discarded_because": ""}),
    "two_people_release_a_document": (
        "round",
        {
            "document_released_at": AT,
            "document_proposed_by_id": F("approver_id"),
            "document_released_by_id": F("approver_id"),
        },
    ),
    "who_left_says_why": ("ballot", {"left_at": AT}),
    "a_rating_is_1_to_5": ("rating", {"rating": 6}),
    "quiet_hours_have_two_ends": ("notificationpreference", {"quiet_from": "22:00"}),
    "a_digest_has_an_hour_of_the_day": ("notificationpreference", {"digest_hour": 24}),
    "nobody_rates_themselves": ("rating", {"rated_by_id": F("employee_id")}),
    "a_saved_search_asks_for_something": ("savedsearch", {"words": ""}),
    "a_decision_is_about_one_thing": ("decision", {"campaign_id": None}),
    "a_campaign_decision_says_why": ("decision", {"prompted_by": ""}),
    "a_tick_is_of_a_known_step": ("handovertick", {"step": "fly"}),
    "a_finding_says_why": ("finding", {"reasons": ""}),
    "a_finding_names_its_criterion": ("finding", {"criterion": "skill"}),
    "nobody_finds_against_themselves": ("finding", {"proposed_by_id": F("employee_id")}),
    "a_second_person_confirms_a_finding": ("finding", {"confirmed_at": AT, "confirmed_by_id": F("proposed_by_id")}),
    "a_finding_is_answered_once_confirmed": ("finding", {"answered_at": AT}),
    "a_finding_is_upheld_once_answered": ("finding", {"upheld_at": AT}),
    "progress_is_a_percentage": ("simulation", {"progress": 101}),
    "done_has_a_report": ("simulation", {"status": "done", "done_at": AT, "report": None}),
    "seals_count_from_1": ("seal", {"number": 0}),
    "a_seal_spans_transactions": ("seal", {"until": 0}),
    "a_seal_holds_events": ("seal", {"count": 0}),
    "a_release_suppresses": ("release", {"floor": 9}),
    "nobody_publishes_their_own_proposal": ("release", {"published_by_id": F("proposed_by_id")}),
    "a_cell_is_of_a_unit_or_of_levels": ("releasecell", {"lowest": 4, "highest": 5}),
    "undraft_is_shown_from_10_to_all_but_10": ("releasecell", {"undraft": 55}),
    "stay_and_none_are_shown_together_from_10": ("releasecell", {"stay": 5}),
    "a_site_is_shown_from_10_to_all_but_10": ("releasesite", {"undraft": 55}),
    "filings_are_shown_from_10": ("releaseday", {"filed": 5}),
    "a_survey_answer_is_1_to_5": ("surveyanswer", {"free": 6}),
    "a_survey_count_is_shown_from_10": ("surveyresult", {"agree": 5}),
    "shortage_in_basis_points": ("shortagesnapshot", {"shortage_bp": 100_001}),
    "only_refused_names": ("signinattempt", {"outcome": "failed"}),
}
BREAKS |= {
    f"{noun}_{status.value}_has_its_time": (noun, {"status": status.value, f"{status.value}_at": None})
    for noun in STATUSES
    for status in STATUSES[noun]
}

# constraint: (model, the values in which a second row may lawfully differ from the first)
TWINS: dict[str, tuple[str, dict[str, Any]]] = {
    "one_extension_a_deadline": ("extension", {}),
    "one_layout_a_name_and_version": ("savedlayout", {}),
    "one_minimum_a_campaign_and_unit": ("staffingminimum", {}),
    "one_terms_template_a_name": ("termstemplate", {}),
    "one_minimum_a_unit_and_skill": ("skillminimum", {}),
    "one_standing_backfill_a_seat": ("backfill", {}),
    "one_row_a_failing_work": ("failingwork", {}),
    "one_terms_record_a_version": ("termsrecord", {}),
    "unit_merges_once": ("unitchange", {}),
    "one_employee_an_email": (
        "employee",
        {"hr_id": "twin", "sign_in_name": "twin", "email": "PERSON@example.com"},
    ),
    "one_proficiency_a_person_and_skill": ("employeeskill", {}),
    "one_holiday_a_site_and_day": ("holiday", {}),
    "one_assignment_a_campaign_and_person": ("assignment", {}),
    "one_record_a_campaign_country": ("campaigncountry", {}),
    "one_exclusion_a_manager": ("exclusion", {}),
    "one_role_a_rank": ("preference", {"role": "other"}),
    "one_rank_a_role": ("preference", {"rank": 2}),
    "one_choice_a_version": ("choice", {}),
    "one_live_claim_a_role_and_person": ("claim", {}),
    "one_standing_break_glass_an_assignment": ("breakglass", {}),
    "one_standing_entitlement_an_assignment": ("entitlement", {}),
    "one_hiring_manager_a_role": ("grant", {"employee": "third", "status": "confirmed", "confirmed_at": AT}),
    "one_standing_grant_of_a_kind": ("grant", {}),
    "one_answer_a_form_key": ("idempotencykey", {}),
    "one_interest_a_role_and_week": ("interestsnapshot", {}),
    "one_notice_an_event_and_recipient": ("notice", {}),
    "one_pending_placement_a_person": ("placement", {"claim": "other"}),
    "releases_are_numbered": ("release", {"proposal": "other"}),
    "one_line_a_role_and_skill": ("roleskill", {}),
    "one_standing_finding_a_role_and_person": ("finding", {}),
    "one_line_a_round_and_role": ("roundrole", {"number": "2" * 32}),
    "one_number_a_role": ("roundrole", {"role": "other"}),
    "one_ballot_a_round_and_person": ("ballot", {"ballot": "3" * 32}),
    "one_run_a_number": ("roundrun", {}),
    "one_rating_a_role_and_person": ("rating", {}),
    "one_snapshot_a_unit_and_day": ("shortagesnapshot", {}),
    "one_cell_a_place": ("releasecell", {}),
    "one_site_a_place": ("releasesite", {}),
    "one_count_a_day": ("releaseday", {}),
    "one_part_in_a_survey_and_person": ("surveyparticipant", {"id": uuid.uuid4()}),
    "a_question_is_counted_once": ("surveyresult", {}),
    "one_run_a_job_and_slot": ("tick", {}),
    "one_digest_a_person_and_day": ("digest", {}),
    "one_tick_a_step": ("handovertick", {}),
    "one_saved_search_a_name": ("savedsearch", {"public_id": uuid.uuid4()}),
}


@pytest.fixture
def rows() -> Rows:
    return Rows()


def broken(error: IntegrityError) -> str:
    return str(getattr(error.__cause__, "diag").constraint_name)  # noqa: B009  (psycopg's own error)


def another(rows: Rows, noun: str) -> Model:
    """A second claim or role, so that a twin differs in everything but what its constraint is about."""
    changes: dict[str, Any] = {"code": "r2"} if noun == "role" else {"employee": rows.other}
    row = rows.model(noun)._default_manager.get(pk=rows.row(noun).pk)
    row.pk = None
    return insert(row, changes)


def insert(row: Model, changes: dict[str, Any]) -> Model:
    row.pk = None
    row._state.adding = True
    for field in row._meta.concrete_fields:
        if field.name == "public_id":
            setattr(row, field.name, field.get_default())
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(force_insert=True)
    return row


@pytest.mark.parametrize("name", BREAKS)
def test_check_refuses_what_it_is_there_for(rows: Rows, name: str) -> None:
    noun, changes = BREAKS[name]
    row = rows.row(noun)
    with pytest.raises(IntegrityError) as refusal, triggers_asleep():
        type(row)._default_manager.filter(pk=row.pk).update(**changes)
    assert broken(refusal.value) == name


@pytest.mark.parametrize("name", TWINS)
def test_unique_refuses_a_twin(rows: Rows, name: str) -> None:
    noun, changes = TWINS[name]
    row = rows.row(noun)
    changes = dict(changes)
    if changes.get("role") == "other":
        changes["role"] = another(rows, "role")
    if changes.get("claim") == "other":
        changes["claim"] = another(rows, "claim")
    if changes.get("proposal") == "other":
        changes["proposal"] = another(rows, "releaseproposal")
    if changes.get("employee") == "third":
        changes["employee"] = rows.employee("third")
    with triggers_asleep():
        if "status" in changes:  # the first row is where its twin wants to be
            type(row)._default_manager.filter(pk=row.pk).update(
                **{k: v for k, v in changes.items() if k.startswith(("status", changes["status"]))}
            )
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), triggers_asleep():
        insert(row, changes)
    assert broken(refusal.value) == name


def test_every_constraint_of_the_schema_is_tried_here() -> None:
    declared = {
        constraint.name: isinstance(constraint, UniqueConstraint)
        for label in ("accounts", "transfers")
        for model in apps.get_app_config(label).get_models()
        for constraint in model._meta.constraints
    }
    assert {name for name, is_unique in declared.items() if not is_unique} == set(BREAKS)
    assert {name for name, is_unique in declared.items() if is_unique} == set(TWINS)

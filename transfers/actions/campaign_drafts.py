"""A campaign while it is prepared: its words, its window, and what the law of each country asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Unit
from transfers import atomic, ledger, transition
from transfers.actions.decisions import decide_on_campaign, find_changes, record_decision, wall_clock
from transfers.actions.imports.cells import WrongCell, code
from transfers.actions.locks import lock_campaign
from transfers.calendars import local_deadline
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid
from transfers.models import Campaign, CampaignCountry
from transfers.models.notice import MAIL, MAIL_TEST
from transfers.models.terms import TermsSheet
from transfers.permissions.campaigns import (
    check_can_confirm_test_mail,
    check_can_create_campaign,
    check_can_prepare_campaign,
)
from transfers.sight.actor import Actor, employee_of
from transfers.states import CampaignStatus

_PARTS = ("statement", "text", "ask")
# as the file of assignments, whose rows name a campaign, reads it
_CODE = code(40)


@dataclass(frozen=True, slots=True)
class CountryRecord:
    """With whom was consulted and where the data-protection assessment is kept, in one country."""

    country: str
    consultation: str
    assessment: str


@dataclass(frozen=True, slots=True)
class CampaignDraft:
    """Everything HR writes down about a campaign; `deadline` is local wall-clock time in `deadline_zone`."""

    code: str
    name: str
    memo: str = ""
    memo_from: str = ""
    terms: TermsSheet = field(default_factory=dict)
    deadline: datetime | None = None
    deadline_zone: str = "UTC"
    until_placed: str = ""
    after_end: str = ""
    pool: Unit | None = None
    is_capture_excluded: bool = False
    assigned_units: Sequence[Unit] = ()
    countries: Sequence[CountryRecord] = ()


@atomic.write
def create_campaign(draft: CampaignDraft, *, by: Actor, clock: Clock = database_clock) -> Campaign:
    """Write down a campaign in preparation. Raises Invalid naming the field."""
    at = clock()
    check_can_create_campaign(by, at)
    campaign = Campaign(**_columns(draft))
    _check(campaign)
    transition.start(campaign, CampaignStatus.PREPARING, by=by, at=at)
    _write_relations(campaign, draft)
    return campaign


@atomic.write
def edit_campaign(
    campaign: Campaign, draft: CampaignDraft, *, prompted_by: str, by: Actor, clock: Clock = database_clock
) -> Campaign:
    """Replace what is written down about a campaign that has not opened yet.

    Raises NotVisible, NotAllowed, Invalid naming the field, also without what prompted it. Locks: the campaign.
    """
    campaign = lock_campaign(campaign.pk)
    at = clock()
    check_can_prepare_campaign(by, campaign, at)
    stood = _written(campaign)
    columns = _columns(draft)
    for name, value in columns.items():
        setattr(campaign, name, value)
    _check(campaign)
    campaign.save(update_fields=[*columns])
    _write_relations(campaign, draft)
    stands = _written(campaign)
    changes = [each for name in stands for each in find_changes(name, stood[name], stands[name])]
    decision = decide_on_campaign(campaign, prompted_by, *changes)
    if changes:
        record_decision("campaign.edited", decision, by=by, at=at)
    else:
        ledger.record("campaign.edited", campaign, by=by, at=at)
    return campaign


@atomic.write
def send_test_mail(campaign: Campaign, *, by: Actor, clock: Clock = database_clock) -> None:
    """Owe whoever asks one mail, sent the way the members' mail will be."""
    campaign = lock_campaign(campaign.pk)
    at = clock()
    check_can_prepare_campaign(by, campaign, at)
    event = ledger.record(MAIL_TEST, campaign, by=by, at=at)
    person = employee_of(by)
    if person is not None:
        refs = {"campaign": str(campaign.public_id)}
        ledger.owe(event, person, MAIL_TEST, at=at, refs=refs, channels=(MAIL,))


@atomic.write
def confirm_test_mail(campaign: Campaign, *, by: Actor, clock: Clock = database_clock) -> Campaign:
    """Write down that a test mail arrived: mail works."""
    campaign = lock_campaign(campaign.pk)
    at = clock()
    check_can_confirm_test_mail(by, campaign, at)
    Campaign.objects.filter(pk=campaign.pk).update(mail_tested_at=at)
    campaign.mail_tested_at = at
    ledger.record("campaign.mail_confirmed", campaign, by=by, at=at)
    return campaign


def _columns(draft: CampaignDraft) -> dict[str, Any]:
    deadline_at = local_deadline(draft.deadline, draft.deadline_zone, gettext=_) if draft.deadline else None
    return {
        "code": draft.code.strip(),
        "name": draft.name.strip(),
        "memo": draft.memo,
        "memo_from": draft.memo_from.strip(),
        "terms": draft.terms,
        "deadline_at": deadline_at,
        "deadline_zone": draft.deadline_zone,
        "until_placed": draft.until_placed,
        "after_end": draft.after_end,
        "pool": draft.pool,
        "is_capture_excluded": draft.is_capture_excluded,
    }


def _check(campaign: Campaign) -> None:
    try:
        _CODE(campaign.code)
    except WrongCell as wrong:
        raise Invalid(wrong.message, field="code") from wrong
    try:
        campaign.full_clean(exclude=["status"])
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise Invalid(messages[0], field="" if name == "__all__" else name) from error


def _write_relations(campaign: Campaign, draft: CampaignDraft) -> None:
    campaign.assigned_units.set(draft.assigned_units)
    known = {record.country: record for record in CampaignCountry.objects.filter(campaign=campaign)}
    for record in draft.countries:
        row = known.pop(record.country, None) or CampaignCountry(campaign=campaign, country=record.country)
        row.consultation, row.assessment = record.consultation, record.assessment
        row.save()
    for row in known.values():
        row.delete()


def _written(campaign: Campaign) -> dict[str, dict[str, Any]]:
    """Everything that is written down about a campaign, by what it is and whose: what a log compares."""
    words = {name: {"": getattr(campaign, name)} for name in ("code", "name", "memo", "memo_from", "until_placed")}
    of_countries = CampaignCountry.objects.filter(campaign=campaign)
    return {
        **words,
        "deadline": {"": wall_clock(campaign.deadline_at, campaign.deadline_zone)},
        "after_end": {"": campaign.after_end},
        "pool": {"": campaign.pool.name if campaign.pool is not None else ""},
        "is_capture_excluded": {"": campaign.is_capture_excluded},
        "assigned_units": {"": sorted(campaign.assigned_units.values_list("name", flat=True))},
        "terms": {topic: [line[part] for part in _PARTS] for topic, line in campaign.terms.items()},
        "countries": {each.country: [each.consultation, each.assessment] for each in of_countries},
    }

"""Whose days count: holidays of a site, and a person's own days away."""

from datetime import date, datetime, timedelta

from accounts.models import Employee, Holiday, Site
from transfers.calendars import add_working_days, end_of_day, expiry_after, local_date, start_of_day
from transfers.models import Entitlement, Placement, Policy

# how far ahead an open-ended leave is read as days away
_FAR = timedelta(days=730)


def get_holidays(site: Site) -> frozenset[date]:
    """The days on which nobody works at a site."""
    return frozenset(Holiday.objects.filter(site=site).values_list("on", flat=True))


def get_days_off(person: Employee, at: datetime) -> frozenset[date]:
    """A person's days that are no working days: their site's holidays and their leave from today on."""
    days = get_holidays(person.site)
    if person.on_leave_from is None:
        return days
    today = local_date(at, person.zone)
    first = max(person.on_leave_from, today)
    last = min(person.on_leave_until or today + _FAR, today + _FAR)
    return days | {first + timedelta(days=n) for n in range((last - first).days + 1)}


def get_claim_expiry(person: Employee, policy: Policy, at: datetime) -> datetime:
    """When an offer made at `at` expires: the end of the policy's last working day in the person's calendar.

    Days of leave do not count, so that an offer's clock pauses while its holder is away.
    """
    return expiry_after(at, policy.claim_expiry_working_days, person.zone, get_days_off(person, at))


def get_trial_end(placement: Placement) -> datetime:
    """The instant at which the last day of trial is over, in the zone of the role's site."""
    return end_of_day(placement.trial_ends_on, placement.role.site.time_zone)


def get_end_day(entitlement: Entitlement) -> datetime:
    """The instant at which the end day begins, where the person works."""
    return start_of_day(entitlement.end_on, entitlement.assignment.employee.zone)


def get_end_day_announcement(entitlement: Entitlement, holidays: frozenset[date] | None = None) -> datetime:
    """From when the chain may know of the return: the policy's working days before it, as with a placement.

    `holidays` of the person's site save a query where many are asked for.
    """
    person, lead = entitlement.assignment.employee, entitlement.policy.announcement_lead_working_days
    if holidays is None:
        holidays = get_holidays(person.site)
    return start_of_day(add_working_days(entitlement.end_on, -lead, holidays), person.zone)

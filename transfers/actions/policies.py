"""Publishing the rules' numbers: immutable versions, effective in the future."""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from transfers import atomic
from transfers.actions.decisions import Change, change, decide_on_policy, record_decision
from transfers.clock import Clock, database_clock
from transfers.errors import Invalid, NotAllowed
from transfers.models import Policy
from transfers.permissions.policies import check_can_publish_policy
from transfers.sight.actor import PORTAL, Actor, employee_of

_MADE_BY_PUBLISHING = frozenset({"id", "version", "published_at", "published_by", "effective_at", "note"})

Values = Mapping[str, int | str | None]


def policy_fields() -> tuple[str, ...]:
    """The names of the numbers a policy holds, in the model's order."""
    return tuple(field.name for field in Policy._meta.concrete_fields if field.name not in _MADE_BY_PUBLISHING)


@atomic.write
def publish_policy(
    values: Values, *, effective_at: datetime, note: str, by: Actor, clock: Clock = database_clock
) -> Policy:
    """Publish the next version: the latest with `values` over it. It takes effect later than now and never changes.

    `note` says what changes and what prompted it: everybody reads it. Raises Invalid, with the field, where it is
    missing and for values that no policy may hold. Locks: the latest version.
    """
    Policy.objects.order_by("-version").select_for_update().first()
    latest = Policy.objects.order_by("-version").first()
    at = clock()
    check_can_publish_policy(by, at)
    if latest is None:
        raise NotAllowed(_("The first policy is published when the portal is set up."))
    if not note.strip():
        raise Invalid(_("Say what changes, and what prompted it: everybody reads it with the policy."), field="note")
    if effective_at <= at:
        raise Invalid(_("A policy takes effect in the future."), field="effective_at")
    if effective_at < latest.effective_at:
        raise Invalid(
            _("Version %(version)d takes effect later than this; a newer version may not come before it.")
            % {"version": latest.version},
            field="effective_at",
        )
    known = policy_fields()
    numbers = {name: getattr(latest, name) for name in known} | {k: v for k, v in values.items() if k in known}
    return _publish(numbers, effective_at=effective_at, note=note, by=by, at=at, latest=latest)


@atomic.write
def publish_first_policy(
    values: Values | None = None, *, by: Actor = PORTAL, clock: Clock = database_clock
) -> Policy:
    """Publish version 1, in force at once, with the model's defaults; once one exists it is returned as it is."""
    at = clock()
    check_can_publish_policy(by, at)
    first = Policy.objects.order_by("version").first()
    if first is not None:
        return first
    return _publish(dict(values or {}), effective_at=at, note=_("The first policy."), by=by, at=at)


def _publish(
    numbers: Values,
    *,
    effective_at: datetime,
    note: str,
    by: Actor,
    at: datetime,
    latest: Policy | None = None,
) -> Policy:
    version = (Policy.objects.aggregate(top=Max("version"))["top"] or 0) + 1
    policy = Policy(
        version=version,
        published_at=at,
        published_by=employee_of(by),
        effective_at=effective_at,
        note=note.strip(),
        **numbers,
    )
    try:
        policy.full_clean()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Invalid(messages[0], field="" if field == "__all__" else field) from error
    policy.save(force_insert=True)
    decision = decide_on_policy(policy, *_find_changes(latest, policy))
    record_decision("policy.published", decision, by=by, at=at)
    return policy


def _find_changes(latest: Policy | None, policy: Policy) -> list[Change]:
    """What a version sets otherwise than the one before it; of the first version, nothing."""
    if latest is None:
        return []
    pairs = ((name, getattr(latest, name), getattr(policy, name)) for name in policy_fields())
    return [change(name, was, now) for name, was, now in pairs if was != now]

"""The admin as tests walk it: who is there, its addresses, and a form sent."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model
from django.test import Client
from django.urls import reverse

from accounts.models import Employee
from tests import factories as f
from tests.pages import fields_of
from transfers.models import Assignment, Campaign, Placement
from transfers.queries.overviews import Overview, get_overview
from transfers.queries.waiting import Waiting
from transfers.sight.hats import is_admin, is_hr_partner


@dataclass
class World:
    """One person in every state that the admin may or may not show."""

    admin: Employee
    partner: Employee
    other: Employee
    campaign: Campaign
    undrafted: Assignment
    pending: Placement
    moved: Placement


def make_world() -> World:
    campaign = f.campaign(code="shown")
    undrafted = f.undrafted(in_campaign=campaign)
    f.file(f.assignment(in_campaign=campaign), "stay")
    return World(
        admin=f.admin(name="Ada Admin"),
        partner=f.hr_partner(campaign, name="Hanna Partner"),
        other=f.EmployeeFactory.create(),
        campaign=campaign,
        undrafted=undrafted,
        pending=f.placement_at("pending"),
        moved=f.placement_at("finalised"),
    )


def signed_in(person: Employee) -> Client:
    client = Client()
    client.force_login(person)
    return client


def list_of(model: type[Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def page_of(thing: Model, verb: str = "") -> str:
    noun = f"admin:{thing._meta.app_label}_{thing._meta.model_name}"
    return reverse(f"{noun}_verb", args=[thing.pk, verb]) if verb else reverse(f"{noun}_change", args=[thing.pk])


def new(model: type[Model], verb: str) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_new", args=[verb])


def drawn(client: Client, address: str) -> dict[str, str]:
    """The hidden fields of a verb's form, as its page draws them."""
    return fields_of(client.get(address))


def waiting_of(viewer: Employee, at: datetime) -> list[Waiting]:
    """What waits for somebody on their first page."""
    return list(overview_of(viewer, at).waiting)


def overview_of(viewer: Employee, at: datetime) -> Overview:
    """All that their first page shows."""
    return get_overview(viewer, at, is_admin=is_admin(viewer, at), is_partner=is_hr_partner(viewer, at))

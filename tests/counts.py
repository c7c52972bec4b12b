"""A closed campaign in which enough people filed for a release to show something."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from accounts.models import Employee, Site, Unit
from tests import factories as f
from transfers import transition
from transfers.actions.campaigns import close_campaign
from transfers.actions.releases import propose_release, publish_release
from transfers.models import Assignment, Campaign, Release
from transfers.sight.actor import PORTAL
from transfers.states import AssignmentStatus

FILED = ("undraft", "stay", "none")


@dataclass
class Counted:
    """A campaign and its units under one roof; people by unit and by what they filed, each level at a site."""

    opened_at: datetime
    campaign: Campaign = field(init=False)
    roof: Unit = field(init=False)
    origin: Unit = field(init=False)
    first: Employee = field(init=False)
    second: Employee = field(init=False)
    site: Site = field(init=False)  # where everybody works who is not of level 5

    def __post_init__(self) -> None:
        self.campaign = f.campaign(
            name="Applied AI",
            opened_at=self.opened_at,
            deadline_at=self.opened_at + 14 * f.DAY,
            after_end="origin",
        )
        self.roof, self.origin = f.UnitFactory.create(name="Applied AI"), f.UnitFactory.create(name="Origin")
        self.first, self.second = f.admin(), f.admin()
        self.site = f.SiteFactory.create(code="lisbon", name="=Lisbon")

    def unit(self, name: str) -> Unit:
        return f.UnitFactory.create(name=name, parent=self.roof)

    def people(self, unit: Unit, number: int, option: str, *, level: int = 5) -> list[Assignment]:
        """So many people of a unit who filed this, or nothing where it is "none"; in bulk, for they are many."""
        site = self.first.site if level == 5 else self.site
        alike = {"unit": unit, "level": level, "job_family": self.first.job_family, "site": site}
        people = f.EmployeeFactory.build_batch(number, skilled={}, **alike)
        for person in people:
            person.sort_name = person.name
        Employee.objects.bulk_create(people)
        made = [
            Assignment(
                campaign=self.campaign,
                employee=person,
                origin_unit=self.origin,
                assigned_unit=unit,
                assigned_on=self.opened_at.date(),
            )
            for person in people
        ]
        at = self.opened_at - f.DAY
        transition.start_all(made, AssignmentStatus.ACTIVE, by=PORTAL, at=at, subject_field="employee_id")
        for of in made if option != "none" else []:
            f.file(of, option, at=self.opened_at + f.DAY)
        return made

    @property
    def over_at(self) -> datetime:
        """The first instant at which a release may be proposed."""
        late = timedelta(days=f.policy().late_filing_days)
        assert self.campaign.closes_at is not None
        return self.campaign.closes_at + late + f.HOUR

    def close(self) -> None:
        assert self.campaign.closes_at is not None
        close_campaign(self.campaign, by=PORTAL, clock=f.clock_at(self.campaign.closes_at + timedelta(minutes=1)))
        self.campaign.refresh_from_db()

    def publish(self, *, at: datetime | None = None) -> Release:
        at = at or self.over_at
        propose_release(self.campaign, by=self.first, clock=f.clock_at(at))
        return publish_release(self.campaign, by=self.second, clock=f.clock_at(at + f.HOUR))


def counted(opened_at: datetime) -> Counted:
    """Three units: one that can be shown, two small ones that hide each other; two levels, at two sites."""
    made = Counted(opened_at)
    large, small, smaller = made.unit("Models"), made.unit("Data"), made.unit("=Tools")
    for unit, numbers in ((large, (22, 11, 22)), (small, (6, 2, 44)), (smaller, (7, 2, 4))):
        for option, number in zip(FILED, numbers, strict=True):
            made.people(unit, number // 2, option, level=5)
            made.people(unit, number - number // 2, option, level=6)
    made.close()
    return made

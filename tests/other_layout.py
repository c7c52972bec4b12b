"""People as another system writes them, what is wrong in some rows, and how a page has it mended."""

import csv
import io

from accounts.models import Employee
from tests import factories as f

HEAD = "Worker ID;Legal Name;Work Email;Department;Manager;Job Profile;Grade;Location;Hire Date;Leave Start;Leave End"


def company() -> Employee:
    """The one place where everybody of these files works, under one of two people of the same name."""
    made = f.EmployeeFactory.create(
        hr_id="1",
        name="Kim Lee",
        unit=f.UnitFactory.create(code="DEP"),
        job_family=f.JobFamilyFactory.create(code="ENG"),
        site=f.SiteFactory.create(code="BER"),
    )
    f.EmployeeFactory.create(hr_id="2", name="Kim Lee", unit=made.unit)
    f.EmployeeFactory.create(hr_id="3", name="Ada Lovelace", unit=made.unit)
    return made


def row(number: int, **other: str) -> str:
    """A sound row of another system's file, but for what is given."""
    cells = {
        "id": str(number),
        "name": f'"Smith{number}, Jo"',
        "mail": f"jo{number}@example.com",
        "unit": "DEP",
        "manager": '"Lovelace, Ada"',
        "family": "ENG",
        "level": "IC5",
        "site": "BER",
        "hired": "31.01.2020",
        "since": "",
        "until": "",
    }
    return ";".join({**cells, **other}.values())


def with_errors() -> str:
    """Forty-four people, fourteen of whose rows hold twelve kinds of error."""
    wrong = [
        row(10, unit="NOWHERE"),
        row(11, family="ART"),
        row(12, site="MARS"),
        row(13, level="Chief"),
        row(14, hired="31.02.2020"),
        row(15, mail="nobody"),
        row(16, manager='"Lee, Kim"'),
        row(17, manager='"Nobody, At All"'),
        row(18),
        row(18, mail="other@example.com"),
        row(19, mail="JO20@example.com"),
        row(20),
        row(21, name=""),
        row(22, since="2029-05-01", until="2029-04-01"),
    ]
    return "\n".join([HEAD, *wrong, *(row(n) for n in range(30, 60))])


# what a page says of a cell → what somebody writes who knows nothing else
MENDS: tuple[tuple[str, str, str], ...] = (
    ("No unit has the code", "Department", "DEP"),
    ("No job family has the code", "Job Profile", "ENG"),
    ("No site has the code", "Location", "BER"),
    ("is not a whole number from 1 to 20", "Grade", "5"),
    ("is not a day such as 21.11.2026 (DD.MM.YYYY)", "Hire Date", "21.11.2026"),
    ("is not a mail address", "Work Email", "new-{n}@example.com"),
    ("Write the id of the one who is meant", "Manager", "1"),
    ("Write the person’s id", "Manager", "3"),
    ("stands in row", "Worker ID", "new-{n}"),
    ("@example.com” stands in row", "Work Email", "new-{n}@example.com"),
    ("This must not be empty", "Legal Name", "Smith, Jo"),
    ("The leave ends before it starts", "Leave End", "2030-01-01"),
)


def mended(given: bytes, met: set[str]) -> bytes:
    """The file of wrong rows, each cell mended by its sentence alone; `met` is which sentences there were."""
    rows = list(csv.DictReader(io.StringIO(given.decode("utf-8-sig")), delimiter=";"))
    for each in rows:
        number = each["error"].split(" ·")[0]
        told = [mend for mend in MENDS if mend[0] in each["error"] and f"{mend[1]}: " in each["error"]]
        assert told, each["error"]
        for says, column, text in told:
            met.add(says)
            each[column] = text.format(n=number)
    made = io.StringIO()
    writer = csv.DictWriter(made, rows[0].keys(), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue().encode()

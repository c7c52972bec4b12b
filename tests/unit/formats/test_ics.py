"""The deadline's calendar file."""

from datetime import UTC, datetime, timedelta, timezone

from icalendar import Calendar

from transfers.formats.ics import write_deadline

DEADLINE = datetime(2026, 12, 11, 18, tzinfo=timezone(timedelta(hours=1)))
MADE = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_deadline_is_private_and_holds_only_what_it_was_given() -> None:
    text = write_deadline(uid="abc@undraft", deadline=DEADLINE, made_at=MADE, title="A date in Undraft").decode()
    assert text.splitlines() == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Undraft//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        "SUMMARY:A date in Undraft",
        "DTSTART:20261211T170000Z",
        "DTSTAMP:20261123T090000Z",
        "UID:abc@undraft",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def test_title_with_a_line_break_cannot_add_a_property() -> None:
    made = write_deadline(
        uid="a", deadline=DEADLINE, made_at=MADE, title="x\r\nCLASS:PUBLIC", url="https://undraft.example/"
    )
    (event,) = Calendar.from_ical(made.decode()).walk("VEVENT")
    assert event["CLASS"] == "PRIVATE"
    assert event["URL"] == "https://undraft.example/"
    assert made.count(b"CLASS:PUBLIC\r\n") == made.count(b"\\nCLASS:PUBLIC\r\n") == 1

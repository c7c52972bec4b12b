"""German is whole, as neutral as English, and has days and numbers of its own."""

from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import translation

from accounts.models import Employee
from tests import factories as f
from tests.engineer import member
from tests.integration.test_equal_shadow import NEAR, OPTIONS, members, walk
from tests.pages import freshly_signed_in, signed_in, size_of, text_of
from transfers.forms.choices import get_options
from transfers.matching.explanation import Names, why_here
from transfers.matching.ranking import Reason
from transfers.models.terms import TermsLine
from transfers.queries.days import day_in_words, minute_in_words, weekday_in_words
from transfers.queries.role_words import get_brief_terms
from transfers.templatetags.ui import points

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_options_are_said_at_one_length_in_every_language(language: str) -> None:
    """Fails where a translation lets one option look larger or say more than the other."""
    with translation.override(language):
        cards = [len(option.label + option.hint) for option in get_options("Applied AI", undraft_first=False)]
    assert abs(cards[0] - cards[1]) <= 0.15 * max(cards)


@pytest.mark.django_db
def test_filing_either_option_gives_answers_of_one_size_in_german_too() -> None:
    made = members(first_undraft=True)
    Employee.objects.update(language="de")
    walks = [walk(of, option) for of, option in zip(made, OPTIONS, strict=True)]
    assert "Prüfen Sie Ihre Antwort" in text_of(walks[0][1])
    for stay, undraft in zip(*walks, strict=True):
        assert stay.status_code == undraft.status_code
        assert abs(size_of(stay) - size_of(undraft)) <= NEAR, stay.request["PATH_INFO"]


@pytest.mark.django_db
def test_question_in_german_says_nothing_for_either_option() -> None:
    of = member(employee=f.EmployeeFactory.create(language="de"))
    page = text_of(signed_in(of.employee).get(f"/choice/{of.public_id}/"))
    assert "Bleiben" in page
    assert "Wechseln" in page
    assert "checked" not in page
    assert [word for word in ("lieber", "leider", "sicher, dass", "empfehl", "verlieren") if word in page] == []


def test_terms_that_stay_the_same_keep_the_capitals_of_the_language() -> None:
    same: TermsLine = {"statement": "no_change", "text": "", "ask": ""}
    sheet = dict.fromkeys(("pay", "review"), same)
    with translation.override("en-gb"):
        assert get_brief_terms(sheet)[0] == "No change: pay, performance review"
    with translation.override("de"):
        assert get_brief_terms(sheet)[0] == "Keine Änderung: Gehalt, Beurteilung"


def test_days_and_times_are_in_the_order_of_the_language() -> None:
    at = datetime(2026, 11, 21, 17, 5, tzinfo=UTC)
    with translation.override("en-gb"):
        assert day_in_words(at) == "21 November 2026"
        assert weekday_in_words(at) == "Saturday 21 November 2026"
        assert minute_in_words(at) == "17:05"
    with translation.override("de"):
        assert day_in_words(date(2026, 11, 21)) == "21. November 2026"
        assert weekday_in_words(at) == "Samstag, 21. November 2026"
        assert minute_in_words(at) == "17:05"


def test_deadline_in_german_names_the_zone() -> None:
    with translation.override("de"):
        drawn = Template('{% load ui %}{% due at zone="Europe/Berlin" company_zone="Europe/Berlin" %}').render(
            Context({"at": datetime(2026, 11, 21, 16, 5, tzinfo=UTC)})
        )
    assert "Samstag, 21. November 2026 um 17:05" in drawn
    assert "Zeit in Berlin" in drawn


def test_numbers_have_the_marks_of_the_language() -> None:
    with translation.override("de"):
        assert points(1250) == "12,5\N{NO-BREAK SPACE}%"
    with translation.override("en-gb"):
        assert points(1250) == "12.5\N{NO-BREAK SPACE}%"


def test_engine_s_sentence_is_in_the_reader_s_language() -> None:
    params = {"unit": 1, "short": 3, "approved": 10, "share_bp": 3050}
    with translation.override("de"):
        said = why_here(
            [Reason("short", params), Reason("same_site", {})], Names(units={1: "Zahlungen"}), translation
        )
    assert said == "Zahlungen fehlen 3 von 10 Personen (30,5\N{NO-BREAK SPACE}%); gleiche Stadt"


@pytest.mark.django_db
def test_copy_of_the_record_as_a_file_is_the_same_in_every_language() -> None:
    person = f.EmployeeFactory.create(language="de")
    sent = freshly_signed_in(person).post("/my-record/copy/", {"kind": "json"})
    assert '"HR id"' in text_of(sent)
    assert "Stand vom" not in text_of(sent)

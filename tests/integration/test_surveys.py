"""The survey: the same for every member, answered once, led back to nobody, counted by the rules of counts."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from accounts.models import Employee
from tests import factories as f
from tests.pages import CHANGING, THEN, signed_in, text_of, travel
from transfers.actions.assignments import void_assignment
from transfers.actions.surveys import answer_survey, work_on_survey
from transfers.errors import Invalid, NotAllowed, NotVisible
from transfers.models import Assignment, Campaign, Event, Notice, SurveyAnswer, SurveyParticipant, SurveyResult
from transfers.queries.surveys import get_campaigns_with_survey_work
from transfers.sight.actor import PORTAL

SECOND = timedelta(seconds=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    return f.campaign(opened_at=THEN - f.DAY, deadline_at=THEN + 13 * f.DAY, after_end="origin")


def members(campaign: Campaign, number: int) -> list[Employee]:
    people = [f.EmployeeFactory.create(name="Ada Member") for _ in range(number)]
    for person in people:
        f.assignment(campaign, employee=person)
    return people


def voided(campaign: Campaign) -> Assignment:
    made = f.assignment(campaign)
    void_assignment(made, because="By mistake.", by=f.hr_partner(campaign), clock=f.clock_at(THEN))
    return made


def answer(campaign: Campaign, person: Employee, free: int | None, informed: int | None, *, at: datetime) -> bool:
    return answer_survey(campaign, free=free, informed=informed, by=person, clock=f.clock_at(at))


def work(campaign: Campaign, at: datetime) -> None:
    work_on_survey(campaign, clock=f.clock_at(at))


def over_at(campaign: Campaign) -> datetime:
    campaign.refresh_from_db()
    assert campaign.closes_at is not None
    return campaign.closes_at


def transactions(model: type) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT xmin::text FROM {model._meta.db_table}")  # type: ignore[attr-defined]
        return {row[0] for row in cursor.fetchall()}


def order_of(column: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM transfers_surveyanswer ORDER BY ctid")
        return [row[0] for row in cursor.fetchall()]


def test_answer_is_kept_apart_from_who_gave_it_and_leaves_no_event(campaign: Campaign) -> None:
    [person] = members(campaign, 1)
    before = Event.objects.count()
    assert answer(campaign, person, 4, None, at=THEN)
    assert Event.objects.count() == before
    assert {field.name for field in SurveyAnswer._meta.fields} == {
        "id", "campaign", "wave", "answered_on", "free", "informed",
    }  # fmt: skip
    assert {field.name for field in SurveyParticipant._meta.fields} == {"id", "campaign", "employee", "wave"}


def test_second_answer_changes_nothing(campaign: Campaign) -> None:
    [person] = members(campaign, 1)
    assert answer(campaign, person, 4, 4, at=THEN)
    assert not answer(campaign, person, 1, 1, at=THEN + f.HOUR)
    assert SurveyAnswer.objects.get().free == 4


def test_answer_of_who_is_no_member_is_not_found(campaign: Campaign) -> None:
    with pytest.raises(NotVisible):
        answer(campaign, f.EmployeeFactory.create(), 4, 4, at=THEN)
    with pytest.raises(NotVisible):
        answer(campaign, voided(campaign).employee, 4, 4, at=THEN)


def test_portal_answers_nothing(campaign: Campaign) -> None:
    members(campaign, 1)
    with pytest.raises(NotVisible):
        answer_survey(campaign, free=4, informed=4, by=PORTAL, clock=f.clock_at(THEN))


def test_answer_between_the_waves_is_refused(campaign: Campaign) -> None:
    [person] = members(campaign, 1)
    over = over_at(campaign)
    for at in (over, over + 29 * f.DAY, over + 44 * f.DAY, over + 89 * f.DAY, over + 104 * f.DAY):
        with pytest.raises(NotAllowed, match="closed"):
            answer(campaign, person, 4, 4, at=at)
    for at in (over - SECOND, over + 30 * f.DAY, over + 90 * f.DAY):
        assert answer(campaign, person, 4, 4, at=at)


def test_empty_answer_is_refused(campaign: Campaign) -> None:
    [person] = members(campaign, 1)
    with pytest.raises(Invalid, match="Answer one of the two"):
        answer(campaign, person, None, None, at=THEN)


def test_mixing_leaves_neither_order_nor_transaction(campaign: Campaign) -> None:
    people = members(campaign, 40)
    for number, person in enumerate(people):
        answer(campaign, person, 1 + number % 5, 1 + number // 8, at=THEN)
    said = sorted(order_of("informed"))
    assert order_of("informed") == said  # as they were written, so the order did tell
    work(campaign, THEN + f.DAY)
    assert order_of("informed") != said
    assert sorted(order_of("informed")) == said
    assert len(transactions(SurveyAnswer)) == len(transactions(SurveyParticipant)) == 1
    assert set(SurveyAnswer.objects.values_list("answered_on", flat=True)) == {(THEN + f.DAY).date()}


def test_mixing_waits_for_enough_answers_and_for_the_next_day(campaign: Campaign) -> None:
    people = members(campaign, 19)
    for person in people[:9]:
        answer(campaign, person, 3, 3, at=THEN)
    assert get_campaigns_with_survey_work(THEN + f.HOUR) == []
    answer(campaign, people[9], 3, 3, at=THEN)
    assert get_campaigns_with_survey_work(THEN + f.HOUR) == [campaign.pk]
    work(campaign, THEN + f.HOUR)
    for person in people[10:]:
        answer(campaign, person, 3, 3, at=THEN + f.HOUR)
    assert SurveyAnswer.objects.filter(answered_on__isnull=True).count() == 9
    work(campaign, THEN + f.DAY)
    assert SurveyAnswer.objects.filter(answered_on__isnull=True).count() == 9


def test_counts_follow_the_rules_of_counts_and_the_rows_go(campaign: Campaign) -> None:
    for number, person in enumerate(members(campaign, 60)):
        # 31 agree, 17 stand between, 12 disagree; of the other question all agree
        answer(campaign, person, 5 if number < 31 else 3 if number < 48 else 1, 4, at=THEN)
    over = over_at(campaign)
    work(campaign, over - SECOND)
    assert not SurveyResult.objects.exists()
    work(campaign, over)
    free, informed = SurveyResult.objects.order_by("pk")
    assert (free.disagree, free.neither, free.agree) == (10, 15, 30)
    assert (informed.disagree, informed.neither, informed.agree) == (None, None, None)
    assert not SurveyAnswer.objects.exists()
    assert not SurveyParticipant.objects.exists()
    work(campaign, over + f.DAY)
    assert SurveyResult.objects.count() == 2


def test_counted_wave_does_not_open_again_with_the_window(campaign: Campaign) -> None:
    [person] = members(campaign, 1)
    over = over_at(campaign)
    work(campaign, over)
    Campaign.objects.update(closes_at=over + 10 * f.DAY, deadline_at=over + 10 * f.DAY)
    with pytest.raises(NotAllowed, match="closed"):
        answer(campaign, person, 4, 4, at=over + f.DAY)


def test_every_member_is_told_of_a_later_wave_once_whatever_they_filed(campaign: Campaign) -> None:
    people = members(campaign, 4)
    for person, option in zip(people, ("stay", "undraft"), strict=False):
        f.file(Assignment.objects.get(employee=person), option, at=THEN)
    gone = voided(campaign).employee
    begins = over_at(campaign) + 30 * f.DAY
    work(campaign, begins - SECOND)
    assert not Notice.objects.filter(template="campaign.survey_opened").exists()
    work(campaign, begins)
    work(campaign, begins + f.DAY)
    told = Notice.objects.filter(template="campaign.survey_opened", channel="inbox")
    assert sorted(told.values_list("recipient", flat=True)) == sorted(person.pk for person in people)
    assert not told.filter(recipient=gone).exists()


def test_page_asks_and_then_says_that_one_took_part(campaign: Campaign) -> None:
    travel(THEN)
    [person] = members(campaign, 1)
    client, page = signed_in(person), f"/surveys/{campaign.public_id}/"
    home = text_of(client.get("/"))
    assert "Answer two questions, if you like" in home
    assert "Once shuffled, nobody can tell which answer is yours" in home
    assert "checked" not in text_of(client.get(page))
    refused = client.post(page, {})
    assert refused.status_code == 400
    assert "Answer one of the two" in text_of(refused)
    assert client.post(page, {"free": "6"}).status_code == 400
    taken = text_of(client.post(page, {"free": "2"}, follow=True))
    assert "Your answer is stored without your name." in taken
    assert "You have taken part" in taken
    client.post(page, {"free": "5"})
    assert SurveyAnswer.objects.get().free == 2


def test_pages_are_the_same_whatever_was_filed(campaign: Campaign) -> None:
    travel(THEN)
    people = members(campaign, 2)
    for person, option in zip(people, ("stay", "undraft"), strict=True):
        f.file(Assignment.objects.get(employee=person), option, at=THEN - f.HOUR)
    pages = [signed_in(person).get(f"/surveys/{campaign.public_id}/") for person in people]
    assert {page.status_code for page in pages} == {200}
    assert len({CHANGING.sub("", text_of(page)) for page in pages}) == 1


def test_results_are_the_same_for_everybody(campaign: Campaign) -> None:
    travel(over_at(campaign) + f.DAY)
    for person in members(campaign, 24):
        answer(campaign, person, 5 if person.pk % 2 else 1, None, at=THEN)
    work(campaign, over_at(campaign))
    page = text_of(signed_in(f.EmployeeFactory.create()).get("/surveys/"))
    assert "I can decide freely" in page
    assert page.count("<td>10") == 1
    assert page.count(">not shown<") == 5


def test_page_of_a_wave_that_is_over_is_not_found(campaign: Campaign) -> None:
    [person] = members(campaign, 1)
    travel(over_at(campaign) + f.DAY)
    client = signed_in(person)
    assert client.get(f"/surveys/{campaign.public_id}/").status_code == 404
    assert "Answer two questions" not in text_of(client.get("/"))

"""Form keys, versions, the nudge and paging, as pages use them."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from celery import Celery, current_app
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import Client, RequestFactory
from django.urls import path

from portal import urls as portal_urls
from portal.celery import app as queue
from tests.rows import Rows
from transfers import nudges, web
from transfers.atomic import FormKeyReused
from transfers.errors import Invalid, Stale
from transfers.sight.actor import Person

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
AT = datetime(2026, 11, 28, 9, tzinfo=UTC)


@web.person_page
def hello(request: HttpRequest, viewer: Person, thing: UUID) -> HttpResponse:
    return HttpResponse(viewer.name)


urlpatterns = [path("things/<uuid:thing>/", hello), *portal_urls.urlpatterns]


def post(**fields: str) -> HttpRequest:
    return RequestFactory().post("/things/", fields)


def test_person_page_hands_the_view_its_viewer(client: Client) -> None:
    client.force_login(Rows().person)
    assert client.get(f"/things/{uuid4()}/").content == b"Person"


def test_person_page_leads_the_signed_out_to_sign_in_whatever_the_method(client: Client) -> None:
    address = f"/things/{uuid4()}/"
    assert client.get(address)["Location"] == f"/account/sign-in/?next={address}"
    assert client.post(address)["Location"] == "/account/sign-in/?next=/"


def test_drawn_form_gives_back_its_version_and_instant() -> None:
    person, thing = Rows().person, uuid4()
    keys = web.form_keys(person, "choose", thing, version=3, at=AT)
    drawn = web.read_drawn(post(drawn=keys.drawn), person, "choose", thing, at=AT + timedelta(minutes=5))
    assert drawn == web.Drawn(version=3, at=AT)


def test_form_keys_differ_at_every_rendering() -> None:
    person, thing = Rows().person, uuid4()
    one, other = (web.form_keys(person, "choose", thing, version=3, at=AT) for _ in range(2))
    assert one.form_key != other.form_key


def test_drawn_form_of_another_person_purpose_or_thing_is_refused() -> None:
    rows, thing = Rows(), uuid4()
    drawn = web.form_keys(rows.person, "choose", thing, version=1, at=AT).drawn
    for person, purpose, about in [
        (rows.other, "choose", thing),
        (rows.person, "decline", thing),
        (rows.person, "choose", uuid4()),
    ]:
        with pytest.raises(Invalid):
            web.read_drawn(post(drawn=drawn), person, purpose, about, at=AT)


@pytest.mark.parametrize("broken", ["", "x", "W10:abc:def", "\x00", "W10" * 9_000])
def test_broken_drawn_form_is_refused_with_a_sentence(broken: str) -> None:
    with pytest.raises(Invalid, match="Open the page again"):
        web.read_drawn(post(drawn=broken), Rows().person, "choose", uuid4(), at=AT)


def test_form_older_than_two_hours_is_stale() -> None:
    person, thing = Rows().person, uuid4()
    request = post(drawn=web.form_keys(person, "choose", thing, version=1, at=AT).drawn)
    web.read_drawn(request, person, "choose", thing, at=AT + timedelta(hours=2))
    with pytest.raises(Stale):
        web.read_drawn(request, person, "choose", thing, at=AT + timedelta(hours=2, seconds=1))


def counted() -> tuple[list[int], Callable[[], str]]:
    calls: list[int] = []

    def work() -> str:
        calls.append(1)
        return f"/done/{len(calls)}/"

    return calls, work


def test_form_sent_twice_is_done_once_and_answered_alike() -> None:
    person, key = Rows().person, str(uuid4())
    calls, work = counted()
    answers = [
        web.do_once(post(form_key=key, option="stay", csrfmiddlewaretoken=token), person, work)["Location"]
        for token in ("a", "b")
    ]
    assert answers == ["/done/1/", "/done/1/"]
    assert len(calls) == 1


def test_form_key_with_other_answers_is_refused() -> None:
    person, key = Rows().person, str(uuid4())
    calls, work = counted()
    web.do_once(post(form_key=key, option="stay"), person, work)
    with pytest.raises(FormKeyReused):
        web.do_once(post(form_key=key, option="undraft"), person, work)
    assert len(calls) == 1


@pytest.mark.parametrize("key", ["", "no key", "\x00", "9" * 10_000])
def test_form_without_a_readable_key_is_refused(key: str) -> None:
    calls, work = counted()
    with pytest.raises(Invalid):
        web.do_once(post(form_key=key), Rows().person, work)
    assert not calls


@pytest.fixture
def dead_broker() -> Iterator[None]:
    """A queue whose broker refuses connections, in this thread only."""
    dead = Celery("dead", set_as_current=True)
    dead.config_from_object(settings, namespace="CELERY")
    dead.conf.update(broker_url="redis://127.0.0.1:1/0")
    yield
    queue.set_current()


@pytest.mark.django_db(transaction=True)
def test_nudge_to_a_broker_that_is_down_does_not_reach_the_user(dead_broker: None) -> None:
    with transaction.atomic():
        nudges.nudge()
    nudges.nudge()


def test_thread_of_a_web_server_nudges_the_portals_own_broker() -> None:
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(lambda: current_app.conf.broker_url).result() == settings.CELERY_BROKER_URL


@pytest.mark.parametrize(("asked", "shown"), [("1", 1), ("3", 3), ("99", 3), ("0", 3), ("x", 1), ("", 1), ("-1", 3)])
def test_paginate_shows_the_nearest_page_there_is(asked: str, shown: int) -> None:
    request = RequestFactory().get("/", QueryDict(mutable=True) | {"page": asked})
    assert web.paginate(request, range(50), per_page=20).number == shown

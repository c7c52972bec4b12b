"""What a screen, a proxy or a folder shows says nothing of a choice: titles, addresses, file names, calendars."""

import re

import pytest
from django.db import transaction

from tests.pages import THEN, signed_in, text_of
from tests.privacy.acts import ACTS, watch
from tests.privacy.lives import lives_of
from tests.privacy.routes import get_routes
from tests.privacy.scene import Scene
from tests.privacy.table import TABLE
from tests.privacy.viewers import PERSON, SIGNED_IN
from tests.privacy.walk import address_of
from transfers.models import Notice

pytestmark = pytest.mark.django_db

_CHOICE = re.compile(
    r"\b(stay(s|ed|ing)?|undraft(s|ed|ing)|undraft|leave|leaving|entitle\w*|priority)\b", re.IGNORECASE
)
_PRODUCT = re.compile(r"(– |in )?Undraft\b")  # the portal's own name, as pages and mails write it
STATES = ("nothing filed", "stay filed", "undraft filed", "claim offered", "placement pending", "placement finalised")


def test_no_route_is_named_for_a_choice() -> None:
    for name, route in get_routes().items():
        if not name.startswith("admin:"):
            address = route.template.removeprefix("/.well-known/undraft-")
            assert not _CHOICE.search(address.replace("-", " ").replace("_", " ")), name


def test_no_address_of_ones_own_says_how_an_offer_was_answered_or_that_a_move_came_of_it() -> None:
    """Fails with an address such as /placements/<id>/ or /offers/<id>/accept/: a browser's history keeps both."""
    told = re.compile(r"accept|declin|placement|undo|announc|cancel|return|trial|move")
    own = {
        name: route.template for name, route in get_routes().items() if name in TABLE and TABLE[name].who == PERSON
    }
    assert "transfers:claim_accept" in own
    assert "transfers:placement_return" in own
    assert {name: address for name, address in own.items() if told.search(address)} == {}


def test_titles_addresses_and_files_of_ones_own_pages_name_no_choice() -> None:
    scene = Scene()
    found = 0
    for life in lives_of(scene, STATES):
        if life.person is None:
            continue
        client = signed_in(life.person)
        for name, route in get_routes().items():
            row = TABLE[name]
            if row.desk or row.who not in (PERSON, SIGNED_IN) or not set(row.of) <= set(life.public):
                continue
            answer = client.get(address_of(route, row, life))
            shown = [answer.get("Location", ""), answer.get("Content-Disposition", "")]
            if answer.status_code == 200 and "html" in answer.get("Content-Type", ""):
                titles = re.findall(r"<title>(.*?)</title>", text_of(answer), flags=re.DOTALL)
                assert len(titles) == 1, name
                shown += titles
                found += 1
            assert not [words for words in shown if _CHOICE.search(_PRODUCT.sub("", words))], (
                name,
                life.state,
                shown,
            )
    assert found > 100


def test_calendar_of_the_deadline_is_private_and_the_same_whatever_was_filed() -> None:
    scene = Scene()
    for life in lives_of(scene, ("stay filed", "undraft filed")):
        if life.person is None:
            continue
        calendar = text_of(signed_in(life.person).get(f"/choice/{life.public['assignment']}/deadline.ics"))
        assert "CLASS:PRIVATE" in calendar
        assert not _CHOICE.search(_PRODUCT.sub("", calendar).replace("@undraft", ""))


def test_messages_of_each_act_hold_ids_and_no_word_of_it() -> None:
    of = watch()
    for name, act in ACTS.items():
        with transaction.atomic():
            act(of, THEN)
            for notice in Notice.objects.filter(recipient=of.person):
                assert not _CHOICE.search(repr(notice.refs)), name
            transaction.set_rollback(True)

"""Pay at a lower level: stated by the policy or openly not, and kept with an offer as it stood that day."""

from typing import Any
from uuid import uuid4

import pytest

from accounts.models import Employee
from tests import admin, rounds
from tests import factories as f
from tests.engineer import accepted, address, offer, person, place
from tests.hiring import CLAIMS
from tests.pages import THEN, signed_in, text_of, travel, words_at
from tests.walks import claim_by_page, offer_address, undrafted
from transfers.actions.policies import publish_first_policy, publish_policy
from transfers.clock import database_clock
from transfers.errors import Invalid
from transfers.models import Claim, Decision, Policy
from transfers.queries.decisions import get_lines
from transfers.queries.public_facts import forget_public_facts

pytestmark = pytest.mark.django_db
STATED = "Full pay protected for 12 months"
ASK = {"statement": "not_stated", "text": "", "ask": "Ana Berg"}


def lower_role(**fields: Any) -> Any:
    """A role whose whole band lies below level 6."""
    return f.role(level_min=4, level_max=5, **fields)


def reader() -> Employee:
    travel(THEN)
    forget_public_facts()
    return f.EmployeeFactory.create(level=6)


def protected(months: int | None) -> None:
    f.policy(pay_protection_months=months)


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (12, "Lower level, pay protected for 12 months"),
        (1, "Lower level, pay protected for 1 month<"),
        (None, "Lower level; whether pay is protected is not stated: ask Ana Berg"),
    ],
)
def test_role_at_a_lower_level_says_whether_pay_is_protected(months: int | None, said: str) -> None:
    protected(months)
    role = lower_role()
    role.terms = f.terms() | {"pay": ASK}
    role.save()
    client = signed_in(reader())
    assert said in text_of(client.get("/roles/"))
    assert said in text_of(client.get(f"/roles/{role.public_id}/"))
    assert "Lower level" not in text_of(signed_in(f.EmployeeFactory.create(level=5)).get("/roles/"))


def test_whom_to_ask_is_hr_where_the_role_names_nobody() -> None:
    protected(None)
    lower_role()
    assert "not stated: ask HR" in text_of(signed_in(reader()).get("/roles/"))


@pytest.mark.parametrize(
    ("months", "line", "told"),
    [
        (12, {"statement": "stated", "text": STATED, "ask": ""}, STATED),
        (None, {"statement": "not_stated", "text": "", "ask": "HR"}, "Not stated yet: ask HR"),
    ],
)
def test_claim_at_a_lower_level_records_what_the_policy_says_of_pay(
    months: int | None, line: dict[str, str], told: str
) -> None:
    travel(THEN)
    protected(months)
    role, of = f.role(), undrafted(level=6)
    form = words_at(signed_in(f.manager_of(role)), offer_address(role, of))
    assert "At a level below theirs, " in form
    claim_by_page(role, of, level="5")
    claim = Claim.objects.get()
    assert claim.terms["pay_protection"] == line
    for client, at in ((signed_in(f.manager_of(role)), f"{CLAIMS}{claim.public_id}/"), (signed_in(of), "/offers/")):
        page = words_at(client, at)
        assert page.count("Pay at a lower level") == 1
        assert told in page


@pytest.mark.parametrize("level", ["5", "6"])
def test_claim_at_the_same_or_a_higher_level_records_nothing_of_it(level: str) -> None:
    travel(THEN)
    protected(12)
    role, of = f.role(level_min=5, level_max=6), undrafted(level=5)
    assert "At a level below theirs" not in words_at(signed_in(f.manager_of(role)), offer_address(role, of))
    claim_by_page(role, of, level=level, pay_protection_statement="stated", pay_protection_text="For ever")
    assert "pay_protection" not in Claim.objects.get().terms
    assert "Pay at a lower level" not in words_at(signed_in(of), "/offers/")


def test_standing_claim_keeps_what_was_stated_when_a_later_policy_says_otherwise() -> None:
    """Fails when a page reads the policy in force, or the person's level of today."""
    of = person(level=6)
    protected(12)
    claim = offer(of)
    protected(None)
    Employee.objects.filter(pk=of.pk).update(level=5)
    client = signed_in(of)
    page = words_at(client, address(claim))
    assert STATED in page
    assert "not stated" not in page.casefold().replace("not stated yet: ask", "")
    moved = words_at(client, place(accepted(client, claim)))
    assert f"Pay at a lower level {STATED}" in moved


def test_offer_says_it_where_its_level_is_said_and_before_others_close() -> None:
    of = person(level=6)
    protected(12)
    claim = offer(of)
    other = offer(of, title="Other", level_max=6)
    client = signed_in(of)
    sentence = "This role is 1 level below yours. Your full pay is protected for 12 months from the first day."
    assert sentence in words_at(client, address(claim))
    fields = {"form_key": str(uuid4()), "drawn": "x"}
    assert sentence in text_of(client.post(f"{address(claim)}answer/", fields))
    assert sentence not in text_of(client.post(f"{address(other)}answer/", fields))
    page = words_at(client, "/offers/")
    assert "Not a lower level" in page


def test_offer_of_a_round_records_it_too() -> None:
    protected(12)
    role = f.role(level_min=4, level_max=4)
    rounds.wishes(role)
    rounds.published([role])
    assert Claim.objects.get().terms["pay_protection"]["text"] == STATED


@pytest.mark.parametrize("value", [0, -1, 121, 2**63, "NaN", "twelve", "1e9"])
def test_number_of_months_that_no_policy_may_hold_is_refused_at_the_field(value: int | str) -> None:
    publish_first_policy(clock=f.clock_at(f.NOW))
    with pytest.raises(Invalid) as refusal:
        publish_policy(
            {"pay_protection_months": value},
            effective_at=f.NOW + f.DAY,
            note="A review.",
            by=f.admin(),
            clock=f.clock_at(f.NOW),
        )
    assert refusal.value.field == "pay_protection_months"
    assert Policy.objects.count() == 1


@pytest.mark.parametrize("value", ["0", "-1", "121", "9223372036854775808", "NaN", "<svg onload=x>", "1\x00"])
def test_form_refuses_what_no_policy_may_hold(value: str) -> None:
    """Fails when the field's limits are left to the database alone."""
    world = admin.make_world()
    client = admin.signed_in(world.admin)
    page = client.get(admin.new(Policy, "publish"))
    form = {name: "" if held is None else held for name, held in page.context["form"].initial.items()}
    day = (database_clock() + 30 * f.DAY).strftime("%Y-%m-%dT%H:%M")
    form |= {"effective_at": day, "note": "Pay.", "form_key": str(uuid4())}
    refused = client.post(admin.new(Policy, "publish"), form | {"pay_protection_months": value})
    assert refused.status_code == 400
    assert refused.context["form"].errors["pay_protection_months"]


def test_log_and_policy_say_what_was_not_stated_and_is() -> None:
    clock = f.clock_at(f.NOW)
    publish_first_policy(clock=clock)
    publish_policy(
        {"pay_protection_months": 12}, effective_at=f.NOW + f.DAY, note="A review.", by=f.admin(), clock=clock
    )
    lines = [(line.was, line.now) for line in get_lines(Decision.objects.latest("pk"))]
    assert lines == [("not stated", "12")]
    later = publish_policy({}, effective_at=f.NOW + f.DAY, note="Again.", by=f.admin(), clock=clock)
    assert later.pay_protection_months == 12
    gone = publish_policy(
        {"pay_protection_months": None}, effective_at=f.NOW + f.DAY, note="Gone.", by=f.admin(), clock=clock
    )
    assert gone.pay_protection_months is None
    travel(THEN)
    page = words_at(signed_in(f.EmployeeFactory.create()), "/policy/")
    assert "Pay at a lower level Not stated yet: ask HR" in page
    assert f"Pay at a lower level {STATED}" in page  # in the earlier version


def test_answers_say_it_to_everybody() -> None:
    protected(12)
    assert f"Is pay protected in a role at a lower level? {STATED}." in words_at(signed_in(reader()), "/answers/")

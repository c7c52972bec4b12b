"""The last ten minutes: 7,000 people sign in with their password and file, each at a moment of their own.

Everybody comes with a device that nobody knows, from one address. What is counted: how long each answer took, and
answers that should not have been.
"""

import random
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import psycopg
from django.contrib.auth.hashers import make_password

from tests.bench.table import Figure, say
from tests.nemesis.visitor import Answer, Fields, Visitor
from tests.run import Run

PEOPLE, WITHIN = 7_000, 600.0
_AT_ONCE = 64
_PASSWORD = "between-two-deadlines"
_WHO = """
SELECT person.sign_in_name, assignment.public_id FROM transfers_assignment assignment
JOIN accounts_employee person ON person.id = assignment.employee_id
JOIN transfers_campaign campaign ON campaign.id = assignment.campaign_id
WHERE campaign.status = 'open' AND assignment.status = 'active' AND assignment.choice_offered AND person.is_active
  AND NOT EXISTS (SELECT FROM transfers_placement p WHERE p.employee_id = person.id)
  AND NOT EXISTS (SELECT FROM transfers_grant g WHERE g.employee_id = person.id)
ORDER BY assignment.id LIMIT %s
"""


@dataclass(slots=True)
class _Counted:
    seconds: list[float] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, step: str, answer: Answer, seconds: float, wanted: int) -> bool:
        with self.lock:
            self.seconds.append(seconds)
            right = answer.status == wanted
            self.answers["right" if right else f"{step} {answer.status}"] += 1
        return right


def measure() -> list[Figure]:
    """Start the demo company, give everybody a password, and let them come."""
    run = Run(DEMO="full")
    try:
        run.start(within=600)
        people = _let_in(run.settings["DATABASE_URL"])
        counted = _Counted()
        took = _play(urlsplit(run.url).netloc, people, counted)
    finally:
        run.clean()
    ordered = sorted(counted.seconds)
    wrong = {step: number for step, number in counted.answers.items() if step != "right"}
    say(f"      {len(people)} people, {len(ordered)} answers in {took:.0f} s, wrong: {wrong or 'none'}")
    return [
        Figure(f"{len(people):,} people sign in and file: all done after", took, at_most=WITHIN + 5),
        Figure("of their answers, one in a hundred took longer than", ordered[len(ordered) * 99 // 100], at_most=1.0),
        Figure("half took longer than", ordered[len(ordered) // 2]),
        Figure("answers that should not have been (5xx, 429 and others)", sum(wrong.values()), at_most=0, unit=""),
    ]


def _let_in(database: str) -> list[tuple[str, str]]:
    """One password for all: what it costs to check one is the same."""
    with psycopg.connect(database) as connection:
        people = [(str(name), str(draft)) for name, draft in connection.execute(_WHO, [PEOPLE])]
        names = [name for name, _draft in people]
        connection.execute(
            "UPDATE accounts_employee SET password = %s WHERE sign_in_name = ANY(%s)",
            [make_password(_PASSWORD), names],
        )
    return people


def _play(address: str, people: list[tuple[str, str]], counted: _Counted) -> float:
    chance = random.Random(7_000)
    moments = sorted(chance.uniform(0, WITHIN) for _ in people)
    began = time.monotonic()
    with ThreadPoolExecutor(_AT_ONCE) as crowd:
        for moment, (name, draft) in zip(moments, people, strict=True):
            time.sleep(max(0.0, began + moment - time.monotonic()))
            crowd.submit(_come, address, name, draft, counted)
            if sys.stdout.isatty():
                sys.stdout.write(f"\r      {sum(counted.answers.values())} answers")
    return time.monotonic() - began


def _come(address: str, name: str, draft: str, counted: _Counted) -> None:
    """From the first page to the receipt: seven answers."""
    visitor, page = Visitor(address, ""), f"/choice/{draft}/"

    def get(step: str, path: str) -> Answer | None:
        began = time.perf_counter()
        answer = visitor.get(path)
        return answer if counted.count(step, answer, time.perf_counter() - began, 200) else None

    def post(step: str, path: str, fields: Fields | None, wanted: int) -> Answer | None:
        began = time.perf_counter()
        answer = visitor.post(path, fields or {})
        return answer if counted.count(step, answer, time.perf_counter() - began, wanted) else None

    first = get("sign-in page", "/account/sign-in/")
    token = first and first.form("/account/sign-in/")
    if not token:
        return
    if not post("sign-in", "/account/sign-in/", {**token, "login": name, "password": _PASSWORD}, 302):
        return
    get("home", "/")
    shown = get("question", page)
    drawn = shown and shown.form("check/")
    if not drawn:
        return
    checked = post("check", f"{page}check/", {**drawn, "option": "stay"}, 200)
    sent = checked and checked.form("file/")
    if not sent:
        return
    filed = post("filing", f"{page}file/", {**sent, "option": "stay"}, 302)
    if filed:
        get("receipt", filed.location)

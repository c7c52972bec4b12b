"""What people do on pages: answer, undo, file, claim, withdraw, cancel; twice at once, late, and from an old tab."""

import random
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.nemesis.history import OK, History, Op
from tests.nemesis.population import Manager, Member, Population
from tests.nemesis.visitor import Answer, Fields, Visitor, public_id_in

TOPICS = re.compile(r'name="([a-z_]+)_statement"')


@dataclass(frozen=True, slots=True)
class Form:
    """A form that was drawn and can be sent, once or more often."""

    visitor: Visitor
    who: str
    kind: str
    about: dict[str, str]
    path: str
    fields: Fields


@dataclass(slots=True)
class Stage:
    """What the people share: who there is, what was heard of, forms that still stand open in a tab."""

    people: Population
    history: History
    placements: list[tuple[str, str]] = field(default_factory=list)
    tabs: list[Form] = field(default_factory=list)
    # what day it is by the portal's clock, for first days
    today: date = date.min

    def send(self, form: Form) -> tuple[Op, Answer]:
        op = self.history.begin(form.who, form.kind, form.about, form.fields.get("form_key", ""))
        answer = form.visitor.post(form.path, form.fields)
        self.history.end(op, answer.status, answer.location)
        if form.kind == "accept" and op.outcome == OK:
            self.placements.append((form.who, public_id_in(answer.location)))
        return op, answer

    def send_all(self, forms: Sequence[Form]) -> None:
        """All at the same instant."""
        together = threading.Barrier(len(forms))

        def run(form: Form) -> None:
            together.wait()
            self.send(form)

        threads = [threading.Thread(target=run, args=(form,), daemon=True) for form in forms]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def use(self, form: Form | None, rng: random.Random) -> Answer | None:
        """Send it as people do: once, by a double click, or later, from a tab that was left open."""
        if form is None:
            return None
        manner = rng.random()
        if manner < 0.15:
            self.send_all([form, form])
            return None
        if manner < 0.3:
            self.tabs.append(form)
            return None
        _op, answer = self.send(form)
        if manner < 0.45:
            self.tabs.append(form)
        return answer


Step = Callable[[Stage, random.Random], None]


def _form(visitor: Visitor, who: str, kind: str, about: dict[str, str], page: str, action: str = "", **more: str):
    fields = visitor.get(page).form(action)
    if fields is None or "form_key" not in fields:
        return None
    return Form(visitor, who, kind, about, page + action, fields | more)


_ANSWERS = {"accept": "answer/", "decline": "reply/"}


def _offers_of(member: Member) -> list[str]:
    return member.visitor.get("/offers/").ids("/offers/")


def answer_an_offer(stage: Stage, rng: random.Random) -> None:
    member = rng.choice(stage.people.members)
    for claim in rng.sample(offers := _offers_of(member), len(offers)):
        kind = "accept" if rng.random() < 0.75 else "decline"
        form = _form(member.visitor, member.person, kind, {"claim": claim}, f"/offers/{claim}/", _ANSWERS[kind])
        if form is None:
            continue
        answer = stage.use(form, rng)
        if kind == "accept" and answer is not None and answer.status == 200:
            closing = answer.form()
            closing = closing if closing and "closes" in closing else answer.form("answer/")
            if closing and "closes" in closing:
                stage.use(Form(member.visitor, member.person, kind, form.about, form.path, closing), rng)
        return


def accept_everything_at_once(stage: Stage, rng: random.Random) -> None:
    """Two claims accepted at once by one person, each saying that it closes the other."""
    members = rng.sample(stage.people.members, len(stage.people.members))
    for member in members:
        forms = []
        for claim in _offers_of(member):
            about = {"claim": claim}
            form = _form(member.visitor, member.person, "accept", about, f"/offers/{claim}/", "answer/")
            if form is not None:
                forms.append(form)
        if len(forms) >= 2:
            for form in forms:
                form.fields["closes"] = str(len(forms) - 1)
            stage.send_all(forms[:4])
            return


def undo(stage: Stage, rng: random.Random) -> None:
    for who, placement in rng.sample(stage.placements, len(stage.placements)):
        visitor = next(member.visitor for member in stage.people.members if member.person == who)
        page, about = f"/offers/{placement}/next/", {"placement": placement}
        form = _form(visitor, who, "undo", about, page, "back/")
        if form is not None:
            stage.use(form, rng)
            return
        form = _form(visitor, who, "return", about, page + "check/")
        if form is not None and rng.random() < 0.5:
            stage.use(form, rng)
            return


def choose_announcement(stage: Stage, rng: random.Random) -> None:
    if stage.placements:
        who, placement = rng.choice(stage.placements)
        visitor = next(member.visitor for member in stage.people.members if member.person == who)
        page = f"/offers/{placement}/next/"
        form = _form(visitor, who, "announce", {"placement": placement}, page, "day/")
        if form is not None and form.fields.get("announce_on"):
            day = date.fromisoformat(form.fields["announce_on"]) - timedelta(days=rng.randrange(10))
            form.fields["announce_on"] = day.isoformat()
            stage.use(form, rng)


def file(stage: Stage, rng: random.Random) -> None:
    member = rng.choice(stage.people.members)
    page = f"/choice/{member.assignment}/"
    fields = member.visitor.get(page).form("check/")
    if fields and "form_key" in fields:
        fields["option"] = rng.choice(["undraft", "undraft", "stay"])
        about = {"assignment": member.assignment}
        stage.use(Form(member.visitor, member.person, "file", about, page + "file/", fields), rng)


def _offer_form(stage: Stage, manager: Manager, member: Member) -> Form | None:
    page = f"/hiring/roles/{manager.role}/people/{member.candidacy}/claim/"
    shown = manager.visitor.get(page)
    fields = shown.form()
    if fields is None or "form_key" not in fields:
        return None
    for topic in set(TOPICS.findall(shown.text)):
        fields |= {f"{topic}_statement": "no_change", f"{topic}_text": "", f"{topic}_ask": ""}
    fields |= {"level": "5", "start_on": stage.today.isoformat(), "note": ""}
    about = {"person": member.person, "role": manager.role}
    return Form(manager.visitor, manager.person, "offer", about, page, fields)


def offer(stage: Stage, rng: random.Random) -> None:
    stage.use(_offer_form(stage, rng.choice(stage.people.managers), rng.choice(stage.people.members)), rng)


def offer_the_last_seat(stage: Stage, rng: random.Random) -> None:
    """One manager with many windows, or the people of one day: whoever comes first has the seat."""
    manager = rng.choice(stage.people.managers)
    forms = [_offer_form(stage, manager, member) for member in rng.sample(stage.people.members, 4)]
    found = [form for form in forms if form is not None]
    if found:
        stage.send_all(found)


def withdraw(stage: Stage, rng: random.Random) -> None:
    manager = rng.choice(stage.people.managers)
    for claim in manager.visitor.get("/hiring/claims/").ids("/hiring/claims/"):
        page = f"/hiring/claims/{claim}/"
        form = _form(manager.visitor, manager.person, "withdraw", {"claim": claim}, page, "withdraw/")
        if form is not None:
            form.fields["because"] = "The team was reorganised."
            stage.use(form, rng)
            return


def cancel(stage: Stage, rng: random.Random) -> None:
    """HR, at the person's request."""
    if not stage.placements:
        return
    who, placement = rng.choice(stage.placements)
    member = next(member for member in stage.people.members if member.person == who)
    partner = stage.people.partner
    case = _form(partner, stage.people.partner_id, "case", {}, "/cases/")
    if case is None:
        return
    case.fields.update(sought=member.hr_id, purpose="cancellation")
    _op, answer = stage.send(case)
    if answer.status != 302:
        return
    about = {"placement": placement}
    page = f"{answer.location}cancel/{placement}/"
    form = _form(partner, stage.people.partner_id, "cancel", about, page)
    if form is not None:
        form.fields.update(because="person", reason="")
        stage.use(form, rng)


def come_back_to_a_tab(stage: Stage, rng: random.Random) -> None:
    """The back button, a replay, a tab of before: a form is sent as it was drawn, whatever has happened since."""
    for form in rng.sample(stage.tabs, min(3, len(stage.tabs))):
        stage.send(form)


STEPS: dict[Step, int] = {
    answer_an_offer: 8,
    accept_everything_at_once: 4,
    undo: 4,
    choose_announcement: 3,
    file: 2,
    offer: 3,
    offer_the_last_seat: 3,
    withdraw: 1,
    cancel: 2,
    come_back_to_a_tab: 3,
}


def take_steps(stage: Stage, rng: random.Random, steps: Mapping[Step, int], number: int) -> None:
    """Some of these steps, each as likely as its weight, one after the other."""
    for step in rng.choices(list(steps), list(steps.values()), k=number):
        step(stage, rng)

"""What the mail server took, against what was owed: each message once, under one Message-ID."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from email.message import Message

from tests.nemesis.history import History
from tests.nemesis.violation import Violation
from tests.nemesis.visitor import PUBLIC_ID
from tests.nemesis.world import World

_LINK = re.compile(rf"/inbox/({PUBLIC_ID})/")


def get_mail_violations(history: History, world: World, mails: Sequence[Message]) -> Iterator[Violation]:
    """At rest: what is owed arrived, what arrived was owed; a repeat only where its sender died or lost its lease."""
    owed = {row["message_id"]: row for row in world.of("notice", lambda row: row["channel"] == "mail")}
    arrived = Counter(str(mail["Message-ID"]) for mail in mails)
    for message_id, row in owed.items():
        if not arrived[message_id]:
            yield Violation(
                "no notice is lost", f"{row['template']} is marked sent and never came", (f"notice {row['id']}",)
            )
    for message_id in arrived.keys() - owed.keys():
        yield Violation("no notice is sent unowed", f"{message_id} came and nobody owed it")
    ids: dict[str, set[str]] = defaultdict(set)
    for mail in mails:
        link = _LINK.search(_text_of(mail))
        if link:
            ids[link[1]].add(str(mail["Message-ID"]))
    for inbox, message_ids in ids.items():
        if len(message_ids) > 1:
            yield Violation("a notice has one Message-ID", f"{inbox} came under {len(message_ids)}")
    repeats = sum(arrived.values()) - len(arrived)
    if repeats > history.repeats_allowed:
        says = f"{repeats} came again, and at most {history.repeats_allowed} senders died or lost their lease"
        twice = [f"notice {owed[one]['id']}" for one, times in arrived.items() if times > 1 and one in owed]
        yield Violation("no notice is sent twice", says, tuple(twice[:5]))


def _text_of(mail: Message) -> str:
    """Its plain text, which each mail has beside its HTML."""
    for part in mail.walk():
        payload = part.get_payload(decode=True)
        if part.get_content_type() == "text/plain" and isinstance(payload, bytes):
            return payload.decode()
    return ""

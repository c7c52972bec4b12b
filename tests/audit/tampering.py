"""A thousand random changes of a sealed history, each of them found."""

import random
from collections import Counter

from django.db import transaction

from tests.bench.scratch import scratch_database
from tests.bench.table import say
from tests.tampering import make_history, tamper
from transfers.queries.seals import verify_history

SAYS = "1,000 random tamperings with a sealed history"
TAMPERINGS = 1_000
SEED = 2026


def run() -> dict[str, object]:
    """Every tampering is done in a transaction that is taken back, so that each meets the same whole history."""
    draw = random.Random(SEED)
    kinds: Counter[str] = Counter()
    missed: list[str] = []
    with scratch_database():
        head = make_history(seals=40)
        for number in range(1, TAMPERINGS + 1):
            with transaction.atomic():
                done = tamper(draw)
                kinds[done.partition(":")[0]] += 1
                if verify_history(head).holds:
                    missed.append(done)
                transaction.set_rollback(True)
            if number % 100 == 0:
                say(f"      {number} done, {number - len(missed)} found")
        whole = verify_history(head).holds
    return {
        "seed": SEED,
        "tamperings": TAMPERINGS,
        "found": TAMPERINGS - len(missed),
        "kinds": dict(kinds),
        "missed": missed,
        "violations": len(missed) + (not whole),
    }

"""What everybody else is told with and without one person's acts, with every id in every place, and by mail."""

from collections.abc import Mapping

from tests.bench.table import say
from tests.privacy import acts
from tests.privacy import interference as crawl
from tests.privacy.stage import stage
from tests.privacy.viewers import Viewer

SAYS = "non-interference: every address and method for every viewer, with and without one person's acts"
# An announcement is told; what is told before it is what must be nothing.
ACTS = tuple(name for name in acts.ACTS if name not in ("nothing", "an announcement"))


def run() -> dict[str, object]:
    """Answers and logs after each act against those after none, and after undraft against stay."""
    places = bytes_ = 0
    wrong: list[str] = []
    with stage():
        of = acts.watch()
        for viewer in acts.WATCHERS:
            found = _crawl(of, viewer)
            places += found[0]
            bytes_ += found[1]
            wrong += found[2]
            say(f"      {viewer}: {found[0]} answers, {len(found[2])} that tell something, {found[1]} bytes")
            for place in found[2][:20]:
                say(f"        {place}")
        owed: Mapping[str, object] = {act: crawl.owed(of, act) for act in ACTS}
    say(f"      messages to others: {owed}")
    return {
        "viewers": len(acts.WATCHERS),
        "acts": len(ACTS),
        "answers": places,
        "differing bytes": bytes_,
        "messages to others": owed,
        "wrong": wrong[:50],
        "violations": len(wrong),
    }


def _crawl(of: acts.Watched, viewer: Viewer) -> tuple[int, int, list[str]]:
    """Answers, bytes that differ where none may, and the places."""

    def told(act: str) -> crawl.Told:
        asked = crawl.told(of, acts.ACTS[act], viewer, everything=True)
        return asked | crawl.told(of, acts.ACTS[act], viewer, methods=("HEAD", "POST"))

    before = {base: told(base) for base in ("nothing", *acts.BASES.values())}
    answers, bytes_, wrong = sum(len(each) for each in before.values()), 0, []
    for act in ACTS:
        base = before[acts.BASES.get(act, "nothing")]
        after = before.get(act) or told(act)
        answers += len(after)
        places = crawl.unlawful(crawl.differing(base, after), act, viewer)
        bytes_ += crawl.bytes_differing({p: base[p] for p in places}, after)
        wrong += [f"{act} · {viewer} · {place}" for place in places]
    return answers, bytes_, wrong

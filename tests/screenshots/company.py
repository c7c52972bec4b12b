"""What there is to look at: each page as each viewer first sees it, full and empty, and every form refused."""

from collections.abc import Iterable, Iterator

from tests.browsing import drawn, forms, worlds
from tests.browsing.drawn import Drawn
from tests.hostile.examples import PLACES
from tests.hostile.trials import taken_back
from tests.privacy.lives import lives_of
from tests.privacy.scene import Scene
from tests.privacy.stage import stage
from tests.privacy.viewers import Viewer


def get_pages(words: Iterable[str] = ()) -> list[Drawn]:
    """Pages that look alike once. With words, only of routes whose names hold one."""
    asked, looks = tuple(words), dict[str, Drawn]()
    with stage():
        for page in _pages(asked):
            if not asked or any(word in page.name for word in asked):
                looks.setdefault(page.look, page)
    return list(looks.values())


def _pages(words: tuple[str, ...]) -> Iterator[Drawn]:
    for world in (worlds.full, worlds.empty):
        with taken_back():
            yield from worlds.pages_of(world())
    with taken_back():
        scene = Scene()
        lives = list(lives_of(scene))
        for viewer in Viewer:
            yield from drawn.first_of(scene, lives, [viewer])
    yield from worlds.error_pages()
    for name, place in PLACES.items():
        if not words or any(word in name for word in words):
            with taken_back():
                yield from forms.pages_of(place, everything=False)

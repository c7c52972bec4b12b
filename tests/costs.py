"""What drawing a page may ask of the database: at most twelve things, and nothing twice."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

MOST = 12
# The brackets of a transaction ask nothing.
_BRACKETS = ("SAVEPOINT", "RELEASE SAVEPOINT")
# An action reads the clock again, after its locks, whatever the page read before.
_CLOCK = "SELECT clock_timestamp()"


@contextmanager
def few_queries(page: str) -> Iterator[None]:
    """What is asked inside is MOST at most, and no query comes again with the same parameters."""
    with CaptureQueriesContext(connection) as captured:
        yield
    asked = [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(_BRACKETS)]
    listing = "\n".join(text[:300] for text in asked)
    assert len(asked) <= MOST, f"{page} asks {len(asked)} things:\n{listing}"
    again = [text for text, times in Counter(asked).items() if times > 1 and not text.startswith(_CLOCK)]
    assert not again, f"{page} asks twice:\n" + "\n".join(again)

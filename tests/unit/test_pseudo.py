"""The languages nobody speaks keep what is filled in, and the longer one is longer."""

from portal.catalogues import Entry, Key, get_faults
from tests.pseudo import lengthen, mirror


def test_pseudo_texts_keep_what_is_filled_in() -> None:
    for text in ("%(n)s of %(all)s", "100 %% of %d", "{n} letters"):
        for change in (lengthen, mirror):
            assert get_faults(Key(text), Entry((change(text),)), 2) == []
    assert len(lengthen("Choose one of the languages")) >= 1.4 * len("Choose one of the languages")

"""Every component has samples, and what a sample is made of is what the component says it takes."""

import re
from pathlib import Path

import pytest
from django.test import RequestFactory

from portal.style import draw
from portal.style_samples import COMPONENTS

FOLDER = Path(__file__).parents[2] / "portal" / "templates" / "components"
README = (FOLDER / "README.md").read_text()
# These draw nothing that is seen.
UNSEEN = {"form_keys", "passkey_scripts"}


def takes_of(name: str) -> str:
    """The list of arguments in the README, on one line."""
    part = README.split(f"\n## {name}\n", 1)[1].split("\n## ", 1)[0]
    return " ".join(part.split("Arguments:", 1)[1].split())


def test_every_component_has_a_sample_and_no_sample_is_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*.html")} == set(COMPONENTS)
    assert all(component.samples for component in COMPONENTS.values())


@pytest.mark.parametrize("name", COMPONENTS)
def test_component_takes_what_its_readme_says(name: str) -> None:
    """Fails when an argument is added to the list, or taken off, until the samples follow."""
    assert COMPONENTS[name].takes == takes_of(name)


@pytest.mark.parametrize("name", COMPONENTS)
def test_sample_gives_only_arguments_that_are_documented(name: str) -> None:
    told = set(re.findall(r"[a-z_]+", takes_of(name)))
    assert {given for sample in COMPONENTS[name].samples for given in sample.arguments} <= told


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_documented_argument_is_given_by_a_sample(name: str) -> None:
    """Its own arguments: what begins a part of the list, and not what stands in brackets or in a row."""
    listed = re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\)", "", takes_of(name)).split(". ")[0].split(", each")[0]
    own = re.findall(r"(?:^|[;,] |and )([a-z_]+)(?= ?[;,.]| and |, with| \w|$)", listed.split(", with")[0])
    given = {given for sample in COMPONENTS[name].samples for given in sample.arguments}
    assert set(own) - {"none", "or"} <= given


@pytest.mark.parametrize("name", sorted(set(COMPONENTS) - UNSEEN))
def test_every_state_of_a_component_draws_something(name: str) -> None:
    for sample in draw(name, RequestFactory().get("/style/")).samples:
        assert re.search(r"<[a-z]", sample.html), sample.state

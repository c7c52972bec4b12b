"""The tokens of our sheets, read as a browser reads them, keep WCAG's contrast in light and in dark."""

import re
from pathlib import Path

import pytest

SHEETS = Path(__file__).parents[2] / "portal" / "static" / "portal" / "css"
CSS = "\n".join((SHEETS / name).read_text() for name in ("theme.css", "components.css"))
TOKENS = {
    name: (light, dark)
    for name, light, dark in re.findall(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", CSS)
}
TEXT, EDGE = 4.5, 3.0
PAIRS = [
    *(
        (ink, ground, TEXT)
        for ink in ("ink", "muted-ink", "brand", "brand-deep", "error")
        for ground in ("paper", "tint")
    ),
    ("ink", "info-tint", TEXT),
    ("ink", "attention-tint", TEXT),
    ("ink", "done-tint", TEXT),
    ("ink", "error-tint", TEXT),
    ("muted-ink", "info-tint", TEXT),
    ("brand", "info-tint", TEXT),
    ("brand", "attention-tint", TEXT),
    ("info", "info-tint", TEXT),
    ("attention", "attention-tint", TEXT),
    ("done", "done-tint", TEXT),
    ("error", "error-tint", TEXT),
    ("on-brand", "brand", TEXT),
    ("on-brand", "brand-deep", TEXT),
    ("field-line", "paper", EDGE),
    ("field-line", "tint", EDGE),
    ("focus", "paper", EDGE),
    ("focus", "tint", EDGE),
    ("focus", "focus-halo", EDGE),
    ("bar", "bar-rest", EDGE),
]


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_contrast_of_tokens_that_meet_on_a_page_is_enough(ink: str, ground: str, least: float, scheme: int) -> None:
    assert contrast(TOKENS[ink][scheme], TOKENS[ground][scheme]) >= least


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_every_colour_of_the_sheet_is_a_token() -> None:
    rules = re.sub(r"/\*.*?\*/", "", CSS, flags=re.DOTALL)
    loose = [
        line.strip()
        for line in rules.splitlines()
        if re.search(r"#[0-9a-fA-F]{3,8}\b", line) and "light-dark(" not in line
    ]
    assert loose == [".panel { color: #000; background: none; border: 2px solid #000; }"], (
        "print needs plain black only"
    )


def test_theme_asks_no_other_host_and_no_data_address() -> None:
    assert "url(" not in CSS
    assert "@import" not in CSS

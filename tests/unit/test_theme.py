"""The tokens of our sheets, read as a browser reads them, keep WCAG's contrast in light and in dark."""

import re
from pathlib import Path

import pytest

SHEETS = Path(__file__).parents[2] / "portal" / "static" / "portal" / "css"
CSS = "\n".join(sheet.read_text() for sheet in sorted(SHEETS.glob("*.css")))
RULES = re.sub(r"/\*.*?\*/", "", CSS, flags=re.DOTALL)
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
    ("bar", "paper", EDGE),
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
    loose = [
        line.strip()
        for line in RULES.splitlines()
        if re.search(r"#[0-9a-fA-F]{3,8}\b", line) and "light-dark(" not in line
    ]
    assert loose == [".panel { color: #000; background: none; border: 2px solid #000; }"], (
        "print needs plain black only"
    )


def test_theme_asks_no_other_host_and_no_data_address() -> None:
    assert "url(" not in CSS
    assert "@import" not in CSS


@pytest.mark.parametrize(
    "physical",
    [
        r"\b(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)\b",
        r"(?:^|[;{\s])(?:left|right|top|bottom)\s*:",
        r"\b(?:text-align|float|clear|caption-side)\s*:\s*(?:left|right)",
        r"\b(?:margin|padding|inset|border-radius)\s*:\s*[^\s;]+ [^\s;()]+ [^\s;]+ [^\s;]+\s*;",
        r"\bborder-(?:top|bottom)-(?:left|right)-radius",
    ],
    ids=["sides", "places", "alignment", "four sides at once", "corners"],
)
def test_sheets_name_no_physical_side(physical: str) -> None:
    """Text that runs from the right turns the page round by itself: start and end, never left and right."""
    assert re.findall(physical, RULES) == []


def test_names_of_a_token_are_used_and_every_name_that_is_used_is_one() -> None:
    told = set(re.findall(r"^\s*--([a-z0-9-]+):", RULES, flags=re.MULTILINE))
    used = set(re.findall(r"var\(--([a-z0-9-]+)\)", RULES))
    vendor = (SHEETS.parent / "vendor" / "oat.min.css").read_text()
    assert {name for name in used - told if f"--{name}:" not in vendor} == set()


def test_focus_is_a_solid_line_everywhere_and_nobody_takes_it_away() -> None:
    """Only the page's main part, which the skip link leads to, and the summary of errors have their own."""
    taken = re.findall(r"([^{}]+)\{[^{}]*outline:\s*(?:none|0)[^{}]*\}", RULES)
    assert [selector.strip() for selector in taken] == ["main:focus"]
    assert all("3px solid" in rule for rule in re.findall(r"outline: [^;]+", RULES) if "none" not in rule)


@pytest.mark.parametrize(
    "device", ["prefers-reduced-motion: reduce", "prefers-contrast: more", "forced-colors: active"]
)
def test_sheet_answers_what_people_ask_their_device_for(device: str) -> None:
    assert f"@media ({device})" in RULES

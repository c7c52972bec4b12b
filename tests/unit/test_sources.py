"""What the product's own sources do not do, whoever writes them: read, not run."""

import re
from pathlib import Path

import pytest

from tests.processes import PROJECT

PRODUCT = [path for part in ("portal", "transfers", "accounts") for path in (PROJECT / part).rglob("*.py")]
SCRIPTS = list((PROJECT / "portal" / "static" / "portal" / "js").glob("*.js"))


def _found(pattern: str, files: list[Path]) -> list[str]:
    wanted = re.compile(pattern)
    return [
        f"{path.relative_to(PROJECT)}:{number}: {line.strip()[:80]}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if wanted.search(line)
    ]


@pytest.mark.parametrize(
    "pattern",
    [
        r"\b(md5|sha1|MD5|SHA1|RC4|ECB|PKCS1v15|DES3?|TripleDES|Blowfish)\b\s*\(",
        r"\brandom\.(random|choice|choices|randint|randrange|getrandbits|token)\b",
        r"\bimport random\b|\bfrom random\b",
        r"\b(eval|exec|compile)\((?!r?[\"'])(?!.*re\.)",
        r"\bpickle\b|\bmarshal\b|yaml\.load\(|\bshelve\b",
        r"shell=True|os\.system\(|os\.popen\(",
        r"mark_safe\(|\|safe\b|autoescape off|format_html\(f",
    ],
    ids=[
        "weak cryptography",
        "weak random",
        "module random",
        "code from text",
        "objects from bytes",
        "shell",
        "unescaped",
    ],
)
def test_product_does_not_use(pattern: str) -> None:
    """`re.compile` makes no code from text; what the database makes md5 of a row for protects nothing."""
    hits = [hit for hit in _found(pattern, PRODUCT) if "re.compile(" not in hit and "::text)" not in hit]
    assert hits == []


def test_templates_escape_everything() -> None:
    templates = list((PROJECT / "portal" / "templates").rglob("*.html"))
    assert len(templates) > 50
    assert _found(r"\|\s*safe\b|autoescape off|\|\s*safeseq", templates) == []


def test_scripts_keep_nothing_and_make_no_markup_of_text() -> None:
    """No storage in the browser, no messages between windows, no text that becomes markup, code or a prototype."""
    assert SCRIPTS
    kept = r"localStorage|sessionStorage|indexedDB|postMessage|document\.cookie|__proto__|Object\.assign\(|eval\("
    assert _found(kept + r"|innerHTML|outerHTML|insertAdjacentHTML|document\.write|new Function", SCRIPTS) == []


def test_image_holds_no_version_control_and_no_data_of_this_machine() -> None:
    left_out = set((PROJECT / ".dockerignore").read_text(encoding="utf-8").split())
    assert {".git", "var", ".env"} <= {name.strip("/") for name in left_out}

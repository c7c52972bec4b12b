"""Guards that are no refusal, as expressions.toml lists them."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from portal.embedded.place import PROJECT


@dataclass(frozen=True, slots=True)
class Expression:
    """`held` stands exactly once in `path`; `let_go` takes its place while the guard is out."""

    kind: str
    says: str
    path: str
    held: str
    let_go: str
    near: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.kind} · {self.says}"


def _read() -> tuple[Expression, ...]:
    found = tomllib.loads((PROJECT / "tests" / "guards" / "expressions.toml").read_text(encoding="utf-8"))
    return tuple(Expression(**{**each, "near": tuple(each["near"])}) for each in found["guard"])


EXPRESSIONS = _read()


def variants(path: str, source: str) -> Iterator[tuple[str, ast.Module]]:
    """The guards that stand in this file, each with the module as it would be without it."""
    for each in EXPRESSIONS:
        if each.path == path:
            yield each.name, ast.parse(source.replace(each.held, each.let_go))


def misnamed() -> list[str]:
    """Names of guards whose code is not found, or not once, or cannot be left out."""
    wrong = []
    for each in EXPRESSIONS:
        source = (PROJECT / each.path).read_text()
        if source.count(each.held) != 1:
            wrong.append(each.name)
            continue
        ast.parse(source.replace(each.held, each.let_go))
    return wrong

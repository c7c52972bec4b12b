"""Refusals in the code: each `raise` of one, and each call of a check. Found by reading, never listed by hand."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from portal.embedded.place import PROJECT

_WHERE = (
    "accounts",
    *("portal/sign_in.py", "portal/second_factor_forms.py", "portal/admin_site.py"),
    *("portal/middleware.py", "portal/requests.py"),
    *("portal/company_sign_in.py", "portal/company_provider.py"),
    *(f"transfers/{room}" for room in ("permissions", "actions", "queries", "forms", "views", "admin", "formats")),
    *(f"transfers/{file}.py" for file in ("web", "downloads", "atomic", "transition", "ledger")),
    *("transfers/delivery", "transfers/models"),
)
# Mistakes of a programmer, and what a command says to who typed it.
_NO_REFUSALS = {"AssertionError", "TypeError", "ValueError", "RuntimeError", "OSError", "NotImplementedError", "Stop"}
_NO_REFUSALS |= {"CommandError", "LookupError", "KeyError"}
_CHECKS = ("check_", "_check_", "refuse_", "_refuse_")
_LONGEST = 70


def find() -> list[str]:
    """The names of all refusals: where, and what is raised or called."""
    return [name for path in files() for name, _node in _refusals(ast.parse(path.read_text()), path)]


def files() -> list[Path]:
    """Every file that may refuse something."""
    found = (PROJECT / place for place in _WHERE)
    every = (file for place in found for file in (place.rglob("*.py") if place.is_dir() else [place]))
    return sorted(file for file in every if "migrations" not in file.parts)


def switch(tree: ast.Module, path: Path) -> ast.Module:
    """The same module with each refusal behind its switch."""
    names = {id(node): name for name, node in _refusals(tree, path)}
    _Switch(names).visit(tree)
    return tree


class _Switch(ast.NodeTransformer):
    def __init__(self, names: dict[int, str]) -> None:
        self._names = names

    def visit(self, node: ast.AST) -> ast.AST:
        found = self.generic_visit(node)
        name = self._names.get(id(node))
        if name is None or not isinstance(found, ast.stmt):
            return found
        call = ast.parse(f"__refusal__({name!r})", mode="eval").body
        held: ast.stmt = ast.With(items=[ast.withitem(context_expr=call)], body=[found])
        if isinstance(found, ast.Expr):
            # a check that keeps what is wrong for later raises nothing here: it is left out altogether
            test = ast.parse(f"not __is_skipped__({name!r})", mode="eval").body
            held = ast.If(test=test, body=[held], orelse=[])
        return ast.copy_location(held, found)


def _refusals(tree: ast.Module, path: Path) -> Iterator[tuple[str, ast.stmt]]:
    """Each with a name that outlives moved lines: place, function, what is said; a number where two are alike."""
    place = str(path.relative_to(PROJECT)).removesuffix(".py")
    seen: Counter[str] = Counter()
    for function, node in _statements(tree, ()):
        if isinstance(node, ast.Raise):
            says = _raised(node)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            called = ast.unparse(node.value.func)
            says = f"{called}()" if called.rsplit(".", 1)[-1].startswith(_CHECKS) else ""
        else:
            continue
        if says:
            name = f"{place} · {function} · {says}"
            seen[name] += 1
            yield (name if seen[name] == 1 else f"{name} ({seen[name]})"), node


def _statements(node: ast.AST, inside: tuple[str, ...]) -> Iterator[tuple[str, ast.stmt]]:
    for child in ast.iter_child_nodes(node):
        named = isinstance(child, ast.FunctionDef | ast.ClassDef)
        within = (*inside, child.name) if named else inside  # type: ignore[attr-defined]
        if isinstance(child, ast.stmt):
            yield ".".join(within), child
        yield from _statements(child, within)


def _raised(node: ast.Raise) -> str:
    if node.exc is None:
        return ""
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    kind = ast.unparse(raised)
    if kind.rsplit(".", 1)[-1] in _NO_REFUSALS or not kind[0].isalpha() or kind == "error":
        return ""
    constants = (each.value for each in ast.walk(node.exc) if isinstance(each, ast.Constant))
    text = next((each for each in constants if isinstance(each, str) and " " in each), "")
    return f"{kind}: {text}"[:_LONGEST].rstrip(": ") if text else kind

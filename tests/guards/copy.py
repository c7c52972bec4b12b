"""A copy of the project in which every guard stands behind its switch."""

import ast
import shutil
import subprocess
from pathlib import Path

from portal.embedded.place import PROJECT
from tests.guards import expressions, refusals

_IMPORTED = (
    "from tests.guards.switch import is_out as __is_out__, is_skipped as __is_skipped__, refusal as __refusal__"
)


def make(folder: Path) -> None:
    """Copy what git knows of the project as it stands, and put each guard behind a switch."""
    shutil.rmtree(folder, ignore_errors=True)
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (PROJECT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / name, folder / name)
    with_guards = {each.path for each in expressions.EXPRESSIONS}
    for path in {*refusals.files(), *(PROJECT / each for each in with_guards)}:
        place = path.relative_to(PROJECT)
        (folder / place).write_text(_switched(path, path.read_text()))


def _switched(path: Path, source: str) -> str:
    tree = refusals.switch(ast.parse(source), path)
    for name, without in expressions.variants(str(path.relative_to(PROJECT)), source):
        _add_variant(tree, name, ast.parse(source), without)
    # after the docstring; a module that holds nothing else has no guard
    after = int(bool(tree.body) and ast.get_docstring(tree) is not None)
    tree.body[after:after] = ast.parse(_IMPORTED).body
    return ast.unparse(ast.fix_missing_locations(tree))


def _add_variant(tree: ast.Module, name: str, held: ast.Module, without: ast.Module) -> None:
    """Let the innermost function that differs begin with the choice between its two bodies."""
    plain, other = _functions(held), _functions(without)
    differing = [place for place, node in plain.items() if ast.dump(node) != ast.dump(other[place])]
    if not differing:
        raise AssertionError(f"{name} stands in no function")
    place = max(differing, key=len)
    test = ast.parse(f"__is_out__({name!r})", mode="eval").body
    here = _functions(tree)[place]
    here.body = [ast.If(test=test, body=other[place].body, orelse=here.body)]


def _functions(tree: ast.AST, inside: tuple[str, ...] = ()) -> dict[tuple[str, ...], ast.FunctionDef]:
    found: dict[tuple[str, ...], ast.FunctionDef] = {}
    for node in ast.iter_child_nodes(tree):
        within = (*inside, node.name) if isinstance(node, ast.FunctionDef | ast.ClassDef) else inside
        if isinstance(node, ast.FunctionDef):
            found[within] = node
        found |= _functions(node, within)
    return found

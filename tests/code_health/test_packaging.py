"""The package declares what it imports, says why, and starts light."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Container, Iterator
from importlib.metadata import packages_distributions
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = (ROOT / "pyproject.toml").read_text("utf-8")
PROJECT = tomllib.loads(PYPROJECT)
MODULES = sorted((ROOT / "gongkai").rglob("*.py"))


def name_of(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\s<>=!~\[;]", requirement, maxsplit=1)[0]).lower()


REQUIRED = {name_of(line) for line in PROJECT["project"]["dependencies"]}
EXTRAS = {
    extra: {name_of(line) for line in lines} for extra, lines in PROJECT["project"]["optional-dependencies"].items()
}


def imports(tree: ast.AST, *, late: bool = False) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool]]:
    """Every import that is carried out (not those for types only), and whether it stands inside a function."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node, late
        elif not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            inside = late or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            yield from imports(node, late=inside)


def third_party(node: ast.Import | ast.ImportFrom) -> set[str]:
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
    tops = {name.partition(".")[0] for name in names} if not getattr(node, "level", 0) else set()
    return tops - sys.stdlib_module_names - {"gongkai"}


def test_every_dependency_says_why_it_is_there() -> None:
    lines = PYPROJECT.splitlines()
    bare = [
        line.strip()
        for above, line in pairwise(lines)
        if re.match(r'    "[A-Za-z0-9_.-]+(\[.*\])?[<>=~]', line) and not above.strip().startswith("#")
    ]
    assert bare == []


def test_what_is_imported_is_declared() -> None:
    distributions = packages_distributions()
    undeclared = []
    for path in MODULES:
        folder = path.relative_to(ROOT / "gongkai").parts[0]
        for node, late in imports(ast.parse(path.read_text("utf-8"))):
            # A package of an extra is at hand in the folder named like the extra; elsewhere only late.
            known = REQUIRED.union(*EXTRAS.values()) if late else REQUIRED | EXTRAS.get(folder, set())
            undeclared += [
                f"{path.relative_to(ROOT)}:{node.lineno}: {name}"
                for name in third_party(node)
                if not known & {name_of(found) for found in distributions.get(name, [name])}
            ]
    assert undeclared == []


def silent(text: str) -> list[int]:
    """Lines of late imports without a comment "late" on them or above them in their own function."""
    tree = ast.parse(text)
    said = [number for number, line in enumerate(text.splitlines(), 1) if re.search(r"#.*\blate\b", line, re.I)]
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    unsaid = []
    for number in (node.lineno for node, late in imports(tree) if late):
        begin = max(
            function.lineno for function in functions if function.lineno <= number <= (function.end_lineno or 0)
        )
        unsaid += [] if any(begin <= line <= number for line in said) else [number]
    return unsaid


def test_a_late_import_says_why() -> None:
    """docs/adr/0001-layers-and-late-imports.md; tests and benchmarks, too."""
    paths = [*MODULES, *(path for folder in ("benchmarks", "docs", "tests") for path in (ROOT / folder).rglob("*.py"))]
    found = {str(path.relative_to(ROOT)): silent(path.read_text("utf-8")) for path in paths}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_a_comment_speaks_for_its_own_function_only() -> None:
    said, unsaid = "def f():\n    import a  # late: slow\n", "def g():\n    import b\n"
    assert silent(said) == []
    assert silent(said + unsaid) == [4]
    assert silent("# Late, both: slow.\n" + unsaid) == [3]


def edges() -> tuple[dict[str, set[str]], list[tuple[str, int, str]]]:
    """Of our modules: what each imports when it is loaded, and the late imports (module, line, what)."""
    paths = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in MODULES}
    modules = {name.removesuffix(".__init__"): path for name, path in paths.items()}
    loaded: dict[str, set[str]] = {name: set() for name in modules}
    lates = []
    for name, path in modules.items():
        for node, late in imports(ast.parse(path.read_text("utf-8"))):
            for target in targets(node, modules):
                if late:
                    lates.append((name, node.lineno, target))
                else:
                    loaded[name].add(target)
    return loaded, lates


def targets(node: ast.Import | ast.ImportFrom, modules: Container[str]) -> set[str]:
    """Which of our modules an import is about: a module taken from its package is that module, not the package."""
    if isinstance(node, ast.Import):
        named = {alias.name for alias in node.names}
    else:
        below = {alias.name: f"{node.module}.{alias.name}" for alias in node.names}
        named = {name if name in modules else node.module or "" for name in below.values()}
    return {name for name in named if name in modules}


def reached(loaded: dict[str, set[str]], name: str) -> set[str]:
    """Everything that is loaded with a module."""
    found, ahead = {name}, [name]
    while ahead:
        for target in loaded[ahead.pop()] - found:
            found.add(target)
            ahead.append(target)
    return found


def test_no_late_import_hides_a_cycle() -> None:
    loaded, lates = edges()
    assert len(lates) > 50
    hidden = [(name, line, target) for name, line, target in lates if name in reached(loaded, target)]
    assert hidden == []


@pytest.mark.parametrize("start", ["import gongkai", "import gongkai.cli"])
def test_the_start_is_light(start: str) -> None:
    heavy = ["lxml", "numpy", "olefile", "pyarrow", "pypdfium2", "selectolax", "yaml"]
    code = f"import sys; {start}; print(*sorted(set(sys.modules) & set({heavy})))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout.split()
    assert loaded == []

"""The rules of the house that no linter knows: arrows, doors, and what stands in no file."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("search", "indexer", "web")
MODULES = {
    str(path.relative_to(ROOT)): ast.parse(path.read_text(encoding="utf-8"))
    for room in (*ROOMS, "benchmarks")
    for path in sorted((ROOT / room).rglob("*.py"))
}
PRODUCT = {name: tree for name, tree in MODULES.items() if name.startswith(ROOMS)}

# A folder of a person, or of the machine that something was written on.
_MACHINE = re.compile(r"(?<![\w.~/-])/(?:home|Users|root|work|tmp|mnt|media)/[\w.-]")


def _names(tree: ast.AST) -> set[str]:
    """Every name that a module uses, brings in or reaches for."""
    nodes = list(ast.walk(tree))
    used = {node.id for node in nodes if isinstance(node, ast.Name)}
    reached = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    brought = {alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names}
    return used | reached | brought


def test_every_module_says_what_it_is_for() -> None:
    assert [name for name, tree in MODULES.items() if not ast.get_docstring(tree)] == []


def test_the_environment_has_one_reader() -> None:
    doors = {"environ", "environb", "getenv", "getenvb"}
    assert [name for name, tree in PRODUCT.items() if doors & _names(tree)] == ["search/config.py"]


def test_nothing_prints() -> None:
    assert [name for name, tree in PRODUCT.items() if "print" in _names(tree)] == []


def test_only_the_command_lines_write_to_the_terminal() -> None:
    writing = {name for name, tree in PRODUCT.items() if {"stdout", "stderr", "echo"} & _names(tree)}
    assert {name for name in writing if not re.match(r"(search|indexer)/cli/|web/cli\.py", name)} == set()


def test_the_design_explains_every_package_that_is_required() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    design = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    table = design.partition("| package | what for |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| (\w[\w-]*)", table, re.MULTILINE)
    assert sorted(rows) == sorted(map(_package, project["dependencies"]))
    for requirement in project["optional-dependencies"]["test"]:
        assert f"**{_package(requirement)}**" in design


def _package(requirement: str) -> str:
    """`pymorphy3[fast]>=2.0` is pymorphy3."""
    return re.split(r"[^\w-]", requirement, maxsplit=1)[0]


def test_the_import_contracts_hold() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="only a clone knows which files belong to the project")
def test_no_file_names_a_path_of_a_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path == Path(__file__) or not path.is_file():
            continue
        found = _MACHINE.search(path.read_text(encoding="utf-8", errors="replace"))
        assert not found, f"{name}: {found and found[0]}"

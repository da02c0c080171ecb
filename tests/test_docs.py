"""What a person can type or set is documented, and what the documents show is so."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import get_args
from urllib.parse import unquote

import click
import pytest

from indexer.build import build
from indexer.reading.formats import FORMATS
from indexer.reading.sources import ReadOptions
from search.answer import page_json
from search.cli import main
from search.config import DEFAULT_HOLDING, DEFAULT_LIMITS, ENVIRONMENT, Settings
from search.documents import DOCUMENT_FIELDS
from search.query.fields import NAMES
from search.query.parse import parse
from search.query.plan import leaves
from search.query.tree import Dated, Filter, Mention, Near, Node, Not, Or, Place
from search.ranking import RELAXED_ENOUGH, RELAXED_SHARE
from search.request import SearchRequest
from search.results import ProblemKind
from search.russian.tokens import cut
from search.service import SearchService
from tests.conftest import MOSCOW
from web.pages.guide import GUIDE, Operator
from web.params import SEARCH

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
QUERIES = ROOT / "docs" / "query-language.md"
PAGES = (README, *sorted((ROOT / "docs").glob("*.md")))

Row = tuple[str, ...]


@cache
def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def _everything() -> str:
    return "\n".join(map(_text, PAGES))


def _rows(page: Path, *header: str) -> Iterator[Row]:
    """The rows of every table of a page that has this header."""
    inside = False
    for line in _text(page).splitlines():
        if not line.startswith("|"):
            inside = False
            continue
        cells = tuple(cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1])
        if cells == header:
            inside = True
        elif inside and not set("".join(cells)) <= set("-: "):
            yield cells


def _codes(cell: str) -> list[str]:
    """The code spans of a cell, as they are typed: `сталь \\| чугун` is «сталь | чугун»."""
    return [code.replace("\\|", "|") for code in re.findall(r"`([^`]+)`", cell)]


def _commands() -> dict[str, click.Command]:
    context = click.Context(main)
    return {name: main.get_command(context, name) or click.Command(name) for name in main.list_commands(context)}


# The command line.


def test_every_command_has_help_and_an_example_and_is_in_the_command_table() -> None:
    documented = {_codes(row[0])[0].split()[1] for row in _rows(README, "command", "what it does", "options")}
    assert documented == set(_commands())
    for name, command in _commands().items():
        assert re.search(rf"^\s*slovoform {name}\b", command.help or "", re.MULTILINE), (
            f"{name} has no help or no example"
        )


def test_every_option_has_help_and_is_in_the_row_of_its_command() -> None:
    rows = {_codes(row[0])[0].split()[1]: row for row in _rows(README, "command", "what it does", "options")}
    for name, command in _commands().items():
        options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
        assert all(option.help for option in options), name
        assert sorted(_codes(rows[name][2])) == sorted(option.opts[0] for option in options), name


def test_the_two_commands_of_the_readme_are_those_that_ci_runs() -> None:
    demo, test = re.findall(r"^```sh\n(.+)\n```$", _text(README), re.MULTILINE)[:2]
    assert demo == "python3 -m venv .venv && .venv/bin/pip install -q . && .venv/bin/slovoform demo"
    assert test in _text(ROOT / ".ci" / "run").splitlines()


def test_every_linter_that_ci_runs_is_in_the_readme() -> None:
    ran = re.findall(r"^\.venv/bin/(.+)$", _text(ROOT / ".ci" / "run"), re.MULTILINE)
    assert ran
    for command in ran:
        assert f".venv/bin/{command}" in _text(README)


# Settings and parameters.


def test_every_setting_is_in_the_readme_with_its_default() -> None:
    documented = {_codes(row[0])[0]: row for row in _rows(README, "variable", "what it sets", "default")}
    assert set(documented) == set(ENVIRONMENT)
    defaults = {f"SLOVOFORM_{name.upper()}": str(value) for name, value in asdict(Settings()).items()}
    defaults |= {f"SLOVOFORM_MAX_{name.upper()}": str(value) for name, value in asdict(DEFAULT_LIMITS).items()}
    defaults |= {f"SLOVOFORM_CURSOR_{name.upper()}": str(value) for name, value in asdict(DEFAULT_HOLDING).items()}
    defaults["XDG_CACHE_HOME"] = str(Settings().cache.parent)
    for variable, row in documented.items():
        assert row[1] == ENVIRONMENT[variable]
        assert _codes(row[2]) == ([defaults[variable]] if variable in defaults else [])  # else there is none


def test_every_parameter_of_the_api_is_documented() -> None:
    api = _text(ROOT / "docs" / "api.md")
    for parameter in SEARCH:
        assert f"`{parameter}`" in api


def test_every_format_is_in_the_readme() -> None:
    for ending in FORMATS:
        assert f"`{ending}`" in _text(README)


# The query language, row by row.

OPERATORS = list(_rows(QUERIES, "what", "example", "finds"))


@pytest.fixture(scope="module")
def service(archive_index: Path) -> SearchService:
    return SearchService(archive_index)


@pytest.mark.parametrize("row", OPERATORS, ids=lambda row: _codes(row[1])[0])
def test_an_example_finds_exactly_the_documents_that_it_names(service: SearchService, row: Row) -> None:
    (query,) = _codes(row[1])
    page = service.search(SearchRequest(query, per_page=100))
    assert not page.problems
    assert {hit.id for hit in page.hits} == set(_codes(row[2]))
    assert page.hits


def test_the_tables_of_operators_and_fields_are_those_of_the_help_page() -> None:
    told = [(row[0].replace("<code>&#124;</code>", "`|`"), _codes(row[1])[0]) for row in OPERATORS]
    behind = [row[0] for row in OPERATORS].index("ё and е are one letter in a word")  # the next table
    assert [_as_in_the_docs(each) for section in GUIDE for each in section.operators] == told[:behind]


def _as_in_the_docs(operator: Operator) -> Row:
    signs = ", ".join(f"`{sign}`" for sign in operator.signs)
    return f"{signs} {operator.meaning}".strip(), operator.example


def test_every_operator_has_an_example() -> None:
    trees = [parse(_codes(row[1])[0]).tree for row in OPERATORS]
    kinds = {type(node) for tree in trees for node in _nodes(tree)}
    assert kinds >= {Not, Or, Near, Filter, Dated, Mention, *get_args(Place)}
    fields = {(type(leaf), getattr(leaf, "field", "")) for tree in trees for leaf, _ in leaves(tree)}
    assert fields >= {(kind, field) for kind in get_args(Place) for field in ("", "title")}
    assert fields >= {(Filter, field) for field in DOCUMENT_FIELDS}
    assert all(f"`{name}:`" in _text(QUERIES) for name in NAMES)


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in getattr(node, "children", ()) or ([node.child] if isinstance(node, Not) else []):
        yield from _nodes(child)


@pytest.mark.parametrize("row", list(_rows(README, "type", "to find")), ids=lambda row: _codes(row[0])[0])
def test_the_short_table_of_the_readme_holds(service: SearchService, row: Row) -> None:
    (query,) = _codes(row[0])
    page = service.search(SearchRequest(query, match="all", strict=True))
    assert page.hits
    assert not page.problems


def test_every_problem_is_shown_by_its_example() -> None:
    rows = list(_rows(QUERIES, "kind", "example", "what is done"))
    assert {_codes(row[0])[0] for row in rows} == set(get_args(ProblemKind))
    for row in rows:
        assert {problem.kind for problem in parse(_codes(row[1])[0]).problems} == {_codes(row[0])[0]}


def test_the_limits_are_those_of_the_program() -> None:
    limits = {
        _codes(row[0])[0] if _codes(row[0]) else row[0]: row[1] for row in _rows(QUERIES, "limit", "value", "over it")
    }
    for name, value in asdict(DEFAULT_LIMITS).items():
        assert limits[name].startswith(f"{value} ")
    assert limits["form"].startswith(f"{len(cut('я' * 300).form(0))} ")
    assert f"fewer than {RELAXED_ENOUGH} documents" in _text(QUERIES)
    assert RELAXED_SHARE == {"relevance": (1, 6), "newest": (3, 4), "oldest": (3, 4)}  # «a sixth», «three quarters»


def test_the_answer_in_the_readme_is_the_real_one(service: SearchService) -> None:
    (block,) = re.findall(r"^```json\n(\{\n.+?)```$", _text(README), re.DOTALL | re.MULTILINE)
    shown = json.loads(block)
    real = page_json(service.search(SearchRequest(shown["query"]["raw"], since="2024-03-01", per_page=1)))
    for answer in (shown, real):
        del answer["took_ms"]
        text = answer["hits"][0]["highlight"]["text"]  # shortened in the README
        answer["hits"][0]["highlight"]["text"] = " ".join(text[0].split())[:60]
    assert shown == real
    assert f"archive of {service.stats().documents} invented news notes" in _text(README)


# The example documents of the README are read by the real readers.

_FILES = re.findall(r"^`([^`\s]+)`\n\n```\w*\n(.*?)```", _text(README), re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize(("name", "content"), _FILES, ids=[name for name, _ in _FILES])
def test_an_example_file_is_read(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(content, encoding="utf-8")
    report = build([tmp_path / name], tmp_path / "index", ReadOptions(zone=MOSCOW))
    assert report.indexed >= 1
    assert not report.skipped and not report.notes
    (hit,) = SearchService(tmp_path / "index").search(SearchRequest("токаева", match="all")).hits
    assert f"{hit.date:%Y-%m-%d}" == "2026-01-05"
    assert hit.title.text == "Токаев прибыл в Астану"


def test_the_readme_shows_a_file_of_every_format() -> None:
    assert {Path(name).suffix for name, _ in _FILES} >= {".txt", ".jsonl", ".csv", ".html", ".rss"}


# Links.


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_internal_link_leads_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", _text(page)):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, fragment = link.partition("#")
        target = (page.parent / unquote(path)).resolve() if path else page
        assert target.exists(), link
        if fragment:
            assert fragment in _anchors(target), link


def _anchors(page: Path) -> set[str]:
    """The anchors that a Markdown page has: one for each heading."""
    headings = re.findall(r"^#+ (.+)$", _text(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}

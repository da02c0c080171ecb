"""What finds a text and what does not, sentence by sentence, by both engines."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from search.engines.base import Engine, Window
from search.query.parse import parse
from search.query.plan import plan
from tests.found import asked, cases, engines_over

CASES = cases("found.txt")


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Engine]:
    return engines_over(((ident, text) for ident, (text, _, _) in CASES.items()), tmp_path_factory.mktemp("found"))


def found(engine: Engine, query: str) -> set[str]:
    tree = plan(parse(query).tree).tree()
    return {engine.document(ranked).id for ranked in engine.find(tree, None, Window("newest", 0, 1000)).ranked}


@pytest.mark.parametrize(("ident", "query"), [*asked(CASES, 1)])
def test_a_text_is_found_by(engines: Sequence[Engine], ident: str, query: str) -> None:
    assert all(ident in found(engine, query) for engine in engines)


@pytest.mark.parametrize(("ident", "query"), [*asked(CASES, 2)])
def test_a_text_is_not_found_by(engines: Sequence[Engine], ident: str, query: str) -> None:
    assert not any(ident in found(engine, query) for engine in engines)

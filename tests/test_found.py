"""What finds a text and what does not, sentence by sentence, by both engines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from search.documents import Document
from search.engines.base import Engine
from search.engines.embedded import EmbeddedEngine
from search.engines.memory import MemoryEngine
from search.index import generations
from search.index.building.draft import Draft
from search.query.parse import parse
from search.query.plan import plan
from tests.conftest import MOSCOW

LINES = (Path(__file__).parent / "cases" / "found.txt").read_text(encoding="utf-8").splitlines()
CASES = {
    f"found.txt:{number}": line.split(" ⟶ ")
    for number, line in enumerate(LINES, start=1)
    if line and not line.startswith("# ")
}


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Engine]:
    documents = [Document(ident, "", text) for ident, (text, _, _) in CASES.items()]
    with generations.writing(tmp_path_factory.mktemp("found") / "index") as folder:
        with Draft(folder, MOSCOW) as draft:
            for document in documents:
                draft.add(document)
            segment = draft.write()
        published = generations.publish(folder, [segment], MOSCOW)
    return MemoryEngine(documents, MOSCOW), EmbeddedEngine(published.segments, MOSCOW)


def asked(column: int) -> Iterator[object]:
    for ident, fields in CASES.items():
        for query in fields[column].split(" · "):
            if query != "—":
                yield pytest.param(ident, query, id=f"{ident} {query}")


def found(engine: Engine, query: str) -> set[str]:
    tree = plan(parse(query).tree).tree()
    return {engine.document(ranked).id for ranked in engine.find(tree, None, "newest", 0, 1000).ranked}


@pytest.mark.parametrize(("ident", "query"), [*asked(1)])
def test_a_text_is_found_by(engines: Sequence[Engine], ident: str, query: str) -> None:
    assert all(ident in found(engine, query) for engine in engines)


@pytest.mark.parametrize(("ident", "query"), [*asked(2)])
def test_a_text_is_not_found_by(engines: Sequence[Engine], ident: str, query: str) -> None:
    assert not any(ident in found(engine, query) for engine in engines)

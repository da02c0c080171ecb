"""Cases as lines, «text ⟶ queries that find it ⟶ queries that do not», and engines over their texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from search.documents import Document
from search.engines.base import Engine, Found
from search.engines.embedded import EmbeddedEngine
from search.engines.memory import MemoryEngine
from search.index.building.draft import Draft
from search.index.changing import publishing
from search.index.generations import Generation
from tests.conftest import MOSCOW

Cases = dict[str, list[str]]


def cases(name: str) -> Cases:
    """The cases of a file in tests/cases, by where they stand: `found.txt:5`."""
    lines = (Path(__file__).parent / "cases" / name).read_text(encoding="utf-8").splitlines()
    return {
        f"{name}:{number}": line.split(" ⟶ ")
        for number, line in enumerate(lines, start=1)
        if line and not line.startswith("# ")
    }


def asked(found: Cases, column: int) -> Iterator[object]:
    """The queries of a column, each with the case that it belongs to."""
    for ident, fields in found.items():
        for query in fields[column].split(" · "):
            if query != "—":
                yield pytest.param(ident, query, id=f"{ident} {query}")


def listed(engine: Engine, found: Found) -> list[tuple[str, int]]:
    """The ids and the scores of documents found."""
    return [(engine.document(ranked).id, ranked.score) for ranked in found.ranked]


def engines_over(texts: Iterable[tuple[str, str]], folder: Path) -> Sequence[Engine]:
    """Both engines over texts with their ids."""
    documents = [Document(ident, "", text) for ident, text in texts]
    return MemoryEngine(documents, MOSCOW), EmbeddedEngine(published(documents, folder).segments, MOSCOW)


def published(documents: Iterable[Document], folder: Path, zone: ZoneInfo = MOSCOW) -> Generation:
    """An index of some documents, in the folder `index` of a folder."""
    with publishing.writing(folder / "index") as writing:
        with Draft(writing, zone) as draft:
            for document in documents:
                draft.add(document)
            segment = draft.write(lambda stage: None)
        return publishing.publish(writing, [segment], zone)

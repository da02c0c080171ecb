"""What a search costs in Python does not grow with the archive: numpy does the rest. No clock is needed to tell."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from types import FrameType

import pytest

from indexer.reading.sources import Found, ReadOptions, read, survey
from search.documents import Document
from search.index.building.draft import Draft
from search.index.changing import publishing
from search.request import SearchRequest, Sort
from search.service import SearchService
from tests.conftest import ARCHIVE, MOSCOW

FEW, MANY = 60, 180
"""Copies of the bundled archive: the fewer are enough for every query below to fill its second look of forty."""

SLACK = 50
"""Calls more that are no growth: of more matches than places the best are chosen in another way."""


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> tuple[SearchService, SearchService]:
    """Two archives, one with three times the documents of the other, and the same words."""
    options = ReadOptions(zone=MOSCOW)
    items = (item for source in survey([ARCHIVE])[0] for item in read(source, options))
    notes = [item.document for item in items if isinstance(item, Found)]
    few, many = (
        _published(
            tmp_path_factory.mktemp("copies"),
            (replace(note, id=f"{note.id}~{copy}") for copy in range(copies) for note in notes),
        )
        for copies in (FEW, MANY)
    )
    return few, many


@pytest.mark.parametrize("sort", ["relevance", "newest"])
@pytest.mark.parametrize(
    "query",
    [
        "сталь",
        "ледокол сталь",
        "сталь | ледокол | город",
        "город -сталь",
        '"генеральная ассамблея"',
        '"и в"',
        '"открылся ремонта"~3',
        "город /5 год",
        "!городе",
        "го*",
        "*сталь",
        "мельнеца~",
        "title:замок",
        "source:вестник date:2024",
        "ледокол сталь замок мельница урожай вобла",
        "",
    ],
)
def test_a_search_calls_no_more_functions_over_more_documents(
    services: tuple[SearchService, SearchService], query: str, sort: Sort
) -> None:
    few, many = (_calls(service, SearchRequest(query, sort=sort, per_page=1)) for service in services)
    assert many <= few + SLACK, f"{many:,} calls over {MANY / FEW:g} times the documents, {few:,} before"


def _published(index: Path, documents: Iterable[Document]) -> SearchService:
    with publishing.writing(index) as folder, Draft(folder, MOSCOW) as draft:
        for document in documents:
            draft.add(document)
        publishing.publish(folder, [draft.write(lambda stage: None)], MOSCOW)
    return SearchService(index)


def _calls(service: SearchService, request: SearchRequest) -> int:
    """Functions called by a search, those of C and numpy included, when everything it loads is loaded."""
    service.search(request)
    called = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal called
        called += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        service.search(request)
    finally:
        sys.setprofile(None)
    return called

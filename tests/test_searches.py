"""The hand-written cases over the bundled archive, and the seed article: what a person would check first."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from indexer.build import build
from indexer.reading.sources import ReadOptions
from search.request import SearchRequest
from search.service import SearchService
from tests.conftest import MOSCOW

CASES = tomllib.loads((Path(__file__).parent / "cases" / "searches.toml").read_text(encoding="utf-8"))["case"]


@pytest.fixture(scope="module")
def service(archive_index: Path) -> SearchService:
    return SearchService(archive_index)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["intent"])
def test_a_case_finds_what_it_must_and_misses_what_it_must(service: SearchService, case: dict[str, Any]) -> None:
    dates = case.get("since", ""), case.get("until", "")
    page = service.search(SearchRequest(case["query"], *dates, match="all", per_page=100))
    found = {hit.id for hit in page.hits}
    assert set(case["finds"]) <= found, case["query"]
    assert not set(case["misses"]) & found, case["query"]


def _finds(index: Path, ident: str, query: str, *dates: str) -> bool:
    page = SearchService(index).search(SearchRequest(query, *dates, match="all", per_page=100))
    return ident in {hit.id for hit in page.hits}


SEED = "000_35e708f6c607d12a"
SEED_FOUND_BY = [
    "токаев",
    "токаева",
    "токаевым",
    "генеральная ассамблея",
    '"президентом казахстана"',
    "!Женеве",
    "разоруж*",
    "популист | популизм",
    "оон",
    "организация объединённых наций",
    "организации объединенных наций",
    "сми",
    "генассамблея",
]
SEED_NOT_FOUND_BY = ["!токаевым", '"казахстана президент"', "title:женева"]


@pytest.fixture(scope="module")
def seed_index(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    index = tmp_path_factory.mktemp("seed") / "index"
    report = build([shared / "data" / "seed"], index, ReadOptions(zone=MOSCOW))
    assert (report.read, report.indexed, report.undated) == (1, 1, 0)
    return index


@pytest.mark.shared
def test_the_seed_article_is_read_as_it_is(seed_index: Path) -> None:
    document = SearchService(seed_index).document(SEED).document
    assert document.title == "Токаев не стремится вернуться на работу в ООН"
    assert str(document.date) == "2026-01-05"
    assert (document.place, document.agency) == ("Астана", "ТАСС")


@pytest.mark.shared
@pytest.mark.parametrize("query", SEED_FOUND_BY)
def test_the_seed_article_is_found_by(seed_index: Path, query: str) -> None:
    assert _finds(seed_index, SEED, query)
    assert _finds(seed_index, SEED, query, "2026-01-05", "2026-01-05")
    assert not _finds(seed_index, SEED, query, "", "2026-01-04")


@pytest.mark.shared
@pytest.mark.parametrize("query", SEED_NOT_FOUND_BY)
def test_the_seed_article_is_not_found_by(seed_index: Path, query: str) -> None:
    assert not _finds(seed_index, SEED, query)


def test_a_bundled_note_in_the_same_layout_is_read_as_it_is(service: SearchService) -> None:
    document = service.document("tlepov").document
    assert document.title == "Тлепов не намерен возвращаться в сборную"
    assert str(document.date) == "2026-01-12"
    assert (document.place, document.agency) == ("Астана", "ТАСС")


@pytest.mark.parametrize(
    "query",
    [
        "тлепов",
        "тлепова",
        "тлеповым",
        "генеральная ассамблея",
        '"президентом федерации"',
        "!Женеве",
        "разоруж*",
        "популист | популизм",
    ],
)
def test_the_bundled_note_is_found_by(archive_index: Path, query: str) -> None:
    assert _finds(archive_index, "tlepov", query)
    assert _finds(archive_index, "tlepov", query, "2026-01-12", "2026-01-12")
    assert not _finds(archive_index, "tlepov", query, "", "2026-01-11")


@pytest.mark.parametrize("query", ["!тлеповым", '"федерации президент"', "title:женева"])
def test_the_bundled_note_is_not_found_by(archive_index: Path, query: str) -> None:
    assert not _finds(archive_index, "tlepov", query)

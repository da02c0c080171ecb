"""One day of any year: `day=11-30`."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from search.documents import Document, When
from search.errors import BadParameter
from search.request import Narrowed, SearchRequest
from search.service import SearchService
from tests.conftest import Publish

DATES: dict[str, When | None] = {
    "2019": date(2019, 11, 30),
    "2024": date(2024, 11, 30),
    "next day": date(2024, 12, 1),
    "evening in UTC, the 30th in Moscow": datetime(2025, 11, 29, 21, 30, tzinfo=UTC),
    "leap": date(2024, 2, 29),
    "undated": None,
}


@pytest.fixture
def service(publish: Publish, tmp_path: Path) -> SearchService:
    documents = [Document(ident, "Сталь", "", when, source=ident[:2]) for ident, when in DATES.items()]
    publish([documents[:3], documents[3:]])
    return SearchService(tmp_path / "index")


def found(service: SearchService, request: SearchRequest) -> list[str]:
    return sorted(hit.id for hit in service.search(request).hits)


@pytest.mark.parametrize("query", ["", "сталь", "сталь чугун"])
def test_a_day_is_found_in_every_year_by_the_clocks_of_the_index(service: SearchService, query: str) -> None:
    expected = ["2019", "2024", "evening in UTC, the 30th in Moscow"]
    assert found(service, SearchRequest(query, day="11-30")) == expected
    assert found(service, SearchRequest(query, day="02-29")) == ["leap"]
    assert found(service, SearchRequest(query, day="07-01")) == []


def test_it_goes_together_with_dates_and_fields(service: SearchService) -> None:
    assert found(service, SearchRequest("сталь", day="11-30", since="2020", until="2024")) == ["2024"]
    narrowed = SearchRequest("сталь", day="11-30", narrowed=(Narrowed("source", ("ev",)),))
    assert found(service, narrowed) == ["evening in UTC, the 30th in Moscow"]


def test_facets_and_the_spread_over_time_count_that_day_alone(service: SearchService) -> None:
    page = service.search(SearchRequest("сталь", day="11-30", facets=("source",), histogram="year"))
    assert page.total.value == 3
    assert page.histogram
    assert [bucket.count for bucket in page.histogram.buckets] == [1, 0, 0, 0, 0, 1, 1]
    assert [(value.value, value.count) for value in page.facets[0].values] == [("20", 2), ("ev", 1)]
    assert len(list(service.walk(SearchRequest("сталь", day="11-30")))) == 3


@pytest.mark.parametrize("day", ["30.11", "02-30", "13-01", "1-5", "11-30 ", "2024-11-30", "00-10", "１1-30"])
def test_what_is_no_day_is_refused(service: SearchService, day: str) -> None:
    with pytest.raises(BadParameter, match="written like 11-30") as refused:
        service.search(SearchRequest("сталь", day=day))
    assert refused.value.parameter == "day"


def test_an_archive_without_dates_has_no_such_day(publish: Publish, tmp_path: Path) -> None:
    publish([[Document("1", "Сталь", "")]])
    assert found(SearchService(tmp_path / "index"), SearchRequest("сталь", day="11-30")) == []

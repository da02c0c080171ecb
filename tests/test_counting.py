"""Filters, facets and histograms of whole requests, against counts over the documents by hand."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from search.documents import DOCUMENT_FIELDS, Document, When
from search.errors import BadParameter
from search.finding import facets
from search.request import MATCHES, SORTS, Narrowed, SearchRequest
from search.results import Histogram, Page
from search.service import SearchService
from tests.conftest import MOSCOW, Publish
from tests.found import published
from tests.trees import LABELS, WORDS, random_documents

EVENING = datetime(2020, 2, 29, 22, 30, tzinfo=UTC)  # in Moscow it is 1 March
STRAYS: list[When | None] = [date(2001, 1, 1), date(2024, 2, 29), EVENING, EVENING, None]


@pytest.fixture
def documents() -> list[Document]:
    made = random_documents(random.Random(4), 120)
    strays = [replace(made[place], id=f"stray{place}", date=day) for place, day in enumerate(STRAYS)]
    return [*made, *strays]


@pytest.fixture
def service(publish: Publish, documents: list[Document], tmp_path: Path) -> SearchService:
    publish([documents[:50], documents[50:60], documents[60:]])
    return SearchService(tmp_path / "index")


def listed(service: SearchService, request: SearchRequest) -> tuple[Page, list[str]]:
    """The first page of a request, and the ids of all documents of its list."""
    page, ids = service.search(request), []
    for number in range(1, 3):
        ids += [hit.id for hit in service.search(replace(request, page=number, per_page=100)).hits]
    assert len(ids) == len(set(ids)) == page.total.value
    return page, ids


def random_request(rng: random.Random) -> SearchRequest:
    fields = rng.sample(DOCUMENT_FIELDS, rng.choice([0, 0, 1, 1, 2]))
    return SearchRequest(
        q=rng.choice(["", *(" ".join(rng.sample(WORDS, rng.randint(1, 4))) for _ in range(5)), "сталь | -мир"]),
        since=rng.choice(["", "", "2020-03"]),
        until=rng.choice(["", "", "2020-08-01"]),
        sort=rng.choice(SORTS),
        match=rng.choice(MATCHES),
        broaden=rng.random() < 0.2,
        inside=rng.choice(["", "", "title", "text"]),
        narrowed=tuple(random_narrowed(rng, field) for field in fields),
        facets=tuple(rng.sample(DOCUMENT_FIELDS, rng.randint(1, 5))),
        histogram=rng.choice(["auto", "day", "week", "month", "quarter", "year"]),
    )


def random_narrowed(rng: random.Random, field: str) -> Narrowed:
    values = rng.sample([*LABELS[1:], "Никто"], 4)
    wanted = rng.randint(0, 3)
    return Narrowed(field, tuple(values[:wanted]), tuple(values[3:]) if not wanted or rng.random() < 0.3 else ())


@pytest.mark.parametrize("seed", range(2))
def test_filters_facets_and_histograms_are_those_counted_by_hand(
    service: SearchService, documents: list[Document], seed: int
) -> None:
    rng, known = random.Random(seed), {document.id: document for document in documents}
    for _ in range(100):
        request = random_request(rng)
        page, ids = listed(service, request)
        for narrowed in request.narrowed:
            said = {getattr(known[ident], narrowed.field) for ident in ids}
            assert not narrowed.wanted or said <= set(narrowed.wanted), request
            assert said.isdisjoint(narrowed.unwanted), request
        assert [facet.field for facet in page.facets] == list(request.facets)
        for facet in page.facets:
            others = tuple(each for each in request.narrowed if each.field != facet.field)
            _, without = listed(service, replace(request, narrowed=others))
            counts = Counter(getattr(known[ident], facet.field) for ident in without)
            wanted = {value for each in request.narrowed if each.field == facet.field for value in each.wanted}
            assert {each.value: each.count for each in facet.values} == {**dict.fromkeys(wanted, 0), **counts}
            assert {each.value for each in facet.values if each.selected} == wanted
        assert page.histogram is not None
        assert_by_hand(page.histogram, [known[ident].date for ident in ids])


def assert_by_hand(histogram: Histogram, dates: Sequence[When | None]) -> None:
    days = [when.astimezone(MOSCOW).date() if isinstance(when, datetime) else when for when in dates if when]
    buckets = histogram.buckets
    assert histogram.undated == len(dates) - len(days)
    by_hand = [sum(each.first <= day <= each.last for day in days) for each in buckets]
    assert [each.count for each in buckets] == by_hand
    assert sum(each.count for each in buckets) == len(days)
    if buckets:
        assert buckets[0].count and buckets[-1].count
    for one, other in pairwise(buckets):
        assert other.first - one.last == timedelta(days=1)
    for bucket in buckets:
        assert bucket.first == begin(bucket.first, histogram.interval) == begin(bucket.last, histogram.interval)


def begin(day: date, interval: str) -> date:
    """The first day of the stretch of time that a day is of, by the calendar."""
    match interval:
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case "quarter":
            return date(day.year, {1: 1, 2: 1, 3: 1, 4: 4, 5: 4, 6: 4, 7: 7, 8: 7, 9: 7}.get(day.month, 10), 1)
        case "year":
            return date(day.year, 1, 1)
    return day


@pytest.mark.parametrize(
    ("since", "until", "interval"),
    [
        ("2020-03-01", "2020-05-30", "day"),
        ("2020-01", "2020-10", "week"),
        ("2020", "2024", "month"),
        ("2001", "2024", "quarter"),
    ],
)
def test_auto_is_the_finest_interval_of_at_most_a_hundred_parts(
    service: SearchService, since: str, until: str, interval: str
) -> None:
    found = service.search(SearchRequest(since=since, until=until, histogram="auto")).histogram
    assert found is not None and found.interval == interval


def test_a_histogram_too_fine_for_its_list_is_refused_and_the_finest_that_fits_is_named(
    publish: Publish, tmp_path: Path
) -> None:
    publish([[Document("1", "Сталь", "", date(1, 1, 1)), Document("2", "Сталь", "", date(9999, 12, 31))]])
    service = SearchService(tmp_path / "index")
    with pytest.raises(BadParameter, match="3,652,059 parts, more than 10,000: use year") as refused:
        service.search(SearchRequest(histogram="day"))
    assert refused.value.parameter == "histogram"
    whole = service.search(SearchRequest(histogram="auto")).histogram
    assert whole is not None
    assert [each.count for each in whole.buckets] == [1, *[0] * 9997, 1]
    assert whole.buckets[-1].last == date.max


def test_a_list_without_dates_has_an_empty_histogram(publish: Publish, tmp_path: Path) -> None:
    publish([[Document("1", "Сталь", "")]])
    page = SearchService(tmp_path / "index").search(SearchRequest("сталь", histogram="auto"))
    assert page.histogram == Histogram("day", (), undated=1)


def test_of_many_values_the_most_frequent_are_named_and_those_asked_for(
    service: SearchService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facets, "MOST_VALUES", 2)
    whole, *_ = service.search(SearchRequest(facets=("source",))).facets
    assert (len(whole.values), whole.more) == (2, len(set(LABELS)) - 2)
    rare = "Никто"
    narrowed, *_ = service.search(SearchRequest(facets=("source",), narrowed=(Narrowed("source", (rare,)),))).facets
    assert narrowed.values[:2] == whole.values
    assert [(each.value, each.count, each.selected) for each in narrowed.values[2:]] == [(rare, 0, True)]
    assert narrowed.more == whole.more


def test_a_value_that_no_document_has_is_told_with_the_nearest(service: SearchService) -> None:
    page = service.search(
        SearchRequest(narrowed=(Narrowed("source", ("тасс",), ("ТАСС", "Рио Новости", "zzz", "")),))
    )
    assert [(each.value, each.nearest) for each in page.unknown] == [
        ("тасс", "ТАСС"), ("Рио Новости", "РИА Новости"), ("zzz", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "inside", "parsed"),
    [
        ('сталь "мир и" | text:о -чемпион', "title", '"мир и"'),
        ("сталь", "text", "text:сталь"),
        ("!сталь стал* мир~", "title", "title:!сталь title:стал* title:мир~"),
        ("сталь /3 мир", "title", "title:сталь /3 title:мир"),
        ("source:тасс -date:2020", "title", "source:тасс -date:2020"),
        ("text:сталь", "title", "text:сталь"),
    ],
)
def test_words_that_name_no_field_are_looked_for_inside_the_one_asked_for(
    service: SearchService, query: str, inside: str, parsed: str
) -> None:
    assert parsed in service.search(SearchRequest(query, inside=inside)).parsed


@pytest.mark.parametrize("zone", [ZoneInfo("America/Los_Angeles"), ZoneInfo("Asia/Almaty")], ids=str)
def test_the_days_of_a_histogram_are_those_of_the_zone_of_the_index(zone: ZoneInfo, tmp_path: Path) -> None:
    published([Document("1", "Сталь", "", EVENING)], tmp_path, zone)
    page = SearchService(tmp_path / "index").search(SearchRequest(histogram="day"))
    assert page.zone == zone.key
    assert page.histogram is not None
    assert [each.first for each in page.histogram.buckets] == [EVENING.astimezone(zone).date()]

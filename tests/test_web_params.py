"""Query strings read into requests, and requests written into links."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from search.errors import BadParameter
from search.request import MATCHES, PER_PAGE_LIMIT, RECENCY_LIMIT, SORTS, SearchRequest
from web.models import DocumentParameters, PageParameters
from web.params import page_request, read, search_args

requests = st.builds(
    SearchRequest,
    q=st.text(),
    since=st.sampled_from(["", "2026", "05.01.2026"]),
    until=st.sampled_from(["", "2026-12", "2026-12-31T23:59:59+03:00"]),
    sort=st.sampled_from(SORTS),
    match=st.sampled_from(MATCHES),
    page=st.integers(1, 10**9 - 1),
    per_page=st.integers(1, PER_PAGE_LIMIT),
    strict=st.booleans(),
    forms=st.booleans(),
    expand=st.booleans(),
    recency=st.integers(0, RECENCY_LIMIT),
    broaden=st.booleans(),
)


@given(requests)
def test_a_link_leads_to_the_same_search(request: SearchRequest) -> None:
    assert page_request(MultiDict(search_args(request))) == request


def test_a_plain_search_has_a_plain_address() -> None:
    assert search_args(SearchRequest("сталь")) == {"q": "сталь"}
    assert search_args(SearchRequest()) == {}


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("form", "forms"),
        ("fron", "from"),
        ("too", "to"),
        ("query", "q"),
        ("Q", "q"),
        ("perpage", "per_page"),
        ("sorting", "sort"),
    ],
)
def test_an_unknown_parameter_is_refused_with_the_nearest_known_one(typed: str, nearest: str) -> None:
    with pytest.raises(BadParameter, match=f"nearest is '{nearest}'") as refused:
        page_request(MultiDict({typed: "1"}))
    assert refused.value.parameter == typed


@pytest.mark.parametrize("value", ["", "x", "-1", "+1", "1.5", " 1", "1_0", "１", "1000000000"])
@pytest.mark.parametrize("name", ["page", "per_page", "recency"])
def test_a_number_is_written_in_plain_digits(name: str, value: str) -> None:
    with pytest.raises(BadParameter) as refused:
        page_request(MultiDict({name: value}))
    assert refused.value.parameter == name


@pytest.mark.parametrize("value", ["", "yes", "true", "2", "01"])
@pytest.mark.parametrize("name", ["strict", "forms", "expand"])
def test_a_flag_is_one_or_nought(name: str, value: str) -> None:
    with pytest.raises(BadParameter, match="'0' or '1'") as refused:
        page_request(MultiDict({name: value}))
    assert refused.value.parameter == name


def test_of_too_many_values_it_is_said_how_many_there_may_be() -> None:
    with pytest.raises(BadParameter, match=r"^source: at most 100 values at once, not 101$"):
        page_request(MultiDict([("source", f"Вестник {number}") for number in range(101)]))


def test_a_parameter_is_given_once() -> None:
    with pytest.raises(BadParameter, match="2 times"):
        page_request(MultiDict([("q", "сталь"), ("q", "чугун")]))


def test_a_document_takes_only_a_query() -> None:
    assert read(MultiDict({"q": "сталь"}), DocumentParameters).q == "сталь"
    with pytest.raises(BadParameter):
        read(MultiDict({"page": "1"}), DocumentParameters)


def test_every_parameter_that_is_wrong_is_named_with_what_may_have_been_meant() -> None:
    with pytest.raises(BadParameter) as refused:
        read(MultiDict({"sort": "newes", "page": "0"}), PageParameters)
    assert [(flaw.parameter, flaw.suggestion) for flaw in refused.value.flaws] == [("sort", "newest"), ("page", "")]

"""A broadened search: behind its own list, documents on the same matter that lack its words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from search.documents import Document
from search.index.generations import Generation
from search.request import SearchRequest
from search.results import Page
from search.service import SearchService

QUAKES = [
    Document("1", "Цунами", "Цунами вызвало землетрясение, магнитуда в эпицентре семь."),
    Document("2", "Цунами у берега", "После землетрясения в эпицентре ждут цунами, магнитуда известна."),
    Document("3", "Подземный толчок", "Магнитуда землетрясения шесть, эпицентр в море."),
    Document("4", "Магнитуда", "Магнитуда звезды."),
]
OTHERS = [Document(f"о{number}", "", f"Заметка о погоде номер {number}.") for number in range(40)]


@pytest.fixture
def service(publish: Callable[[Sequence[Sequence[Document]]], Generation], tmp_path: Path) -> SearchService:
    publish([QUAKES + OTHERS])
    return SearchService(tmp_path / "index")


def ids(page: Page) -> list[str]:
    return [hit.id for hit in page.hits]


def test_what_has_most_of_the_telling_words_follows_the_list_that_stays_as_it_is(service: SearchService) -> None:
    plain, broad = (service.search(SearchRequest("цунами", broaden=broaden)) for broaden in (False, True))
    assert set(ids(plain)) == {"1", "2"}
    assert plain.broadened == ()
    assert set(broad.broadened) == {"землетрясение", "магнитуда", "эпицентр"}
    assert ids(broad) == [*ids(plain), "3"]  # «4» has one of the words only
    assert broad.total.value == 3
    assert not broad.relaxed


def test_pages_of_a_broadened_list_do_not_overlap(service: SearchService) -> None:
    pages = [service.search(SearchRequest("цунами", broaden=True, per_page=2, page=page)) for page in (1, 2)]
    assert [ident for page in pages for ident in ids(page)] == ids(
        service.search(SearchRequest("цунами", broaden=True))
    )
    assert [page.total.value for page in pages] == [3, 3]


def test_what_was_asked_explicitly_holds_for_the_broadened_list_too(service: SearchService) -> None:
    assert "3" not in ids(service.search(SearchRequest("цунами -толчок", broaden=True)))


@pytest.mark.parametrize("asked", [SearchRequest("цунами", sort="newest"), SearchRequest("абракадабра")])
def test_a_list_by_date_and_one_without_documents_are_not_broadened(
    service: SearchService, asked: SearchRequest
) -> None:
    broad = service.search(SearchRequest(asked.q, sort=asked.sort, broaden=True))
    assert (ids(broad), broad.broadened) == (ids(service.search(asked)), ())

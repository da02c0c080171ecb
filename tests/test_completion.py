"""A query that was begun is completed by what is frequent in texts and titles."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.documents import Document
from search.engines.embedded import EmbeddedEngine
from search.engines.memory import MemoryEngine
from search.errors import BadParameter, QueryLimit
from search.finding.completion import completions
from search.results import Completion
from search.service import SearchService
from tests.conftest import MOSCOW, Publish

_TITLES = (
    "Токаев подписал указ",
    "Токаев подписал закон",
    "Токаев в Женеве",
    "Президент Токаев прибыл",
    "Ёлка на площади",
    "Елка в Кремле",
    "Вице-премьер открыл мост",
    "Токарь на заводе",
)
_DOCUMENTS = [Document(f"{number}", title, "Токаева и Токаевым") for number, title in enumerate(_TITLES)]


@pytest.fixture
def service(publish: Publish, tmp_path: Path) -> SearchService:
    publish([_DOCUMENTS])
    return SearchService(tmp_path / "index")


def test_a_word_stands_for_all_of_its_forms(service: SearchService) -> None:
    found = service.complete("тока")
    assert [each for each in found if each.kind == "word"] == [
        Completion("word", "токаева", 20),
        Completion("word", "токарь", 1),
    ]


@pytest.mark.parametrize(
    ("begun", "first"),
    [
        ("токаев ", ["токаев подписал", "токаев прибыл"]),  # «в» is a stop word
        ("токаев п", ["токаев подписал", "токаев прибыл", "токаев президент", "токаев площади"]),
        ("Президент Ток", ["Президент Токаев"]),
        ("ТОКАЕВ подп", ["ТОКАЕВ подписал"]),
        ("ёл", ["ёлка"]),
        ("ел", ["ёлка"]),
        ("Ел", ["Ёлка"]),
        ("вице-премьер ", ["вице-премьер открыл"]),
        ("указ вице-пр", ["указ вице-премьер"]),
        ("", []),
        (" ", []),
        ("щщ", []),
        ("!ток", []),
        ("title:ток", []),
        ('"указ ток', ['"указ токаева']),
        ("ток*", []),
        ("-ток", []),
    ],
)
def test_a_query_is_completed_as_texts_and_titles_go_on(service: SearchService, begun: str, first: list[str]) -> None:
    found = [each.text for each in service.complete(begun)]
    assert found[: len(first)] == first
    assert bool(found) == bool(first)


def test_completions_end_where_enough_are_listed_and_never_repeat(service: SearchService) -> None:
    for most in range(1, 12):
        found = [each.text for each in service.complete("т", most)]
        assert found == [each.text for each in service.complete("т", 50)][: len(found)] or most < 10
        assert len(found) == len(set(found)) <= most


def test_both_engines_complete_alike(publish: Publish) -> None:
    plain = MemoryEngine(_DOCUMENTS, MOSCOW).lexicon
    fast = EmbeddedEngine(publish([_DOCUMENTS[:3], _DOCUMENTS[3:]]).segments, MOSCOW).lexicon
    for begun in ("т", "тока", "токаев ", "токаев п", "е", "в", "президент ток"):
        assert completions(fast, begun, 20) == completions(plain, begun, 20)


def test_what_cannot_be_completed_is_refused(service: SearchService) -> None:
    with pytest.raises(BadParameter):
        service.complete("т", 0)
    with pytest.raises(QueryLimit):
        service.complete("т" * 2001)

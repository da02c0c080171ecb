"""How a query was read, by which forms it was found, and what else would find more: the cases, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.finding.interpretation import MOST_FORMS
from search.query.parse import parse
from search.query.plan import leaves
from search.query.rewrite import rewritten
from search.query.tree import Exact, Word
from search.request import SearchRequest
from search.results import Page, Reading
from search.russian.kazakh import respelt
from search.service import SearchService
from tests.conftest import ARCHIVE

CASES = Path(__file__).parent / "cases" / "readings.txt"


def cases(kind: str) -> Iterator[tuple[str, str]]:
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if found := re.fullmatch(rf"{kind}\s+(.+?)\s*→ (.+)", line):
            yield found[1], found[2]


@pytest.fixture(scope="module")
def service(archive_index: Path) -> SearchService:
    return SearchService(archive_index)


def read(service: SearchService, query: str) -> Page:
    return service.search(SearchRequest(query, forms=True, per_page=100))


def listed(clauses: list[str]) -> str:
    return "; ".join(clause or "—" for clause in clauses) or "—"


@pytest.mark.parametrize(("query", "expected"), list(cases("lemmas")))
def test_every_lemma_has_its_part_of_speech_and_its_documents(
    service: SearchService, query: str, expected: str
) -> None:
    page = read(service, query)
    shown = [
        ", ".join(f"{lemma.text} {lemma.part} {lemma.documents}" for lemma in r.lemmas) for r in page.interpretation
    ]
    assert listed(shown) == expected
    for lemma in (lemma for reading in page.interpretation for lemma in reading.lemmas):
        alone = service.search(SearchRequest(f"!!{lemma.text}"))
        if "title:" not in query and alone.interpretation[0].kind == "lemma":
            assert alone.total.value == lemma.documents


@pytest.mark.parametrize(("query", "expected"), list(cases("forms")))
def test_the_forms_are_those_of_the_documents_found(service: SearchService, query: str, expected: str) -> None:
    shown = [_forms(reading) for reading in read(service, query).interpretation if reading.forms]
    assert listed(shown) == expected


def _forms(reading: Reading) -> str:
    assert reading.forms
    return ", ".join(f"{count.form} {count.documents}" for count in reading.forms.counts)


def test_forms_are_counted_over_all_pages_and_within_the_days_only(service: SearchService) -> None:
    pages = [service.search(SearchRequest("стали", forms=True, per_page=5, page=page)) for page in (1, 2)]
    assert pages[0].interpretation == pages[1].interpretation
    narrowed = service.search(SearchRequest("стали", since="2024", until="2024", forms=True))
    assert [_forms(reading) for reading in narrowed.interpretation] == ["стали 2, сталь 2, сталью 2, стала 1"]
    assert service.search(SearchRequest("стали")).interpretation[0].forms is None


def test_of_many_forms_the_most_frequent_are_named_and_the_others_counted(service: SearchService) -> None:
    (reading,) = read(service, "о*").interpretation
    assert reading.forms
    assert len(reading.forms.counts) == MOST_FORMS
    words = set(re.findall(r"\b[оё]\w*", " ".join(_texts(service)).lower()))
    assert 0 < reading.forms.more < len(words) + 50
    documents = [count.documents for count in reading.forms.counts]
    assert documents == sorted(documents, reverse=True)


def _texts(service: SearchService) -> Iterator[str]:
    for hit in service.search(SearchRequest("", per_page=100)).hits:
        yield service.document(hit.id).document.text


@pytest.mark.parametrize(("query", "expected"), list(cases("other")))
def test_kazakh_letters_are_respelt_where_that_finds_more(service: SearchService, query: str, expected: str) -> None:
    page = read(service, query)
    assert listed([f"{found.query} {found.hits}" for found in page.suggestions]) == expected
    for found in page.suggestions:
        assert (found.kind, found.applied) == ("kazakh", False)
        assert read(service, found.query).total.value == found.hits


def test_a_suggestion_keeps_to_the_days(service: SearchService) -> None:
    assert service.search(SearchRequest("Ғафуров", until="2019-12-31")).suggestions == ()


def test_kazakh_letters_of_both_cases_are_respelt() -> None:
    assert respelt("ҒҚҢӨҰҮҺІ") == ("ГКНОУУХИ",)
    assert respelt("Күләш") == ("Кулаш", "Куляш")
    assert respelt("Токаев") == ()


# The links that ask for less: the same query with one word replaced.


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("стали", "!!сталь"),
        ("стали сталевар", "!!сталь сталевар"),  # not the beginning of another word
        ('стали "стали" !стали -стали~2', '!!сталь "стали" !стали -стали~2'),
        ("(мост | Стали) стали, source:стали", "(мост | !!сталь) !!сталь source:стали"),
        ("title:(стали мост)", "title:(!!сталь мост)"),
        ("title:стали мост", "title:!!сталь мост"),
        ("СТАЛИ НЕ МОСТ", "!!СТАЛЬ НЕ МОСТ"),  # in a query all in capitals НЕ is a word
    ],
)
def test_a_word_is_replaced_where_it_stands_and_nowhere_else(
    service: SearchService, query: str, expected: str
) -> None:
    reading = next(r for r in read(service, query).interpretation if r.text.lower().endswith("стали") and r.lemmas)
    assert [lemma.query for lemma in reading.lemmas if lemma.text == "сталь"] == [expected]
    problems = [[problem.kind for problem in parse(text).problems] for text in (query, expected)]
    assert problems[0] == problems[1]


def test_only_a_plain_wanted_word_can_be_narrowed(service: SearchService) -> None:
    page = read(service, 'мост "стали" !стали !!сталь стал* -стали и')
    assert {reading.text: reading.exact for reading in page.interpretation if reading.exact} == {
        "мост": '!мост "стали" !стали !!сталь стал* -стали и'
    }
    assert not any(lemma.query for reading in page.interpretation for lemma in reading.lemmas)


@given(
    st.lists(st.sampled_from(["сталь", "Мост!", "т.е.", "(", ")", "|", '"', "-хор", "1 000", "title:", "НЕ", "/3"]))
)
def test_what_is_replaced_is_read_as_the_new_word(pieces: list[str]) -> None:
    text = " ".join(pieces)
    parsed = parse(text)
    for word in {typed.word for typed in parsed.typed if isinstance(typed.word, Word)}:
        again = parse(rewritten(text, parsed, {word: f"!{word.text}"}))
        read_again = [str(leaf).lower() for leaf, _ in leaves(again.tree)]
        if str(word).lower() in [str(leaf).lower() for leaf, _ in leaves(parsed.tree)]:
            assert str(Exact((word.text,), word.field)).lower() in read_again, text


def test_what_was_dropped_is_said_of_each_clause(service: SearchService) -> None:
    page = read(service, "тлепов белиберда !Женеве")
    assert [(reading.text, reading.dropped) for reading in page.interpretation] == [
        ("тлепов", False),
        ("белиберда", True),
        ("!Женеве", False),
    ]


def test_the_cases_speak_of_the_bundled_archive() -> None:
    assert ARCHIVE.is_dir()
    assert sum(len(list(cases(kind))) for kind in ("lemmas", "forms", "other")) > 40

"""Names: every case finds every other, whether the dictionary knows the name or not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.names import paradigms, reach
from search.russian.analysis import index_terms, query_terms
from search.russian.names import MARK, is_acronym, is_name_key, name_keys, whole_key
from search.russian.tokens import cut


def cases():
    for number, known_wrong, forms in paradigms():
        marks = [pytest.mark.xfail(reason="known wrong")] if known_wrong else []
        yield pytest.param(forms, id=f"paradigms.txt:{number}", marks=marks)


def found(typed, in_document):
    return not set(query_terms(typed)).isdisjoint(index_terms(in_document))


@pytest.mark.parametrize("forms", [*cases()])
def test_every_form_of_a_name_finds_every_other(forms):
    missed = [f"{typed.lower()} → {form}" for typed in forms for form in forms if not found(typed.lower(), form)]
    assert missed == []


def test_the_paradigms_are_many_and_the_nominative_finds_the_other_cases():
    assert len([*paradigms()]) >= 160
    assert reach(query_terms, index_terms).nominative >= 0.995


@pytest.mark.parametrize("spelt", [str.lower, str, str.upper, str.title])
def test_all_cases_find_each_other_however_they_are_typed(spelt):
    assert reach(lambda typed: query_terms(spelt(typed)), index_terms).all >= 0.99


@pytest.mark.parametrize(
    ("folded", "known", "expected"),
    [
        ("токаевым", False, "#токаев"),
        ("достоевского", True, "#достоевск"),  # the longest ending, not -о
        ("нур-султаном", False, "#нур-султан #нур-султаном"),
        ("уфа", True, "#уфа"),  # two letters are no stem…
        ("уфой", True, "#уфо"),
        ("ын", False, "#ын"),  # …but of words that no dictionary has
        ("ына", False, "#ын"),
        ("маск", True, "#маск"),
        ("ых", True, ""),
        ("семей", True, "#сем #семе"),  # like «моей», or like «музей»
        ("семея", False, "#семе"),
        ("костаная", False, "#костан #костана"),
        ("хаким", False, "#хак #хаким"),  # like «благим», or the nominative
        ("хакима", False, "#хаким"),
        ("собяниным", False, "#собянин"),  # after -ин nothing but a case ending can stand
    ],
)
def test_a_name_key_is_the_form_without_its_ending_read_in_each_way_it_can_be(folded, known, expected):
    assert " ".join(name_keys(folded, known)) == expected


def test_an_unknown_form_has_the_keys_of_what_it_is_taken_for():
    assert name_keys("биткоинов", False, ["биткоин"]) == ("#биткоинов", "#биткоин")
    assert name_keys("иванов", True, ["иван"]) == ("#иванов",)


@pytest.mark.parametrize("surname", ["иванов", "токаев", "путин", "головкин"])
@pytest.mark.parametrize("known", [True, False])
def test_a_name_key_keeps_the_suffix_of_a_surname(surname, known):
    for ending in ("", "а", "у", "ым", "е", "ой", "ы", "ых", "ыми"):
        assert name_keys(surname + ending, known)[0] == MARK + surname


@pytest.mark.parametrize("form", ["НАТО", "МИД", "ИИ"])
def test_a_short_row_of_capitals_is_an_acronym(form):
    assert is_acronym(form)
    assert whole_key(form)[0] in index_terms(form)


@pytest.mark.parametrize("form", ["Нато", "ТОКАЕВ", "Я", "МИДа"])
def test_other_words_are_no_acronyms(form):
    assert not is_acronym(form)


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        *[("ната", "НАТО"), ("нату", "НАТО"), ("нато", "Ната"), ("нато", "Нату")],
        *[("посол", "После"), ("посла", "После"), ("сталь", "Стали"), ("сталь", "Стало")],
        *[("дом", "Домой"), ("русский", "русско-японская")],
    ],
)
def test_what_only_looks_like_a_case_is_not_found(typed, form):
    assert not found(typed, form)


@pytest.mark.parametrize("folded", ["trump", "тоқаев", "су-35с", "2026", "-султан", "iphone'ов", ""])
def test_what_is_not_wholly_russian_has_no_name_key(folded):
    assert name_keys(folded, False) == ()


@given(st.text(st.characters(exclude_categories=())) | st.text("#а1-"))
def test_no_form_can_be_taken_for_a_name_key(text):
    assert not any(is_name_key(form) for form in cut(text).forms())

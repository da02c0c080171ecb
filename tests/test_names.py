"""Names: every case finds every other, whether the dictionary knows the name or not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.russian.analysis import index_terms, query_terms
from search.russian.names import MARK, name_key
from search.russian.tokens import cut

CASES = Path(__file__).parent / "cases" / "names.txt"


def cases():
    for number, line in enumerate(CASES.read_text(encoding="utf-8").splitlines(), start=1):
        if line and not line.startswith("# "):
            nominative, others = line.removeprefix("✗ ").split(": ")
            marks = [pytest.mark.xfail(reason="known wrong")] if line.startswith("✗ ") else []
            yield pytest.param(nominative, others.split(), id=f"names.txt:{number}", marks=marks)


def found(typed, in_document):
    return not set(query_terms(typed.lower())).isdisjoint(index_terms(in_document))


@pytest.mark.parametrize(("nominative", "others"), [*cases()])
def test_the_nominative_finds_every_case_and_every_case_the_nominative(nominative, others):
    missed = [f"{nominative.lower()} → {form}" for form in others if not found(nominative, form)]
    missed += [f"{form.lower()} → {nominative}" for form in others if not found(form, nominative)]
    assert missed == []


@pytest.mark.parametrize(
    ("folded", "expected"),
    [
        ("токаевым", "#токаев"),
        ("достоевского", "#достоевск"),  # the longest ending, not -о
        ("россией", "#росси"),
        ("нур-султаном", "#нур-султан"),
        ("уфа", "#уфа"),  # two letters are no stem
        ("уфой", "#уфо"),
        ("ын", None),
        ("маск", "#маск"),
    ],
)
def test_a_name_key_is_the_form_without_its_longest_ending_that_leaves_a_stem(folded, expected):
    assert name_key(folded) == expected


@pytest.mark.parametrize("surname", ["иванов", "токаев", "путин", "головкин"])
def test_a_name_key_keeps_the_suffix_of_a_surname(surname):
    keys = {name_key(surname + ending) for ending in ("", "а", "у", "ым", "е", "ой", "ы", "ых", "ыми")}
    assert keys == {MARK + surname}


@pytest.mark.parametrize("folded", ["trump", "тоқаев", "су-35с", "2026", "-султан", "iphone'ов", ""])
def test_what_is_not_wholly_russian_has_no_name_key(folded):
    assert name_key(folded) is None


@given(st.text(st.characters(exclude_categories=())) | st.text("#а1-"))
def test_no_form_can_be_taken_for_a_name_key(text):
    assert all(MARK not in form for form in cut(text).forms())

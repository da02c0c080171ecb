"""Spellings: what is one key, and what a typed ё asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.russian.spelling import fold, has_typed_yo, key, keys
from search.russian.tokens import cut


@given(st.text(st.characters(exclude_categories=())) | st.text("ЁёЕеAa"))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        (["Ёлка", "елка", "ЁЛКА", "ЕЛКА"], "елка"),
        (["1 000 000", "1\xa0000\xa0000", "1\u2009000\u202f000", "1000000"], "1000000"),
        (["3,5", "3.5"], "3.5"),
        (["12 345,5", "12345.5"], "12345.5"),
        (["1 000-летие", "1000-Летие"], "1000-летие"),
        (["Нур-Султан", "нур-султан"], "нур-султан"),
        (["iPhone'ов", "iphone'ов"], "iphone'ов"),
    ],
)
def test_spellings_of_one_thing_have_one_key(forms, expected):
    assert {key(form) for form in forms} == {expected}


def test_a_number_inside_a_word_is_left_as_it_stands():
    assert key("Ф1,5") == "ф1,5"


@given(st.text("аЁё1 ,.5-'x\xa0"))
def test_the_key_of_a_key_is_itself(text):
    for form in cut(text).forms():
        assert key(key(form)) == key(form)


@given(st.text("аЁёΑΣİ1 ,.5-'x\xa0:w/", max_size=60))
def test_many_keys_are_each_its_own(text):
    forms = [*cut(text).forms(), *cut("https://www.tass.ru/1,5 " + text).forms()]
    assert keys(forms) == [key(form) for form in forms]


@pytest.mark.parametrize(
    ("form", "typed", "accepted"),
    [
        ("ёлка", "ёлка", True),
        ("елка", "ёлка", False),
        ("ёлка", "елка", True),
        ("елка", "елка", True),
        ("Ёлка", "ёлка", True),
        ("ёлка", "Ёлка", True),
        ("трёхзвёздный", "трехзвёздный", True),
        ("трёхзвездный", "трехзвёздный", False),
        ("ёлочка", "ёл", True),  # a prefix
        ("ёлка-палка", "ёлка", True),  # the first part of a compound
        ("елка-палёнка", "ёлка", False),
    ],
)
def test_a_typed_yo_wants_yo_and_a_typed_e_takes_both(form, typed, accepted):
    assert has_typed_yo(form, typed) is accepted

"""Shapes and likenesses are found over all keys at once as they are by looking at every key."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engines.scanning import distance
from search.index.building.key_lengths import key_lengths
from search.index.reading.spellings import Spellings
from search.index.reading.strings import Sorted, pack
from search.russian.spelling import key
from search.russian.transliteration import romanised

SIGNS = "абвё-5АΣİЁә1 ,.z€"
ADDRESSES = st.sampled_from(["https://в.z", "www.z.а", "http://zz", "в.z/1", "ww.z", "www.z"])
FORMS = st.lists(st.one_of(st.text(SIGNS, min_size=1, max_size=6), ADDRESSES), unique=True, min_size=1, max_size=30)
MANY = 1000


def spellings(forms: list[str]) -> tuple[Spellings, list[str]]:
    ordered = sorted(forms, key=lambda form: (key(form), form))
    packed = pack(ordered)
    return Spellings(packed, key_lengths(packed), Sorted(packed, by=key)), [key(form) for form in ordered]


@given(FORMS, st.text("абвеz-51.*?", min_size=1, max_size=6))
def test_a_shape_accepts_what_its_expression_does(forms: list[str], shape: str) -> None:
    found, keys = spellings(forms)
    expression = re.escape(shape).replace(r"\*", ".*").replace(r"\?", ".")
    expected = [number for number, its_key in enumerate(keys) if re.fullmatch(expression, its_key)]
    assert found.shaped(shape, MANY).tolist() == expected


@given(FORMS, st.text("абвеz-51.", min_size=1, max_size=6), st.integers(1, 2))
def test_a_likeness_accepts_what_is_at_most_so_many_slips_away(forms: list[str], wanted: str, slips: int) -> None:
    found, keys = spellings(forms)
    expected = [number for number, its_key in enumerate(keys) if distance(wanted, its_key) <= slips]
    assert found.similar(wanted, slips).tolist() == expected


@given(FORMS)
def test_it_is_told_how_long_each_key_is(forms: list[str]) -> None:
    ordered = sorted(forms, key=lambda form: (key(form), form))
    assert key_lengths(pack(ordered)).signs.tolist() == [len(key(form)) for form in ordered]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text("сшийьz-", min_size=1, max_size=5), unique=True, min_size=1, max_size=40))
def test_what_is_romanised_so_is_found_however_many_begin_so(
    monkeypatch: pytest.MonkeyPatch, forms: list[str]
) -> None:
    monkeypatch.setattr("search.index.reading.spellings._FEW", 2)
    found, keys = spellings(forms)
    roman = [romanised(its_key) for its_key in keys]
    for spelling in {*roman, "si", ""}:
        expected = [number for number, its in enumerate(roman) if its == spelling]
        assert found.romanised(spelling).tolist() == expected


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("сталь", "сталь", 0),
        ("сталь", "стал", 1),
        ("сталь", "стальь", 1),
        ("сталь", "стель", 1),
        ("сталь", "стаьл", 1),  # two neighbours swapped
        ("сталь", "тсаьл", 2),
        ("аб", "ваб", 1),
        ("са", "абс", 3),  # no sign is touched twice
        ("", "аб", 2),
    ],
)
def test_slips_are_counted_as_a_person_would(one: str, other: str, slips: int) -> None:
    assert distance(one, other) == distance(other, one) == slips


def test_a_shape_that_accepts_too_much_is_given_up_soon() -> None:
    found, _ = spellings([f"а{number}" for number in range(100)])
    assert len(found.shaped("а*", 10)) == 11


def test_numbers_are_folded_as_keys_are() -> None:
    found, keys = spellings(["1 000", "3,5", "Ёлка", "Су-1 000"])
    assert keys == ["1000", "3.5", "елка", "су-1 000"]
    assert found.shaped("1*0", MANY).tolist() == [0]
    assert found.shaped("3?5", MANY).tolist() == [1]
    assert found.similar("елка", 1).tolist() == [2]


def test_an_address_is_found_without_its_scheme() -> None:
    found, keys = spellings(["https://www.tass.ru/politika", "tass.ru", "тасс"])
    assert keys == ["tass.ru", "tass.ru/politika", "тасс"]
    assert found.shaped("tass*", MANY).tolist() == [0, 1]
    assert found.similar("tass.r", 1).tolist() == [0]


def test_a_key_that_is_longer_than_any_form_is_told_too() -> None:
    found, keys = spellings(["İ" * 200, "а" * 200])
    assert list(map(len, keys)) == [400, 200]
    assert found.similar("а" * 199, 1).tolist() == [1]
    assert found.similar(keys[0], 1).tolist() == [0]

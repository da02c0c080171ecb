"""Sorted strings: what stands where, under any key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.index.reading.strings import Directory, Sorted, pack, string
from search.russian.spelling import key

STRINGS = st.lists(st.text(st.characters(exclude_categories=())))
FORMS = [
    "Вице",
    "вице-адмирал",
    "Вице-премьер",
    "вицеобраз",
    "елка",
    "Ёлка",
    "ёлка",
    "ель",
    "мир",
    "Мир",
    "ясень",
    "яя",
    "\U0001f332",
]
SORTED = Sorted(pack(sorted(FORMS, key=lambda form: (key(form), form))), by=key)


@given(STRINGS)
def test_strings_come_out_as_they_went_in(strings):
    packed = pack(strings)
    assert [string(packed, number) for number in range(len(packed))] == strings
    assert [*Sorted(packed)] == strings


@given(st.lists(st.text("абЁё-1"), unique=True).map(sorted), st.text("абЁё-1"))
def test_a_string_is_found_where_it_stands(strings, wanted):
    found = Directory(pack(strings)).find(wanted)
    assert found == (strings.index(wanted) if wanted in strings else None)


@given(st.lists(st.text("абЁё-1"), unique=True).map(sorted), st.text("абЁё-1", max_size=2))
def test_starting_are_all_strings_with_the_prefix_and_no_others(strings, prefix):
    found = Sorted(pack(strings)).starting(prefix)
    assert [strings[number] for number in found] == [text for text in strings if text.startswith(prefix)]


@given(st.lists(st.text("аяЁЕё-1", min_size=1), unique=True), st.text("аяе-1", min_size=1, max_size=2))
def test_forms_are_found_by_their_key(forms, wanted):
    by_key = sorted(forms, key=lambda form: (key(form), form))
    packed = Sorted(pack(by_key), by=key)
    assert [by_key[number] for number in packed.starting(wanted)] == [
        form for form in by_key if key(form).startswith(wanted)
    ]


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("елка", ["Ёлка", "елка", "ёлка"]),
        ("вице", ["Вице", "вице-адмирал", "Вице-премьер", "вицеобраз"]),
        ("вице-", ["вице-адмирал", "Вице-премьер"]),
        ("я", ["ясень", "яя"]),
        ("\U0001f332", ["\U0001f332"]),  # the last of the vocabulary
        ("яяя", []),
        ("а", []),
        ("", sorted(FORMS, key=lambda form: (key(form), form))),
    ],
)
def test_a_prefix_finds_every_spelling_that_starts_so(prefix, expected):
    assert [SORTED[number] for number in SORTED.starting(prefix)] == expected


@given(st.lists(st.text("аб", max_size=9), unique=True, min_size=300).map(sorted), st.data())
def test_among_many_each_is_found_and_no_other(strings, data):
    found = Directory(pack(strings))
    wanted = data.draw(st.sampled_from(strings))
    assert found.find(wanted) == strings.index(wanted)
    assert found.find(wanted + "в") is None


def test_an_empty_vocabulary_has_nothing():
    empty = Directory(pack([]))
    assert (len(empty), empty.find("мир"), [*empty.starting("")]) == (0, None, [])

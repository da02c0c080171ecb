"""The forms of short texts are those that `cut` finds."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.russian.tokens import cut
from search.russian.words import forms, wholes
from tests.test_tokens import TEXTS

QUERIES = st.text("аЁz19 --.,:—«»\"(!*|'@/", max_size=20)
ALONE = [*range(0x500), *range(0x2000, 0x2100)]  # Latin, Cyrillic, and the punctuation of both


def cut_wholes(text):
    """The forms that do not lie inside the one before."""
    tokens = cut(text)
    ends = [0, *tokens.form_ends.tolist()]
    return [form for slot, form in enumerate(tokens.forms()) if tokens.starts[slot] >= max(ends[: slot + 1])]


@pytest.mark.parametrize(
    ("text", "compounds"),
    [
        ("Токаев", "Токаев"),
        ("Вице-премьер Токаев", "Вице-премьер Токаев"),
        ("«Барыс» – «Авангард»: счёт 3-2!", "Барыс Авангард счёт 3-2"),
        ("1 000 000 рублей", "1 000 000|рублей"),
        ("Цена 3,5 млрд руб.", "Цена|3,5|млрд|руб"),
        ("сайт tass.ru/politika", "сайт tass.ru/politika"),
        ("т.е. вода\u0301", "т е вода"),
        ("а" * 300, "а" * 255),
        ("— …", ""),
    ],
)
def test_a_text_has_its_compounds_once(text, compounds):
    assert wholes(text) == compounds.split("|" if "|" in compounds else None)


@given(QUERIES | TEXTS)
def test_the_forms_of_a_text_are_those_of_its_tokens(text):
    assert forms(text) == cut(text).forms()
    assert wholes(text) == cut_wholes(text)


def test_so_they_are_with_every_sign_between_letters_and_between_figures():
    for text in (f"а{sign}б{sign}1{sign}2{sign}{sign}в" for sign in map(chr, ALONE)):
        assert forms(text) == cut(text).forms()


def test_so_they_are_with_any_signs_that_join_side_by_side():
    for signs in product("а1-., «", repeat=4):
        text = "".join(signs)
        assert forms(text) == cut(text).forms(), text

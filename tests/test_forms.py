"""Numbers of forms: one for each spelling, even where hashes clash."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.index.building.forms import FormNumbers
from search.russian.tokens import Tokens, cut

TEXTS = st.lists(st.text("абв аЁ1-\n"), min_size=1, max_size=6)


def clashing(text: str, kinds: int) -> Tokens:
    """The tokens of a text as if there were no more than so many first hashes."""
    tokens = cut(text)
    return replace(tokens, hashes=tokens.hashes % np.uint64(kinds))


def numbered(texts, kinds=None):
    """Every form of all texts with its number, and the spellings by number."""
    forms = FormNumbers()
    pairs = []
    for text in texts:
        tokens = cut(text) if kinds is None else clashing(text, kinds)
        pairs += zip(tokens.forms(), forms.of(tokens).tolist(), strict=True)
    return pairs, forms.spellings()


@given(TEXTS, st.sampled_from([None, 1, 2, 3]))
def test_equal_spellings_and_no_others_have_equal_numbers(texts, kinds):
    pairs, spellings = numbered(texts, kinds)
    assert all(spellings[number] == form for form, number in pairs)
    assert len(set(spellings)) == len(spellings) == len({form for form, _ in pairs})


@given(TEXTS)
def test_numbers_do_not_change_when_texts_are_cut_together(texts):
    apart, _ = numbered(texts)
    together, _ = numbered(["\0".join(texts)])
    assert len(set(apart)) == len(set(together)) == len(set(zip(apart, together, strict=True)))


@pytest.mark.parametrize("kinds", [None, 1, 2])
def test_a_form_seen_before_keeps_its_number(kinds):
    pairs, _ = numbered(["мир труд май", "май июнь мир труд", "июнь мир"], kinds)
    assert len(set(pairs)) == len({form for form, _ in pairs}) == 4


def test_letter_case_and_yo_make_another_spelling():
    _, spellings = numbered(["ёлка Ёлка елка ёлка"])
    assert sorted(spellings) == ["Ёлка", "елка", "ёлка"]


def test_an_empty_text_has_no_numbers():
    assert numbered(["", "—"]) == ([], [])

"""A text taken apart into forms and what stands between them, and put together again: the same text, to the sign."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.index import checksums
from search.index.reading.strings import pack
from search.index.texts.between import between
from search.index.texts.restored import Slots, Spelt, restore
from search.russian.tokens import cut
from search.snippets import paragraph_end
from tests.test_tokens import NEWS

TEXTS = st.text() | NEWS | st.text("а1-.\u0301’‑ \u00a0,w/:@ru\n«", max_size=40)
PAIRS = st.tuples(TEXTS, TEXTS)
MARKS = bytes.maketrans(b"\xff\xfe\xfd ", b"+*|_")


def taken_apart(documents):
    """The kept of each (title, text), cut together as a build cuts them."""
    texts = [text for pair in documents for text in pair]
    joined = "\0".join(texts)
    return between(cut(joined), joined, [len(text) for text in texts])


def _spelt(forms):
    packed = pack(forms)
    return Spelt.of(packed, checksums.of_all(packed))


def restored(documents):
    """Each (title, text) out of an index of nothing but forms, numbers and what stands between."""
    found = [(cut(title).forms(), cut(text).forms()) for title, text in documents]
    forms = sorted({form for pair in found for side in pair for form in side})
    number = {form: place for place, form in enumerate(forms)}
    spelt = _spelt(forms)
    numbers = ([*map(number.get, title), len(forms), *map(number.get, text), len(forms)] for title, text in found)
    return restore(
        spelt,
        [
            Slots(np.array(row, dtype=np.uint32), len(title), kept)
            for row, (title, _), kept in zip(numbers, found, taken_apart(documents), strict=True)
        ],
    )


def sides(documents):
    """Every title and text, as it was and as it is restored."""
    for pair, document in zip(documents, restored(documents), strict=True):
        yield from zip(pair, (document.title, document.text), strict=True)


@given(st.lists(PAIRS, min_size=1, max_size=4))
def test_any_text_comes_back_to_the_sign(documents):
    for text, back in sides(documents):
        assert str(back) == text
        assert len(back) == len(text)


@given(PAIRS)
def test_slots_stand_where_cutting_finds_them(pair):
    for text, back in sides([pair]):
        tokens = cut(text)
        for name in ("starts", "ends", "form_ends"):
            assert getattr(back, name).tolist() == getattr(tokens, name).tolist()


@given(PAIRS, st.data())
def test_a_piece_is_a_slice(pair, data):
    for text, back in sides([pair]):
        places = st.integers(0, len(text))
        begin, end = sorted((data.draw(places), data.draw(places)))
        assert back.piece(begin, end) == text[begin:end]


@given(PAIRS)
def test_where_paragraphs_end_is_seen_without_the_words(pair):
    for text, back in sides([pair]):
        assert paragraph_end(back.between()) is paragraph_end(text)


@pytest.mark.parametrize(
    ("title", "text", "marked"),
    [
        ("Вице-премьер прибыл", "Токаев выделил 1 000 ₽.", "_+-*+_|_+++ ₽."),
        ("", "«Ёлка», — сказал он.", "_|«+», — ++."),
        ("Сайт tass.ru", "", "_++.*_|_"),
        (" ", " а ", "|+"),
    ],
)
def test_kept_is_what_stands_between_with_a_mark_for_each_slot(title, text, marked):
    (kept,) = taken_apart([(title, text)])
    assert kept.marked.translate(MARKS).decode() == marked.replace(" ", "_")
    assert kept.otherwise == {}


@pytest.mark.parametrize(
    ("text", "otherwise"),
    [
        ("Пейте воду", {}),
        ("Питьевая вода́ дорожает", {2: "вода́"}),
        ("за‑мок и вице-премьер", {1: "за"}),
        ("iPhone’ов нет", {1: "iPhone’ов"}),
        ("вице-О’Нил", {1: "вице", 2: "О’Нил"}),
        ("а" * 256, {1: "а" * 256}),
        ("а — \u00adб", {}),
    ],
)
def test_slots_that_do_not_read_as_their_form_keep_their_spelling(text, otherwise):
    (kept,) = taken_apart([("", text)])
    assert kept.otherwise == otherwise


def test_a_piece_of_a_long_text_is_had_without_the_rest(monkeypatch):
    (document,) = restored([("Роман", "Ёлка, ёлка. " * 50_000)])
    fetched = []
    written = type(document.text._placed._written)
    letters = written.letters
    monkeypatch.setattr(
        written, "letters", lambda self, first, last: fetched.append(last - first) or letters(self, first, last)
    )
    assert document.text.piece(300_000, 300_012) == "Ёлка, ёлка. "
    assert sum(fetched) < 10


def test_half_a_surrogate_pair_is_refused():
    with pytest.raises(ValueError, match="surrogates"):
        taken_apart([("", "а \udcff б")])


@pytest.mark.parametrize("numbers", [[0, 1, 1], [0, 1, 0, 0, 1], [1, 0, 0, 1], [0, 1, 0]])
def test_forms_that_do_not_fit_what_stands_between_are_refused(numbers):
    (kept,) = taken_apart([("да", "да")])
    gap = numbers.index(1)
    with pytest.raises(ValueError, match="does not fit"):
        restore(_spelt(["да"]), [Slots(np.array(numbers, dtype=np.uint32), gap, kept)])

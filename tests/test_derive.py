"""What is derived from the forward index, against plain loops."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from search import ranking
from search.index.arrays import Ragged, row_indices
from search.index.derive import field_lengths, invert, positions, postings

FORMS = 5
TERMS = 4
FIELD = st.lists(st.integers(0, FORMS - 1), max_size=6)
ARCHIVE = st.lists(st.tuples(FIELD, FIELD), max_size=6)
"""Documents: the forms of their titles and of their texts."""

TERMS_OF_FORMS = st.lists(st.sets(st.integers(0, TERMS - 1), min_size=1), min_size=FORMS, max_size=FORMS)


def ragged(rows):
    offsets = np.cumsum([0, *map(len, rows)], dtype=np.int64)
    return Ragged(offsets, np.array([value for row in rows for value in row], dtype=np.uint32))


def rows(found):
    return [found.row(number).tolist() for number in range(len(found))]


def forward_index(archive):
    """The slots of an archive with a gap around every field, where titles start, and where texts do."""
    forward, titles, texts = [FORMS], [], []
    for title, text in archive:
        titles.append(len(forward))
        forward += [*title, FORMS]
        texts.append(len(forward))
        forward += [*text, FORMS]
    titles.append(len(forward))
    return np.array(forward, dtype=np.uint32), np.array(titles, dtype=np.int64), np.array(texts, dtype=np.int64)


@given(ARCHIVE)
def test_positions_are_the_slots_of_every_form(archive):
    forward, _, _ = forward_index(archive)
    found = rows(positions(forward, FORMS))
    assert found == [[slot for slot, number in enumerate(forward) if number == form] for form in range(FORMS)]


@given(st.lists(st.sets(st.integers(0, TERMS - 1)).map(list), max_size=6))
def test_inverting_turns_every_pair_round(pairs):
    found = rows(invert(ragged(pairs), TERMS))
    assert found == [[row for row, values in enumerate(pairs) if column in values] for column in range(TERMS)]


@given(TERMS_OF_FORMS)
def test_inverting_twice_gives_the_terms_of_every_form_in_order(terms):
    assert rows(invert(invert(ragged(terms), TERMS), FORMS)) == [sorted(row) for row in terms]


@given(ARCHIVE, TERMS_OF_FORMS)
def test_postings_weigh_every_term_in_every_document(archive, terms_of_forms):
    forward, titles, texts = forward_index(archive)
    terms = [sorted(found) for found in terms_of_forms]
    found = postings(positions(forward, FORMS), titles, texts, ragged(terms), TERMS)
    assert rows(found) == [plain_postings(term, archive, terms) for term in range(TERMS)]


def plain_postings(term, archive, terms_of_forms):
    found = []
    for document, (title, text) in enumerate(archive):
        in_title, in_text = (
            Counter(each for form in field for each in terms_of_forms[form])[term] for field in (title, text)
        )
        if in_title or in_text:
            lead = Counter(each for form in text[: ranking.LEAD_TOKENS] for each in terms_of_forms[form])[term]
            counts = np.array([in_title]), np.array([in_text]), np.array([lead])
            weights = ranking.weights(counts, (np.array([len(title)]), np.array([len(text)])))
            found.append(document << 8 | int(weights[0]))
    return found


@given(ARCHIVE)
def test_field_lengths_are_those_of_the_fields(archive):
    _, titles, texts = forward_index(archive)
    found = field_lengths(titles, texts, np.arange(len(archive)))
    expected = [[len(title) for title, _ in archive], [len(text) for _, text in archive]]
    assert [lengths.tolist() for lengths in found] == expected


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 5))))
def test_row_indices_are_ranges_one_after_the_other(ranges):
    starts = np.array([start for start, _ in ranges], dtype=np.int64)
    ends = starts + np.array([length for _, length in ranges], dtype=np.int64)
    assert row_indices(starts, ends).tolist() == [n for start, length in ranges for n in range(start, start + length)]


@given(st.lists(st.lists(st.integers(0, 9)), min_size=1), st.data())
def test_several_rows_are_read_one_after_the_other(lists, data):
    numbers = data.draw(st.lists(st.integers(0, len(lists) - 1)))
    found = ragged(lists).rows(np.array(numbers, dtype=np.int64))
    assert found.tolist() == [value for number in numbers for value in lists[number]]

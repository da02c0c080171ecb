"""What is derived from the forward index, against plain loops."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import ranking
from search.index.arrays import Ragged, row_indices
from search.index.derive import Stretch, add_runs, derive, field_lengths, invert

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


def derived(archive, terms_of_forms, cut=None):
    """Rows of positions and of postings, derived at once, or in two stretches that part before a document."""
    forward, titles, texts = forward_index(archive)
    bounds = [0, len(archive)] if cut is None else [0, cut, len(archive)]
    positions, postings = [[] for _ in range(FORMS)], [[] for _ in range(TERMS)]
    for first, last in pairwise(bounds):
        start = titles[first] if first else 0
        stretch = Stretch(
            forward[start : titles[last]], int(start), titles[first : last + 1], texts[first:last], first
        )
        found = derive(stretch, FORMS, ragged([sorted(terms) for terms in terms_of_forms]))
        for form, slot in zip(found.forms.tolist(), found.slots.tolist(), strict=True):
            positions[form].append(slot)
        for term, posting in zip(found.terms.tolist(), found.postings.tolist(), strict=True):
            postings[term].append(posting)
    return positions, postings


@given(ARCHIVE, TERMS_OF_FORMS)
def test_positions_are_the_slots_of_every_form(archive, terms_of_forms):
    forward, _, _ = forward_index(archive)
    found, _ = derived(archive, terms_of_forms)
    assert found == [[slot for slot, number in enumerate(forward) if number == form] for form in range(FORMS)]


@given(ARCHIVE, TERMS_OF_FORMS, st.data())
def test_what_is_derived_in_stretches_is_what_is_derived_at_once(archive, terms_of_forms, data):
    cut = data.draw(st.integers(0, len(archive)))
    assert derived(archive, terms_of_forms, cut) == derived(archive, terms_of_forms)


@given(st.lists(st.sets(st.integers(0, TERMS - 1)).map(list), max_size=6))
def test_inverting_turns_every_pair_round(pairs):
    found = rows(invert(ragged(pairs), TERMS))
    assert found == [[row for row, values in enumerate(pairs) if column in values] for column in range(TERMS)]


@given(TERMS_OF_FORMS)
def test_inverting_twice_gives_the_terms_of_every_form_in_order(terms):
    assert rows(invert(invert(ragged(terms), TERMS), FORMS)) == [sorted(row) for row in terms]


@given(ARCHIVE, TERMS_OF_FORMS)
def test_postings_weigh_every_term_in_every_document(archive, terms_of_forms):
    terms = [sorted(found) for found in terms_of_forms]
    _, found = derived(archive, terms_of_forms)
    assert found == [plain_postings(term, archive, terms) for term in range(TERMS)]


def plain_postings(term, archive, terms_of_forms):
    found = []
    for document, (title, text) in enumerate(archive):
        in_title, in_text = (
            Counter(each for form in field for each in terms_of_forms[form])[term] for field in (title, text)
        )
        if in_title or in_text:
            lead = Counter(each for form in text[: ranking.LEAD_TOKENS] for each in terms_of_forms[form])[term]
            counts = np.array([in_title]), np.array([in_text]), np.array([lead])
            weights = ranking.weights(counts, ranking.norms((np.array([len(title)]), np.array([len(text)]))))
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


@pytest.mark.parametrize("runs", [0, 3, 5000])
def test_the_sums_of_runs_are_those_of_adding_up_each(runs):
    chance = random.Random(1)
    values = [[chance.randrange(1 << 40) for _ in range(chance.randint(1, 4))] for _ in range(runs)]
    first = np.cumsum([0, *map(len, values)], dtype=np.int64)[:-1]
    every = np.array([value for run in values for value in run], dtype=np.int64)
    assert add_runs(every, first).tolist() == [sum(run) for run in values]


@given(st.lists(st.lists(st.integers(0, 9)), min_size=1), st.data())
def test_several_rows_are_read_one_after_the_other(lists, data):
    numbers = data.draw(st.lists(st.integers(0, len(lists) - 1)))
    found = ragged(lists).rows(np.array(numbers, dtype=np.int64))
    assert found.tolist() == [value for number in numbers for value in lists[number]]

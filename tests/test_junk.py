"""Junk: readings that are cut, and those that look alike and stay."""

from __future__ import annotations

from importlib import resources

import pytest

from search.russian.analysis import index_terms, query_terms, rare_terms
from search.russian.lemmas import morphology


def read_as(word):
    return [lemma.text for lemma in morphology(word).lemmas]


def listed():
    text = resources.files("search.russian").joinpath("junk.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize(
    ("word", "lemmas"),
    [
        ("нашли", ["найти"]),  # no order to «наслать»
        ("три", ["три"]),
        ("мой", ["мой"]),
        ("дай", ["дать"]),  # the order is what is meant
        ("слушайте", ["слушайте", "слушать"]),
        ("взрыв", ["взрыв"]),  # no gerund
        ("став", ["стать", "став"]),
        ("новые", ["новый"]),  # no noun «новое»
        ("целом", ["целое", "целый"]),
        ("данные", ["данные", "данный", "дать"]),
        ("активно", ["активно"]),  # no short adjective
        ("открыто", ["открыто", "открытый", "открыть"]),
        ("см", ["см"]),  # from here on by the list
        ("почти", ["почти"]),
        ("мере", ["мера"]),
        ("замок", ["замок"]),
        ("пила", ["пила", "пить"]),
        ("вице", ["вице"]),
    ],
)
def test_what_nobody_means_is_cut_and_what_some_mean_stays(word, lemmas):
    assert read_as(word) == lemmas


@pytest.mark.parametrize(("lemma", "form"), [("тереть", "три"), ("наслать", "нашли"), ("сталь", "стали")])
def test_junk_and_rare_readings_are_reached_by_their_own_terms_only(lemma, form):
    assert lemma not in index_terms(form)
    assert rare_terms((lemma,)) == ("~" + lemma,)
    assert "~" + lemma in index_terms(form)
    assert "~" + lemma not in query_terms(lemma)


def test_the_list_names_no_reading_twice():
    assert len(set(listed())) == len(listed())


@pytest.mark.parametrize("line", listed())
def test_every_line_of_the_list_cuts_something(line):
    form, lemma = (part.strip() for part in line.split("→"))
    assert lemma in morphology(form or lemma).junk or (not form and read_as(lemma))

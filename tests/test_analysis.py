"""From a form to its terms: the table of cases, and what holds of every form."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.russian import addresses, analysis, compounds, names, tokens
from search.russian.analysis import analyse, index_terms, query_terms
from search.russian.tokens import cut

CASES = Path(__file__).parent / "cases" / "lemmas.txt"

RUSSIAN = st.text("абвеёийостьм-АЁ", max_size=12)
ANY = st.text(st.characters(exclude_categories=())) | RUSSIAN | st.text("аё1 ,.'-xЁ")


def cases():
    for number, line in enumerate(CASES.read_text(encoding="utf-8").splitlines(), start=1):
        if line and not line.startswith("# "):
            form, *terms = line.removeprefix("✗ ").replace("␣", "\xa0").split(" ⟶ ")
            marks = [pytest.mark.xfail(reason="known wrong")] if line.startswith("✗ ") else []
            yield pytest.param(form, *terms, id=f"lemmas.txt:{number}", marks=marks)


@pytest.mark.parametrize(("form", "in_index", "in_query"), [*cases()])
def test_a_form_has_the_terms_of_its_case(form, in_index, in_query):
    assert (" ".join(index_terms(form)), " ".join(query_terms(form))) == (in_index, in_query)


@pytest.mark.parametrize("module", [addresses, analysis, compounds, names, tokens])
def test_the_examples_in_the_docstrings_are_true(module):
    assert doctest.testmod(module).failed == 0


@given(ANY)
def test_every_form_has_terms_each_of_them_once(text):
    for form in cut(text).forms():
        for terms in (index_terms(form), query_terms(form)):
            assert terms
            assert len(set(terms)) == len(terms)


@given(ANY)
def test_no_term_has_a_capital_or_yo(text):
    for form in cut(text).forms():
        for term in index_terms(form) + query_terms(form):
            assert "ё" not in term
            assert term == term.lower()


@given(ANY)
def test_every_form_is_found_by_itself(text):
    for form in cut(text).forms():
        assert not set(query_terms(form)).isdisjoint(index_terms(form)), form


@given(RUSSIAN)
def test_letter_case_means_nothing_in_a_query(text):
    for form in cut(text).forms():
        assert query_terms(form.upper()) == query_terms(form.lower()) == query_terms(form)


@pytest.mark.parametrize("compound", ["вице-премьеру", "Нур-Султане", "Ростовом-на-Дону", "Су-35С", "5-летнему"])
def test_a_compound_is_found_by_each_of_its_parts(compound):
    slots = cut(compound).forms()
    for slot, part in enumerate(compound.split("-")):
        assert set(query_terms(part)) & set(index_terms(slots[slot]))


def test_a_compound_does_not_find_its_parts():
    for part in cut("вице премьер").forms():
        assert not set(query_terms("вице-премьер")) & set(index_terms(part))


def test_analyse_shows_every_slot_with_where_its_form_stands():
    text = "Вице-премьер вы́делил 1 000 тенге"
    shown = [(token.form, text[token.start : token.end]) for token in analyse(text)]
    assert shown == [
        ("Вице-премьер", "Вице-премьер"),
        ("премьер", "премьер"),
        ("выделил", "вы́делил"),
        ("1 000", "1 000"),
        ("тенге", "тенге"),
    ]


def test_analyse_shows_what_the_index_takes_and_what_the_dictionary_says():
    token, name = analyse("Стали Токаевым")
    assert token.terms == index_terms("Стали")
    assert (token.name_keys, name.name_keys) == ((), ("#токаев",))
    assert [lemma.text for lemma in token.lemmas] == ["стать", "сталь"]

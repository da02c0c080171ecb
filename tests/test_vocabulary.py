"""The forms of several shares become one vocabulary, with and without what an earlier index knows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.index.building.forms import Spelt
from search.index.building.vocabulary import Known, unite
from search.index.reading import strings
from search.russian.analysis import index_terms
from search.russian.spelling import key, keys

WORDS = "сталь Сталью стали ёлка елка вице-премьер премьер Токаев токаева 3,5 10 https://www.tass.ru/1 tass.ru НАТО"
FORMS = st.sets(st.sampled_from(["1 000", *WORDS.split()]))
SHARES = st.lists(FORMS.map(sorted), max_size=3)


def united(shares, known=None):
    return unite([Spelt.of(strings.pack(share)) for share in shares], known)


def forms_of(found):
    return strings.unpack(found.forms)


def terms_of(found):
    return strings.unpack(found.terms)


@given(SHARES)
def test_forms_are_in_order_and_each_share_finds_its_own(shares):
    found = united(shares)
    assert forms_of(found) == sorted({form for share in shares for form in share}, key=lambda form: (key(form), form))
    for share, renumbered in zip(shares, found.renumbered, strict=True):
        assert [forms_of(found)[number] for number in renumbered] == share


@given(SHARES)
def test_every_form_has_its_terms(shares):
    found = united(shares)
    assert terms_of(found) == sorted({term for form in forms_of(found) for term in index_terms(form)})
    for number, form in enumerate(forms_of(found)):
        assert tuple(terms_of(found)[term] for term in found.form_terms.row(number)) == index_terms(form)


@given(SHARES, SHARES)
def test_what_an_earlier_index_knows_changes_nothing(shares, earlier):
    before = united(earlier)
    known = Known(before.forms, before.terms, before.form_terms)
    one, other = united(shares, known), united(shares)
    assert (forms_of(one), terms_of(one)) == (forms_of(other), terms_of(other))
    assert one.form_terms.offsets.tolist() == other.form_terms.offsets.tolist()
    assert one.form_terms.values.tolist() == other.form_terms.values.tolist()


def test_what_an_earlier_index_knows_is_not_analysed_again():
    before = united([["сталь", "Токаев"]])
    known = Known(before.forms, before.terms, before.form_terms)
    asked = []

    def spread(analyse, batches):
        asked.extend(batches)
        return map(analyse, asked)

    unite([Spelt.of(strings.pack(["Токаев", "ёлка"]))], known, spread)
    assert asked == [["ёлка"]]


@given(st.lists(st.text(st.characters(exclude_characters="\n", codec="utf-8"), min_size=1)))
def test_the_keys_of_many_forms_are_those_of_each(forms):
    assert keys(forms) == [key(form) for form in forms]

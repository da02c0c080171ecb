"""What the dictionary says of a word: lemmas, their shares, known or guessed, noun or not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.gold import agreement, pairs
from search.russian.analysis import index_terms, query_terms
from search.russian.guesses import looked_up
from search.russian.lemmas import LONGEST_WORD, _of_parses, is_russian, morphology, only_lemma
from search.russian.spelling import fold

WORDS = """вода стали мира людей шёл ребёнок красивее двумя достоевского маска россия сша ковид нейросети замок
вице-премьером нур-султане по-русски пять банка осёл падёж всё печь зайти новые хорошо"""


def lemmas(word):
    return [lemma.text for lemma in morphology(word).lemmas]


@given(st.sampled_from(WORDS.split()) | st.text("абвеёийостьм-", min_size=1, max_size=12))
def test_shares_make_one_whole_and_the_greatest_comes_first(word):
    shares = [lemma.share for lemma in morphology(word).lemmas]
    assert shares == sorted(shares, reverse=True)
    assert not shares or sum(shares) == pytest.approx(1)


@given(st.sampled_from(WORDS.split()) | st.text("абвеёийостьм-", min_size=1, max_size=12))
def test_each_lemma_stands_once_and_has_no_yo(word):
    found = lemmas(word)
    assert len(set(found)) == len(found)
    assert found == [fold(lemma) for lemma in found]


@pytest.mark.parametrize("word", WORDS.split())
def test_a_lemma_of_the_dictionary_is_a_lemma_of_itself(word):
    assert [lemma for lemma in lemmas(word) if lemma not in lemmas(lemma)] == []


@pytest.mark.parametrize(
    ("word", "tag"), [("стали", "VERB"), ("сталью", "NOUN"), ("красивый", "ADJF"), ("после", "PREP")]
)
def test_a_lemma_has_the_tag_of_its_likeliest_parse(word, tag):
    assert morphology(word).lemmas[0].tag.startswith(tag)


def test_a_typed_yo_leaves_fewer_readings():
    assert (lemmas("осел"), lemmas("осёл")) == (["осесть", "осел"], ["осел"])
    assert (lemmas("берет"), lemmas("берёт")) == (["брать", "берет"], ["брать"])


@pytest.mark.parametrize("word", ["г", "я", "", "-", "-то", "то-", "су-35с", "қала", "iphone", "2026", "д'артаньян"])
def test_one_letter_and_other_alphabets_have_no_lemmas(word):
    assert not is_russian(word)
    assert lemmas(word) == []


def test_a_run_of_letters_too_long_for_a_word_is_not_parsed():
    assert is_russian("а" * LONGEST_WORD)
    assert not is_russian("а" * (LONGEST_WORD + 1))


@pytest.mark.parametrize(
    ("word", "known"), [("сталь", True), ("токаев", True), ("токаевым", False), ("ковид", False)]
)
def test_known_is_a_form_that_the_dictionary_has(word, known):
    assert morphology(word).known is known


@pytest.mark.parametrize(
    ("word", "nominal"),
    [("маска", True), ("белый", True), ("мой", False), ("этот", False), ("зашли", False), ("после", False)],
)
def test_nominal_is_a_word_that_may_be_a_noun_or_an_adjective_but_no_pronoun(word, nominal):
    assert morphology(word).nominal is nominal


@pytest.mark.parametrize(
    "word", [*WORDS.split(), "сталью", "покрасивее", "победнее", "побережней", "наилучший", "шел", "нато", "вице"]
)
def test_a_word_with_one_lemma_is_what_all_its_parses_say(word):
    _one_lemma_is_enough(word)


@pytest.mark.shared
def test_a_word_with_one_lemma_is_what_all_its_parses_say_in_a_large_sample(shared):
    for form, _ in pairs(shared / "data" / "lemma" / "ru_gsd-ud-dev.conllu"):
        _one_lemma_is_enough(form.lower())


def _one_lemma_is_enough(word):
    if is_russian(word) and (only := only_lemma(word)):
        lemma, sense = only
        whole = _of_parses(word, looked_up(word), known=True)
        assert morphology(word) == whole
        assert (whole.lemmas[0].text, whole.nominal, whole.indeclinable) == (lemma, sense.nominal, sense.indeclinable)


@pytest.mark.shared
@pytest.mark.parametrize(("corpus", "join", "precision"), [("gsd", 0.985, 0.965), ("taiga", 0.965, 0.94)])
def test_forms_of_a_word_find_each_other_and_little_else(shared, corpus, join, precision):
    found = agreement(pairs(shared / "data" / "lemma" / f"ru_{corpus}-ud-dev.conllu"), query_terms, index_terms)
    assert found.join >= join
    assert found.precision >= precision
    assert found.by_key <= 0.02

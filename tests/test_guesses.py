"""What is looked up and guessed is what pymorphy3's own `parse` says: spellings, lemmas, tags, scores and order."""

from __future__ import annotations

import gzip
import json
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymorphy3.lang.ru.config import KNOWN_PREFIXES, PARTICLES_AFTER_HYPHEN

from search.russian.dictionary import _analyser, spellings
from search.russian.guesses import _parsed, guess
from search.russian.lemmas import is_russian
from search.russian.spelling import fold
from search.russian.tokens import cut

# By the rule that decides: the dictionary; one particle, adverb, compound; known prefixes, also two in a row; other
# beginnings; endings, also behind по- and наи-; nothing at all.
WORDS = """
стали вода шел шёл все всё осел берет двумя самый наилучший покрасивее ребенок нато мой зашли вице
смотри-ка ковид-то дай-ка всё-таки пошел-таки кто-нибудь-то по-токаевски по-западному по-быстрому по-бруклински
человек-гора человека-горы интернет-магазином дом-музей самолёт-разведчик абв-где ростех-сити чат-бота ё-мобиль
вице-спикер вице-спикером мини-футбол экс-мэра пресс-пул анти-что-то топ-модели бизнес-план-график кара-кум-дарья
псевдокошка недопереучет сверхпроводникам нейросетями киберспортом контрнаступа антиковидный переподзаряжали мегадом
байткод ёлкопалка заединщик шлёпер госкорпа минцифры росздрава токаевым байденом ковидом зеленскому шмелёвка
бутявкать погуглили помаскиваем наитокаевейший поковыряшкин наикрутейшая поёжкиными хабенский тикток биткоинов
ыъ бвгд щщщщ аааа ъьъ ёёё ннн мяу йцукен
"""

LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
ENDINGS = "ов ова ому ский скими ость ившись ейший ёнок ется иться ах ям ого"

strings = st.text(LETTERS, min_size=1, max_size=12)
coined = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "по", "наи", "по-", *KNOWN_PREFIXES]), strings, st.sampled_from(["", *ENDINGS.split()])
    ),
)
hyphenated = st.builds("-".join, st.lists(coined | st.sampled_from(WORDS.split()), min_size=2, max_size=3))
with_particle = st.builds("".join, st.tuples(coined | hyphenated, st.sampled_from(PARTICLES_AFTER_HYPHEN)))


@pytest.mark.parametrize("word", WORDS.split())
def test_a_word_is_parsed_as_the_analyser_parses_it(word):
    _agrees(word)


@given(strings | coined | hyphenated | with_particle)
def test_whatever_is_typed_is_parsed_as_the_analyser_parses_it(word):
    if is_russian(word):
        _agrees(word)


@pytest.mark.shared
def test_the_words_of_the_news_are_parsed_as_the_analyser_parses_them(shared):
    with gzip.open(shared / "data" / "news" / "rbc.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in islice(lines, 400)]
    forms = dict.fromkeys(form.lower() for text in texts for form in cut(text).forms())
    for word in islice(filter(is_russian, forms), 20_000):
        _agrees(word)


def _agrees(word):
    ours = _parsed.__wrapped__(word)
    if not spellings(word):
        assert tuple(guess(word)) == ours
    theirs = [(spelt, fold(lemma), str(tag), score) for spelt, tag, lemma, score, _ in _analyser().parse(word)]
    assert [(spelt, lemma, tag.text, score) for spelt, lemma, tag, score, _ in ours] == theirs

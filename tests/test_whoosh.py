"""Plain Whoosh 2.7.4 opens our index and finds the same documents."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

import pytest
import whoosh
from whoosh import index as whoosh_index
from whoosh import query as wq
from whoosh.qparser import QueryParser
from whoosh.searching import Searcher

from search.documents import Document
from search.engines.base import Window
from search.engines.embedded import EmbeddedEngine
from search.index.generations import Generation
from search.query.parse import parse
from search.query.patterns import AnyForm, pattern
from search.query.plan import plan
from tests.conftest import MOSCOW, Publish
from tests.trees import WORDS, random_documents


@pytest.fixture
def documents(notes: list[Document]) -> list[Document]:
    return notes + [
        Document(f"случай {n}", made.title, made.text, made.date)
        for n, made in enumerate(random_documents(random.Random(3), 60))
    ]


@pytest.fixture
def generation(publish: Publish, documents: list[Document]) -> Generation:
    return publish([documents[:40], documents[40:]])


@pytest.fixture
def searcher(generation: Generation) -> Iterator[Searcher]:
    folder = generation.segments[0].stem.parent
    with whoosh_index.open_dir(str(folder), readonly=True).searcher() as opened:
        yield opened


@pytest.fixture
def engine(generation: Generation) -> EmbeddedEngine:
    return EmbeddedEngine(generation.segments, MOSCOW)


def theirs(searcher: Searcher, query: wq.Query) -> set[str]:
    return {hit["id"] for hit in searcher.search(query, limit=None)}


def ours(engine: EmbeddedEngine, query: str) -> set[str]:
    found = engine.find(plan(parse(query).tree).tree(), None, Window("newest", 0, 1000))
    return {engine.document(ranked).id for ranked in found.ranked}


def alternatives(word: str) -> wq.Query:
    """A word of ours as a query of Whoosh: any of its terms."""
    (slot,) = pattern(parse(word).tree).slots
    assert isinstance(slot, AnyForm)
    return wq.Or([wq.Term("content", term) for term in slot.terms])


def test_it_is_the_whoosh_that_we_pin() -> None:
    assert whoosh.__version__ == (2, 7, 4)


@pytest.mark.parametrize("word", [word for word in WORDS if not word.isdigit()])
def test_a_word_finds_the_same(searcher: Searcher, engine: EmbeddedEngine, word: str) -> None:
    assert theirs(searcher, alternatives(word)) == ours(engine, word)


@pytest.mark.parametrize("words", [("мир", "сталь"), ("токаев", "премьер"), ("в", "ёлка"), ("мир", "абракадабра")])
def test_and_and_or_find_the_same(searcher: Searcher, engine: EmbeddedEngine, words: tuple[str, str]) -> None:
    asked = [alternatives(word) for word in words]
    both = {*ours(engine, words[0])} & {*ours(engine, words[1])}
    assert theirs(searcher, wq.And(asked)) == both
    assert theirs(searcher, wq.Or(asked)) == ours(engine, " | ".join(words))


@pytest.mark.parametrize("words", [("чемпион", "мир"), ("мир", "чемпион"), ("сталь", "сталь"), ("о", "мир")])
def test_phrases_find_the_same(searcher: Searcher, engine: EmbeddedEngine, words: tuple[str, str]) -> None:
    phrase = f'"{" ".join(words)}"'
    terms = [slot.terms for slot in pattern(parse(phrase).tree).slots if isinstance(slot, AnyForm)]
    expanded = [wq.Phrase("content", list(pair)) for pair in product(*terms)]
    assert theirs(searcher, wq.Or(expanded)) == ours(engine, phrase)


@pytest.mark.parametrize("prefix", ["ст", "чемп", "разоруж", "е", "вице-", "1"])
def test_prefixes_find_the_same(searcher: Searcher, engine: EmbeddedEngine, prefix: str) -> None:
    assert theirs(searcher, wq.Prefix("form", prefix)) == ours(engine, f"{prefix.rstrip('-')}*") or prefix == "вице-"
    assert theirs(searcher, wq.Prefix("form", prefix)) != set()


@pytest.mark.parametrize("form", ["сталью", "стали", "вице", "вице-премьер", "елка"])
def test_exact_forms_and_titles_find_the_same(searcher: Searcher, engine: EmbeddedEngine, form: str) -> None:
    assert theirs(searcher, wq.Term("form", form)) == ours(engine, f"!{form}")
    titles = wq.Or([wq.Term("title", term) for term in _terms(form)])
    assert theirs(searcher, titles) == ours(engine, f"title:{form}")


def test_stored_fields_lengths_and_dates_are_there(searcher: Searcher) -> None:
    stored = searcher.document(id="1")
    assert stored["title"] == "Сталь подорожала"
    assert stored["text"].startswith("Цены на сталь")
    newest = searcher.search(wq.Every(), sortedby="date", reverse=True, limit=1)
    assert newest[0]["date"].isoformat() == "2024-03-16"
    docnum = searcher.document_number(id="1")
    reader = searcher.reader()
    assert reader.doc_field_length(docnum, "title") == 2
    assert reader.doc_field_length(docnum, "content") == 11


def test_whooshs_own_parser_terms_and_statistics_work(searcher: Searcher, documents: list[Document]) -> None:
    reader = searcher.reader()
    assert reader.doc_count() == len(documents)
    lexicon = [text.decode() for text in reader.lexicon("form")]
    assert lexicon == sorted(set(lexicon))
    assert reader.doc_frequency("content", "чемпион") == len(theirs(searcher, wq.Term("content", "чемпион")))
    query = QueryParser("form", searcher.schema).parse("чемпионами мира")
    assert "2" in theirs(searcher, query)


def test_whooshs_writer_is_refused(generation: Generation) -> None:
    folder = generation.segments[0].stem.parent
    before = sorted(path.name for path in folder.iterdir())
    opened = whoosh_index.open_dir(str(folder))
    for codec in (None, opened._segments()[0].codec()):
        with pytest.raises(IsADirectoryError, match="MAIN_WRITELOCK"):
            opened.writer(codec=codec)
    assert sorted(path.name for path in folder.iterdir()) == before


def test_whoosh_lists_every_term_in_order(searcher: Searcher) -> None:
    terms = [term for term in searcher.reader().all_terms() if term[0] == "content"]
    assert terms == sorted(terms)
    assert ("content", b"\xd0\xbc\xd0\xb8\xd1\x80") in terms


def _terms(word: str) -> Sequence[str]:
    (slot,) = pattern(parse(word).tree).slots
    assert isinstance(slot, AnyForm)
    return slot.terms


def test_the_codec_is_remembered_by_a_path_that_stays() -> None:
    from search.index.as_whoosh.codec import SlovoformCodec

    assert SlovoformCodec.__module__ == "search.index.as_whoosh.codec"
    assert Path(__file__).parents[1].joinpath("search/index/as_whoosh/codec.py").is_file()
    assert MOSCOW.key == "Europe/Moscow"

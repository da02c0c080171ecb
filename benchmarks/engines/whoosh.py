"""Plain Whoosh 2.7.4 as people set it up for Russian: a filter that puts the first lemma of pymorphy3."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib import metadata
from pathlib import Path

import pymorphy3
from whoosh.analysis import Filter, LowercaseFilter, RegexTokenizer, Token
from whoosh.fields import ID, NUMERIC, TEXT, Schema
from whoosh.index import create_in, open_dir
from whoosh.qparser import AndGroup, OrGroup, QueryParser
from whoosh.query import NumericRange
from whoosh.searching import Searcher

from benchmarks.engines.base import TOP, Answer, Query
from benchmarks.engines.rows import rows

_MEMORY = 512  # megabytes for the postings of one run


class _FirstLemma(Filter):
    """Each word becomes its likeliest lemma, looked up once."""

    def __call__(self, tokens: Iterator[Token]) -> Iterator[Token]:
        for token in tokens:
            token.text = _lemma(token.text)
            yield token


@cache
def _lemma(word: str) -> str:
    lemma: str = _analyser().parse(word)[0].normal_form
    return lemma


@cache
def _analyser() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer()


class Whoosh:
    """One field of title and text. Forms as they are spelt are not in it: no beginnings, no exact forms."""

    def __init__(self) -> None:
        self._searcher: Searcher

    def version(self) -> str:
        return metadata.version("Whoosh")

    def supports(self, query: Query) -> bool:
        return query.kind in ("all", "any", "phrase")

    def build(self, paths: Sequence[Path], folder: Path) -> int:
        analyser = RegexTokenizer() | LowercaseFilter() | _FirstLemma()
        schema = Schema(id=ID(stored=True), day=NUMERIC(sortable=True), text=TEXT(analyser, stored=True))
        writer = create_in(folder, schema).writer(limitmb=_MEMORY)
        count = 0
        for row in rows(paths):
            writer.add_document(id=row.id, day=row.day, text=f"{row.title}\n{row.text}")
            count += 1
        writer.commit()
        return count

    def open(self, folder: Path) -> None:
        index = open_dir(folder)
        self._searcher = index.searcher()
        self._all = QueryParser("text", index.schema, group=AndGroup)
        self._any = QueryParser("text", index.schema, group=OrGroup)

    def forget(self) -> None:
        pass

    def run(self, query: Query) -> Answer:
        text = " ".join(query.words).lower()
        parser = self._any if query.kind == "any" else self._all
        asked = parser.parse(f'"{text}"' if query.kind == "phrase" else text)
        days = NumericRange("day", *query.period) if query.period else None
        order = {"sortedby": "day", "reverse": True} if query.newest else {}
        found = self._searcher.search(asked, limit=TOP, filter=days, **order)
        return len(found), [hit.docnum for hit in found]


ENGINE = Whoosh()

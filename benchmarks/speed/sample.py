"""What queries are drawn from: some of the texts of a corpus, how common their words are, and all of its days."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

from benchmarks.engines.rows import Corpus, Row, rows
from search.russian.lemmas import morphology
from search.russian.stopwords import is_stop_word

Band = Literal["common", "mid", "rare"]

_BANDS: dict[Band, tuple[float, float]] = {"common": (0.05, 0.3), "mid": (0.003, 0.015), "rare": (0.0, 0.0006)}
"""Shares of the documents that have the first lemma of a word."""

_DOCUMENTS = 6_000
_AMBIGUOUS = 0.1  # least share of the second lemma
_WORD = re.compile(r"[а-яё]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sample:
    """Words of some documents, in lower case; `days` of all documents with a date, ascending."""

    corpus: Corpus
    days: Sequence[int]
    titles: list[list[str]]
    words: list[list[str]]
    neighbours: list[list[tuple[str, str]]]
    documents_with: Counter[str]

    def band(self, word: str) -> Band | None:
        """How common a word is; None for one between the bands, and for stop words."""
        if len(word) < 3 or is_stop_word(word):
            return None
        share = self.documents_with[first_lemma(word)] / len(self.words)
        return next((band for band, (low, high) in _BANDS.items() if low < share <= high), None)


def take(paths: Sequence[Path], rng: random.Random) -> Sample:
    """Read a corpus once, and keep a random part of its texts."""
    kept: list[Row] = []
    days, documents, size = [], 0, 0
    for documents, row in enumerate(rows(paths), 1):
        size += len(row.title.encode()) + len(row.text.encode())
        if row.day:
            days.append(row.day)
        place = len(kept) if len(kept) < _DOCUMENTS else rng.randrange(documents)
        kept[place : place + 1] = [row] if place < _DOCUMENTS else []
    return sampled(Corpus(documents, size), sorted(days), [(row.title, row.text) for row in kept])


def sampled(corpus: Corpus, days: Sequence[int], kept: Sequence[tuple[str, str]]) -> Sample:
    """Of some titles and texts what queries are drawn from."""
    texts = [f"{title}\n{text}" for title, text in kept]
    words = [_words(text) for text in texts]
    documents_with = Counter(lemma for each in words for lemma in set(map(first_lemma, each)))
    titles = [_words(title) for title, _ in kept]
    neighbours = [list(_neighbours(text)) for text in texts]
    return Sample(corpus, days, titles, words, neighbours, documents_with)


@cache
def first_lemma(word: str) -> str:
    """What a dictionary would list it under."""
    lemmas = morphology(word).lemmas
    return lemmas[0].text if lemmas else word


def ambiguous(word: str) -> bool:
    """Is it a form of several words: «стали», «банки»?"""
    lemmas = morphology(word).lemmas
    return len(lemmas) > 1 and lemmas[1].share >= _AMBIGUOUS


def _words(text: str) -> list[str]:
    return [found.group().lower() for found in _WORD.finditer(text)]


def _neighbours(text: str) -> Iterator[tuple[str, str]]:
    """Words with nothing but a blank between them."""
    for one, other in pairwise(_WORD.finditer(text)):
        if text[one.end() : other.start()] == " ":
            yield one.group().lower(), other.group().lower()

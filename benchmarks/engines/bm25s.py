"""bm25s: scores computed beforehand, in arrays. Any of the words, ranked; nothing else, and no count."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import metadata
from pathlib import Path

import bm25s
import numpy as np
import snowballstemmer

from benchmarks.engines.base import TOP, Answer, Query
from benchmarks.engines.rows import rows

_WORD = r"(?u)\b\w+\b"
_DAYS = "days.npy"


class Bm25s:
    """Its texts are not stored, and it knows no positions. A period is a mask over all documents."""

    def __init__(self) -> None:
        self._ranker: bm25s.BM25
        self._days: np.ndarray
        self._stem = cache(snowballstemmer.stemmer("russian").stemWord)

    def version(self) -> str:
        return metadata.version("bm25s")

    def supports(self, query: Query) -> bool:
        return not query.newest and (query.kind == "any" or (query.kind == "all" and len(query.words) == 1))

    def build(self, paths: Sequence[Path], folder: Path) -> int:
        found = [(row.day, f"{row.title}\n{row.text}") for row in rows(paths)]
        texts = [text for _, text in found]
        tokens = bm25s.tokenize(texts, token_pattern=_WORD, stopwords=None, stemmer=self._stems, show_progress=False)
        ranker = bm25s.BM25()
        ranker.index(tokens, show_progress=False)
        ranker.save(folder, show_progress=False)
        np.save(folder / _DAYS, np.array([day for day, _ in found]))
        return len(found)

    def open(self, folder: Path) -> None:
        self._ranker = bm25s.BM25.load(folder, mmap=True, show_progress=False)
        self._days = np.load(folder / _DAYS)

    def forget(self) -> None:
        pass

    def run(self, query: Query) -> Answer:
        mask = None
        if query.period:
            first, last = query.period
            mask = ((self._days >= first) & (self._days <= last)).astype(np.float32)
        words = [[self._stem(word.lower()) for word in query.words]]
        found, _ = self._ranker.retrieve(words, k=TOP, show_progress=False, weight_mask=mask)
        return None, found[0].tolist()

    def _stems(self, words: list[str]) -> list[str]:
        return [self._stem(word) for word in words]


ENGINE = Bm25s()

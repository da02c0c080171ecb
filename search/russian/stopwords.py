"""The stop words: what a query leaves out while anything else is left."""

from __future__ import annotations

from functools import cache
from importlib import resources

from search.russian.spelling import fold


def is_stop_word(word: str) -> bool:
    """Is this spelling a stop word? «и», «Что» yes; «года» no: a news archive is asked for years."""
    return fold(word) in _words()


@cache
def _words() -> frozenset[str]:
    text = resources.files("search.russian").joinpath("stopwords.txt").read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))

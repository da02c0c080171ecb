"""Write a query anew with other words in it, each where it was typed; all the rest stays as it is."""

from __future__ import annotations

from collections.abc import Mapping

from search.query.parse import Parsed
from search.query.tree import Phrase, Word


def rewritten(text: str, parsed: Parsed, words: Mapping[Word | Phrase, str]) -> str:
    """The text of a query with something else in the place of some words.

    >>> text = "title:(стали | чугун) -сталь"
    >>> rewritten(text, parse(text), {Word("стали", "title"): "!!сталь"})
    'title:(!!сталь | чугун) -сталь'

    A word is replaced wherever it stands, in any letter case. What replaces capitals is in capitals: in a query all
    in capitals НЕ is a word.
    """
    meant = {_folded(word): new for word, new in words.items()}
    pieces = []
    end = 0
    for typed in parsed.typed:
        new = meant.get(_folded(typed.word))
        if new is not None:
            pieces += [text[end : typed.start], new.upper() if text[typed.start : typed.end].isupper() else new]
            end = typed.end
    return "".join(pieces) + text[end:]


def _folded(word: Word | Phrase) -> str:
    return str(word).lower()

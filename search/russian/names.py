"""The name key: what all cases of a name share, for names that the dictionary does not know.

«Токаев», «Токаева», «Токаевым» → #токаев. The dictionary takes «Токаев» for the genitive plural of «токай» and
«Маска» for a mask; the key, a form without its case ending, finds them all the same.
"""

from __future__ import annotations

import re

MARK = "#"
"""First sign of a name key, so that it never meets a lemma; no token holds it."""

_SHORTEST_STEM = 3
# Case endings of nouns and adjectives, the longest first. -ов, -ев and -ин are not among them: they end
# the nominative of most surnames («Иванов», «Путин»), and taking them off would leave another name.
_ENDINGS = (
    *("ыми", "ими", "ого", "его", "ому", "ему", "ами", "ями"),
    *("ой", "ей", "ий", "ый", "ая", "яя", "ую", "юю", "ым", "им", "ых", "их"),
    *("ом", "ем", "ам", "ям", "ах", "ях", "ое", "ее", "ые", "ие", "ью"),
    *("а", "я", "у", "ю", "ы", "и", "е", "о", "ь", "й"),
)
_CYRILLIC = re.compile(r"[а-я]+(?:-[а-я]+)*")


def name_key(folded: str) -> str | None:
    """The name key of a form already folded; None where nothing that could be a name stays.

    >>> name_key("токаевым"), name_key("достоевского"), name_key("россией")
    ('#токаев', '#достоевск', '#росси')
    """
    if not _CYRILLIC.fullmatch(folded):
        return None
    for ending in _ENDINGS:
        if folded.endswith(ending) and len(folded) - len(ending) >= _SHORTEST_STEM:
            return MARK + folded[: -len(ending)]
    return MARK + folded if len(folded) >= _SHORTEST_STEM else None


def is_name_key(term: str) -> bool:
    """Is a term a name key, and not a lemma?"""
    return term.startswith(MARK)

"""Name keys: what all cases of a name share, for names that the dictionary does not know.

«Токаев», «Токаева», «Токаевым» → #токаев. The dictionary takes «Токаев» for the genitive plural of «токай» and
«Маска» for a mask; the key, a form without its case ending, finds them all the same. Where letters alone do not tell
what the ending is («Семей» like «моей», or like «музей»), a form has a key for each way to read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from search.russian.spelling import fold

MARK = "#"
"""First sign of a name key, so that it never meets a lemma; no token holds it."""

LONGEST_ACRONYM = 5
"""So many capitals in a row are an acronym, and its last vowel is no ending: «НАТО» is no case of «Ната»."""

_SHORTEST_STEM = 3
_SHORTEST_UNKNOWN_STEM = 2  # «Ын», «Ына»: no word of the dictionary is that short a stem's
# Case endings of nouns and adjectives. -ов, -ев and -ин are not among them: they end
# the nominative of most surnames («Иванов», «Путин»), and taking them off would leave another name.
_ENDINGS = frozenset(
    (
        *("ыми", "ими", "ого", "его", "ому", "ему", "ами", "ями"),
        *("ой", "ей", "ий", "ый", "ая", "яя", "ую", "юю", "ым", "им", "ых", "их"),
        *("ом", "ем", "ам", "ям", "ах", "ях", "ое", "ее", "ые", "ие", "ью"),
        *("а", "я", "у", "ю", "ы", "и", "е", "о", "ь", "й"),
    )
)
_LONGEST_ENDING = max(map(len, _ENDINGS))
_AFTER_VOWEL = ("ая", "яя", "ей", "ее", "ой", "ое", "ий", "ия", "ие")
_LIKE_NOMINATIVE = ("ым", "им", "ом", "ем", "ам", "ям", "ах", "ях", "ых", "их")
_SUFFIXED = re.compile(r"(?:ов|ев|ин|ын|ск|цк)$")
_CYRILLIC = re.compile(r"[а-я]+(?:-[а-я]+)*")


def name_keys(folded: str, known: bool, lemmas: Iterable[str] = ()) -> tuple[str, ...]:
    """The name keys of a form already folded; none where nothing that could be a name stays.

    `known`: the dictionary has the form. `lemmas`: what it takes an unknown one for: the guesses differ from case
    to case («биткоин» → «биткоина», «биткоинов» → «биткоин»), their keys do not.

    >>> name_keys("токаевым", False), name_keys("достоевского", True), name_keys("россией", True)
    (('#токаев',), ('#достоевск',), ('#росси', '#россие'))
    """
    if not _CYRILLIC.fullmatch(folded):
        return ()
    stems = [_stem(folded, _SHORTEST_STEM if known else _SHORTEST_UNKNOWN_STEM)]
    if len(folded) > _SHORTEST_STEM + 1:
        stems += _other_stems(folded, known)
    if not known:
        stems += [_stem(lemma, _SHORTEST_STEM) for lemma in lemmas]
    return tuple(dict.fromkeys([MARK + stem for stem in stems if stem]))


def whole_key(form: str) -> tuple[str, ...]:
    """The only key of what has no endings: «НАТО» → #нато."""
    folded = fold(form)
    return (MARK + folded,) if _CYRILLIC.fullmatch(folded) else ()


def is_acronym(form: str) -> bool:
    """Is a form a short row of capitals? «НАТО» is; «Нато», «ТОКАЕВ» and «Я» are not."""
    return form.isupper() and 1 < len(form) <= LONGEST_ACRONYM


def _stem(folded: str, shortest: int) -> str | None:
    """The form without its longest ending that leaves a stem: «токаевым» → «токаев», «уфа» → «уфа»."""
    for size in range(min(_LONGEST_ENDING, len(folded) - shortest), 0, -1):
        if folded[-size:] in _ENDINGS:
            return folded[:-size]
    return folded if len(folded) >= shortest else None


def _other_stems(folded: str, known: bool) -> list[str]:
    """What is left if the ending is read otherwise: «семей» → «семе» (Семея), «хаким» → «хаким» (Хакима)."""
    stems = [folded[:-1]] if folded.endswith("ей" if known else _AFTER_VOWEL) else []
    if not known and folded.endswith(_LIKE_NOMINATIVE) and not _SUFFIXED.search(folded[:-2]):
        stems.append(folded)
    return stems


def is_name_key(term: str) -> bool:
    """Is a term a name key, and not a lemma?"""
    return term.startswith(MARK)

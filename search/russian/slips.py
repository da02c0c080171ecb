"""How likely one word is typed for another: `агенство` for «агентство».

The edit distance of Damerau and Levenshtein (neighbours swapped count once; Boytsov 2011 calls it optimal string
alignment), where each slip costs the more, the less likely it is: a letter that is left out is one of few, a wrong
one one of many, unless it sounds alike or lies beside on the keyboard (the noisy channel of Kernighan, Church and
Gale, 1990). What is half as likely costs five more. Of slips some four in ten are a wrong letter, three one that is
left out, two one too many, one or two swapped neighbours (Damerau 1964; Kukich 1992); on the keyboard people mostly
strike a neighbour in the same row (Grudin 1983).
"""

from __future__ import annotations

from functools import cache

from search.russian.keyboard import is_above_or_below, is_beside

WHOLE, EXPLAINED, SOUND = 100, 85, 60
"""What a slip costs that nothing explains, one that something does at most, and one that is not heard."""

_SINGLE, _SILENT, _MISSED, _SWAPPED, _BESIDE, _DOUBLED, _ABOVE = 50, 55, 62, 66, 70, 70, EXPLAINED
_FIRST = 10  # more: people seldom miss the first letter
_TOO_MANY = 5  # more: another letter is seldom struck together with the one that was meant
_NEVER = 1 << 30

_ALIKE = frozenset((
    "ао", "еи", "эе", "ыи", "яе", "яи", "йи", "ьъ", "юу",
    "шщ", "чщ", "чш", "сц", "бп", "вф", "гк", "дт", "жш", "зс", "гв", "гх",
))  # fmt: skip
"""Letters that sound alike in one place or another: unstressed vowels, voiced consonants before others…"""

_SILENT_LETTERS = "ьъйтдвлг"
"""What is written and not heard («агентство», «чувство», «солнце», «праздник»), or heard and not written."""

_CONSONANTS = "бвгджзйклмнпрстфхцчшщ"


def cost(typed: str, meant: str, slips: int) -> int:
    """What the slips cost that make one word of the other, where there are at most so many; both folded.

    >>> cost("агенство", "агентство", 2), cost("прзеидент", "президент", 2), cost("кот", "год", 2)
    (55, 66, 130)

    Of words that are farther apart, only that they are. What both begin and end with is no slip.
    """
    far = (slips + 1) * (WHOLE + _FIRST)
    first = _shared(typed, meant)
    tail = _shared(typed[first:][::-1], meant[first:][::-1])
    rows, columns = range(first, len(typed) - tail), range(first, len(meant) - tail)
    before: dict[int, int] = {}
    last = {first: 0}
    for column in columns[:slips]:
        last[column + 1] = last[column] + _missed(meant, column)
    for row in rows:
        this = {first: last[first] + _added(typed, row, first)} if first in last else {}
        for column in columns[max(0, row - first - slips) : row - first + slips + 1]:
            ways = (
                last.get(column + 1, far) + _added(typed, row, column + 1),
                this.get(column, far) + _missed(meant, column),
                last.get(column, far) + _changed(typed, row, meant, column),
                before.get(column - 1, far) + _swapped(typed, row, meant, column),
            )
            this[column + 1] = min(ways)
        before, last = last, this
    return last.get(columns.stop, far)


def _shared(one: str, other: str) -> int:
    """How many first letters two words share."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (sign, its) in pairs if sign != its), min(len(one), len(other)))


def _swapped(typed: str, row: int, meant: str, column: int) -> int:
    """What it costs that this letter and the one before it have changed places; much where they have not."""
    swapped = row and column and typed[row - 1 : row + 1] == meant[column - 1 : column + 1][::-1]
    return _SWAPPED if swapped else _NEVER


def _changed(typed: str, row: int, meant: str, column: int) -> int:
    if typed[row] == meant[column]:
        return 0
    return _unlike(typed[row], meant[column]) + (0 if row or column else _FIRST)


@cache
def _unlike(typed: str, meant: str) -> int:
    return SOUND if typed + meant in _ALIKE or meant + typed in _ALIKE else _on_keys(typed, meant)


def _on_keys(typed: str, meant: str) -> int:
    return _BESIDE if is_beside(typed, meant) else _ABOVE if is_above_or_below(typed, meant) else WHOLE


def _missed(meant: str, place: int) -> int:
    """What it costs to leave out a letter of the word that was meant."""
    letter = meant[place]
    if letter in meant[max(0, place - 1) : place] + meant[place + 1 : place + 2]:
        return _SINGLE
    return (_SILENT if _is_silent(meant, place) else _MISSED) + (0 if place else _FIRST)


def _is_silent(word: str, place: int) -> bool:
    """Is it a sign behind a consonant, or a consonant between others?"""
    if word[place] in "ьъ":
        return word[place - 1 : place] in _CONSONANTS
    around = word[max(0, place - 1) : place] + word[place + 1 : place + 2]
    return word[place] in _SILENT_LETTERS and len(around) == 2 and all(sign in _CONSONANTS for sign in around)


def _added(typed: str, place: int, column: int) -> int:
    """What it costs to type a letter too many."""
    letter = typed[place]
    around = typed[max(0, place - 1) : place] + typed[place + 1 : place + 2]
    if letter in around:
        return _DOUBLED
    if _is_silent(typed, place):
        return _SILENT
    nearest = min((_on_keys(letter, sign) for sign in around), default=WHOLE)
    return min(nearest + _TOO_MANY, WHOLE) + (0 if column else _FIRST)

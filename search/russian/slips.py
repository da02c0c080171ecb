"""How likely one word is typed for another: `агенство` for «агентство».

The edit distance of Damerau and Levenshtein (neighbours swapped count once; Boytsov 2011 calls it optimal string
alignment), where each slip costs what it is worth: 100 for any letter instead of any other, less where the two sound
alike or lie side by side on the keyboard, where a letter is silent, or is one of two.
"""

from __future__ import annotations

from functools import cache

from search.russian.keyboard import is_beside

WHOLE = 100
"""What a slip costs that nothing explains."""

_SOUND, _VOICE, _BESIDE = 40, 55, 60
_DOUBLED, _SILENT, _MISSED, _ADDED, _SWAPPED = 35, 55, 80, 85, 55
_FIRST = 40  # more: people seldom miss the first letter

_ALIKE = {
    _SOUND: ("ао", "еи", "эе", "ыи", "яе", "яи", "йи", "ьъ", "юу", "шщ", "сц", "гв"),
    _VOICE: ("бп", "вф", "гк", "дт", "жш", "зс", "гх", "чщ", "жз", "чш"),
}
_SILENT_LETTERS = "ьъйтдвлг"
"""What is written and not heard («агентство», «чувство», «солнце», «праздник»), or heard and not written."""

_CONSONANTS = "бвгджзйклмнпрстфхцчшщ"


def cost(typed: str, meant: str, slips: int) -> int:
    """What the slips cost that make one word of the other, where there are at most so many; both folded.

    >>> cost("агенство", "агентство", 2), cost("прзеидент", "президент", 2), cost("кот", "год", 2)
    (55, 55, 150)

    Of words that are farther apart, only that they are.
    """
    far = (slips + 1) * (WHOLE + _FIRST)
    before: dict[int, int] = {}
    last = {column: _beginning(meant, column) for column in range(min(slips, len(meant)) + 1)}
    for row in range(1, len(typed) + 1):
        this: dict[int, int] = {}
        for column in range(max(0, row - slips), min(len(meant), row + slips) + 1):
            ways = [last.get(column, far) + _added(typed, row - 1, meant, column)]
            if column:
                ways.append(this.get(column - 1, far) + _missed(meant, column - 1))
                ways.append(
                    last.get(column - 1, far) + _changed(typed[row - 1], meant[column - 1], row == column == 1)
                )
            if row > 1 and column > 1 and typed[row - 2 : row] == meant[column - 2 : column][::-1]:
                ways.append(before.get(column - 2, far) + _SWAPPED)
            this[column] = min(ways)
        before, last = last, this
    return last.get(len(meant), far)


def _beginning(meant: str, letters: int) -> int:
    """What it costs to leave out the first letters."""
    return sum(_missed(meant, place) for place in range(letters))


def _changed(typed: str, meant: str, first: bool) -> int:
    return 0 if typed == meant else _unlike(typed, meant) + (_FIRST if first else 0)


@cache
def _unlike(typed: str, meant: str) -> int:
    for worth, pairs in _ALIKE.items():
        if typed + meant in pairs or meant + typed in pairs:
            return worth
    return _BESIDE if is_beside(typed, meant) else WHOLE


def _missed(meant: str, place: int) -> int:
    """What it costs to leave out a letter of the word that was meant."""
    letter = meant[place]
    if letter in meant[max(0, place - 1) : place] + meant[place + 1 : place + 2]:
        return _DOUBLED
    return (_SILENT if _is_silent(meant, place) else _MISSED) + (0 if place else _FIRST)


def _is_silent(word: str, place: int) -> bool:
    """Is it a sign, or a consonant between others?"""
    if word[place] in "ьъ":
        return True
    around = word[max(0, place - 1) : place] + word[place + 1 : place + 2]
    return word[place] in _SILENT_LETTERS and len(around) == 2 and all(sign in _CONSONANTS for sign in around)


def _added(typed: str, place: int, meant: str, column: int) -> int:
    """What it costs to type a letter too many."""
    letter = typed[place]
    around = typed[max(0, place - 1) : place] + typed[place + 1 : place + 2]
    if letter in around:
        return _DOUBLED
    if _is_silent(typed, place):
        return _SILENT
    beside = any(is_beside(letter, sign) for sign in around)
    return (_BESIDE if beside else _ADDED) + (0 if column else _FIRST)

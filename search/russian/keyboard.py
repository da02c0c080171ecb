"""The keyboard: a text typed in the other layout, and which keys lie side by side.

ghbdtn → привет    руддщ → hello
"""

from __future__ import annotations

from functools import cache

_LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./" + '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?'
_RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбю." + "ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,"
_TO_RUSSIAN = str.maketrans(_LATIN, _RUSSIAN)
_TO_LATIN = str.maketrans(_RUSSIAN, _LATIN)

_ROWS = (
    ("йцукенгшщзхъ", 0.0), ("фывапролджэ", 0.25), ("ячсмитьбю", 0.75),
    ("qwertyuiop", 0.0), ("asdfghjkl", 0.25), ("zxcvbnm", 0.75),
)  # fmt: skip
"""The letters of each row, and how far it stands to the right of the first one, in keys."""


def in_other_layout(text: str) -> str:
    """What the same keys write in the other layout: Russian letters become Latin ones, where there are any.

    >>> in_other_layout("ghbdtn"), in_other_layout(",j,`h"), in_other_layout("руддщ")
    ('привет', 'бобёр', 'hello')
    """
    russian = any(sign.isalpha() and not sign.isascii() for sign in text)
    return text.translate(_TO_LATIN if russian else _TO_RUSSIAN)


def is_beside(one: str, other: str) -> bool:
    """Do two letters lie side by side in a row of the keyboard: «а» and «п», «а» and «в»?"""
    return other in _neighbours(rows_apart=0).get(one, ())


def is_above_or_below(one: str, other: str) -> bool:
    """Do two letters touch from row to row: «а» and «к», «а» and «с»?"""
    return other in _neighbours(rows_apart=1).get(one, ())


@cache
def _neighbours(rows_apart: int) -> dict[str, str]:
    places = {
        letter: (place % 3, offset + column)
        for place, (letters, offset) in enumerate(_ROWS)
        for column, letter in enumerate(letters)
    }
    return {
        one: "".join(other for other in places if one != other and _touch(places, one, other, rows_apart))
        for one in places
    }


def _touch(places: dict[str, tuple[int, float]], one: str, other: str, rows_apart: int) -> bool:
    if one.isascii() != other.isascii():
        return False
    (row, column), (its_row, its_column) = places[one], places[other]
    apart = abs(column - its_column)
    return abs(row - its_row) == rows_apart and (apart < 1 if rows_apart else apart <= 1)

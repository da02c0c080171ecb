"""How people mistype words: slips of one letter, the wrong keyboard layout, Latin letters. All drawn by a seed.

Slips come about as often as studies of typing and spelling find them (Damerau 1964; Kukich 1992): a wrong letter
most often, then one left out, one too many, two swapped; a wrong letter is mostly one beside it on the keyboard, or
one that sounds alike.
"""

from __future__ import annotations

import random
from collections.abc import Callable

_ROWS = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")
_ALIKE = {
    "о": "а", "а": "о", "е": "и", "и": "е", "э": "е", "я": "е", "ы": "и", "ю": "у", "ё": "е",
    "б": "п", "п": "б", "в": "ф", "ф": "в", "г": "к", "к": "г", "д": "т", "т": "д", "ж": "ш", "ш": "щ", "щ": "ш",
    "з": "с", "с": "з", "ц": "с", "ч": "щ", "ь": "ъ", "ъ": "ь", "й": "и", "х": "г",
}  # fmt: skip
_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя"

Make = Callable[[random.Random, str], str]


def slip(draw: random.Random, word: str) -> str:
    """A word with one slip."""
    makers: list[Make] = [_wrong, _missing, _added, _swapped]
    (make,) = draw.choices(makers, (40, 28, 18, 14))
    return make(draw, word)


def _place(draw: random.Random, word: str, first: int = 0) -> int:
    """Where: seldom the first letter."""
    return draw.choices(range(first, len(word)), [1 if place == 0 else 4 for place in range(first, len(word))])[0]


def _wrong(draw: random.Random, word: str) -> str:
    place = _place(draw, word)
    letter = word[place]
    kind = draw.random()
    new = _beside(draw, letter) if kind < 0.45 else _ALIKE.get(letter, "") if kind < 0.85 else draw.choice(_LETTERS)
    return word[:place] + (new or _beside(draw, letter)) + word[place + 1 :]


def _missing(draw: random.Random, word: str) -> str:
    doubled = [place for place in range(1, len(word)) if word[place] == word[place - 1]]
    place = doubled[0] if doubled and draw.random() < 0.7 else _place(draw, word)
    return word[:place] + word[place + 1 :]


def _added(draw: random.Random, word: str) -> str:
    place = _place(draw, word)
    kind = draw.random()
    new = word[place] if kind < 0.45 else _beside(draw, word[place]) if kind < 0.8 else draw.choice(_LETTERS)
    return word[: place + 1] + new + word[place + 1 :]


def _swapped(draw: random.Random, word: str) -> str:
    place = _place(draw, word, 1)
    return word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :]


def _beside(draw: random.Random, letter: str) -> str:
    row = next((row for row in _ROWS if letter in row), letter)
    place = row.index(letter)
    return draw.choice(row[max(0, place - 1) : place] + row[place + 1 : place + 2] or "о")


_KEYS = dict(zip("йцукенгшщзхъфывапролджэячсмитьбюё", "qwertyuiop[]asdfghjkl;'zxcvbnm,.`", strict=True))


def latin_layout(word: str) -> str:
    """The keys of a Russian word, with the Latin layout on."""
    return "".join(_KEYS.get(letter, letter) for letter in word)


_COMMON = dict(zip("абвгдзиклмнопрстуф", "abvgdziklmnoprstuf", strict=True)) | {"ж": "zh", "ч": "ch", "ш": "sh"}
SYSTEMS = {
    "passport": _COMMON | {
        "е": "e", "ё": "e", "й": "i", "х": "kh", "ц": "ts", "щ": "shch", "ъ": "ie", "ы": "y", "ь": "", "э": "e",
        "ю": "iu", "я": "ia",
    },
    "GOST 7.79": _COMMON | {
        "е": "e", "ё": "yo", "й": "j", "х": "x", "ц": "c", "щ": "shh", "ъ": "''", "ы": "y'", "ь": "'", "э": "e'",
        "ю": "yu", "я": "ya",
    },
    "everyday": _COMMON | {
        "е": "e", "ё": "yo", "й": "y", "х": "h", "ц": "ts", "щ": "sch", "ъ": "", "ы": "y", "ь": "", "э": "e",
        "ю": "yu", "я": "ya",
    },
    "newspaper": _COMMON | {
        "е": "e", "ё": "yo", "й": "y", "х": "kh", "ц": "ts", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e",
        "ю": "yu", "я": "ya", "_е": "ye",
    },
}  # fmt: skip
"""Letter by letter, in four systems; `_е`: after a vowel or a sign, and at the beginning."""


def transliterated(word: str, system: str) -> str:
    """A Russian word in Latin letters."""
    table = SYSTEMS[system]
    written = ""
    for before, letter in zip("_" + word, word, strict=False):
        beginning = letter == "е" and before in "_аеёиоуыэюяьъ"
        written += table.get("_е" if beginning and "_е" in table else letter, letter)
    return written

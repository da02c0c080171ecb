"""Russian words in Latin letters: `Tokayev` → «Токаев», whatever the system.

Passports write «Щёкина» as Shchekina, GOST 7.79 as Shhyokina, people as Schekina. None of them can be read back
letter by letter, so that words are compared by what all systems agree on: their *romanised* spelling, without soft
and hard signs, with one i for и, й and ы, with one letter for two of a kind.

    «Токаев»  →  tokaev  ←  Tokaev, Tokayev, Tokajev        «Юлия»  →  iulia  ←  Yuliya, Iuliia, Julia
"""

from __future__ import annotations

import re
from itertools import islice, product

_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu",
    "я": "ia",
}  # fmt: skip

_READINGS: dict[str, tuple[str, ...]] = {
    "shch": ("shch",), "sch": ("shch", "sch", "sh"), "shh": ("shch",), "tch": ("ch", "tch"),
    "zh": ("zh",), "kh": ("h",), "ts": ("ts",), "tz": ("ts",), "cz": ("ts",), "ck": ("k",), "ph": ("f",),
    "ch": ("ch", "h"), "sh": ("sh",), "ya": ("ia",), "ja": ("ia",), "yu": ("iu",), "ju": ("iu",),
    "yo": ("e", "io"), "jo": ("e", "io"), "ye": ("e",), "je": ("e",), "ie": ("ie", "e"), "io": ("io", "e"),
    "c": ("ts", "k", "s"), "h": ("h", "g"), "j": ("i", "zh", "dzh"), "q": ("k",), "w": ("v", "u"), "x": ("ks", "h"),
    "y": ("i",), "č": ("ch",), "š": ("sh",), "ž": ("zh",), "ě": ("e",), "'": ("",), "’": ("",), "`": ("",),
}  # fmt: skip
"""What Latin letters stand for, romanised, the likeliest first; all others stand for themselves."""

_YE = "ẏ"
_PLURAL = re.compile("(?<=[bcdfghklmnpqrstvwxz])ye$")  # «новые», or else «Поволжье»
_READINGS[_YE] = ("ie", "e")

_PIECE = re.compile("|".join(sorted(map(re.escape, _READINGS), key=len, reverse=True)) + "|.", re.DOTALL)
_SHORT_I = re.compile("[aeiouy][yj]$")
_SAME = re.compile(r"(.)\1+")
_MOST_READINGS = 32

ROMAN = str.maketrans(_LETTERS | dict.fromkeys("abcdefghijklmnopqrstuvwxyz", "?"))
"""Russian letters, romanised; Latin ones are no reading of anything. Letters of a kind still have to become one."""


def romanised(folded: str) -> str:
    """The romanised spelling of a Russian word in lower case.

    >>> romanised("достоевский"), romanised("татьяна"), romanised("россия")
    ('dostoevski', 'tatiana', 'rosia')
    """
    return single(folded.translate(ROMAN))


def grown(beginning: str, spelling: str) -> list[str]:
    """The beginnings that one goes on to, by one sign, with which a word may still be romanised so.

    >>> grown("ток", "tokaev")
    ['тока', 'токк', 'токъ', 'токь']
    """
    roman, signs = beginning.translate(ROMAN), {ord(sign): sign for sign in spelling} | ROMAN
    return [beginning + chr(code) for code, its in signs.items() if spelling.startswith(single(roman + its))]


def single(roman: str) -> str:
    """One letter for two of a kind: «rossiia» → «rosia»."""
    return _SAME.sub(r"\1", roman)


def readings(latin: str) -> tuple[str, ...]:
    """What a word in Latin letters may be, romanised, the likeliest first; two of a kind are still two.

    >>> readings("Dostoyevsky"), readings("Korolyov"), readings("Rossiya")
    (('dostoevski',), ('korolev', 'koroliov'), ('rossiia',))
    """
    options = (_READINGS.get(piece, (piece,)) for piece in _PIECE.findall(_PLURAL.sub(_YE, latin.lower())))
    return tuple(dict.fromkeys("".join(pieces) for pieces in islice(product(*options), _MOST_READINGS)))


def ends_alike(folded: str, latin: str) -> bool:
    """Does a Russian word end in й where Latin letters say so? `situatsiy` is «ситуаций», and not «ситуации».

    They do not always: «ситуаций» is `situatsii` too, in passports.
    """
    return folded.endswith("й") or not _SHORT_I.search(latin)


def agrees(folded: str, reading: str) -> bool:
    """Is a Russian word read so, to the last double letter? «дании» is `danii`, and «данный» is not."""
    return folded.translate(ROMAN) == reading

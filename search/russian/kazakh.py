"""Kazakh letters as Russian writes the names that have them: «Тоқаев» → «Токаев», «Өскемен» → «Оскемен»."""

from __future__ import annotations

_LETTERS = "ғқңөұүһі"
_RUSSIAN = "гкноуухи"
_TABLES = tuple(
    str.maketrans(kazakh + kazakh.upper(), russian + russian.upper())
    for kazakh, russian in ((_LETTERS + "ә", _RUSSIAN + "а"), (_LETTERS + "ә", _RUSSIAN + "я"))
)


def respelt(word: str) -> tuple[str, ...]:
    """How Russian may spell a word with Kazakh letters; () for a word without them.

    >>> respelt("Тоқаев"), respelt("Күләш"), respelt("Токаев")
    (('Токаев',), ('Кулаш', 'Куляш'), ())

    Russian writes ә as «а» or as «я»: «Сәбит» is «Сабит», «Күләш» is «Куляш».
    """
    spellings = dict.fromkeys(word.translate(table) for table in _TABLES)
    return tuple(spelling for spelling in spellings if spelling != word)

"""The name of a person, told apart: which word is the surname.

«Лариса Юдина», «Юдина Лариса», «Л. Юдина»  →  «Юдина», «Л.»
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from search.russian.guesses import looked_up

_WORD = re.compile(r"[А-ЯЁ]\.|[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)*")
_PERSON = re.compile(rf"(?:{_WORD.pattern})(?:\s*(?:{_WORD.pattern})){{1,2}}")


@dataclass(frozen=True, slots=True)
class Person:
    """A surname, and the initials of what stands with it: «Юдина», («Л.», «П.»)."""

    surname: str
    initials: tuple[str, ...]


def person(name: str) -> Person | None:
    """Read the name of one person, in the nominative; None where it is not sure which word is the surname.

    >>> person("Семён Андреевич Приходько"), person("редакция сайта")
    (Person(surname='Приходько', initials=('С.', 'А.')), None)

    What else stands with it is initials, or a given name that the dictionary has and, perhaps, a patronymic.
    """
    words = _WORD.findall(name) if _PERSON.fullmatch(name.strip()) else []
    for surname, others in ((words[-1:], words[:-1]), (words[:1], words[1:])):
        if others and not surname[0].endswith(".") and _given(others):
            return Person(surname[0], tuple(map(_initial, others)))
    return None


def _given(words: list[str]) -> bool:
    """Are these a given name and perhaps a patronymic, or the initials of both?"""
    if all(word.endswith(".") for word in words):
        return True
    return all(_is(word, kind) for word, kind in zip(words, ("Name", "Patr"), strict=False))


def _is(word: str, kind: str) -> bool:
    """Does the dictionary know a word, or each part of it, as a given name, or as a patronymic, in the nominative?"""
    parts = ([set(re.split("[, ]", parse[2].text)) for parse in looked_up(part)] for part in word.lower().split("-"))
    return all(any({kind, "nomn"} <= tags for tags in tagged) for tagged in parts)


def _initial(word: str) -> str:
    """«Лариса» → «Л.», «Анна-Мария» → «А.-М.»."""
    return "-".join(f"{part[0]}." for part in word.split("-"))

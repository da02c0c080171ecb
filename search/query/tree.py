"""A query as a tree; `str(tree)` is a query that parses to the same tree.

    сталь "чемпион мира" -футбол   →   And(Word, Phrase, Not(Word))

Leaves ask for one thing in the text; `field` is "" (title and text) or "title".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Field = Literal["", "title"]


@dataclass(frozen=True, slots=True)
class Word:
    """A word in any of its forms: `стали`."""

    text: str
    field: Field = ""

    def __str__(self) -> str:
        return _prefixed(self.field, self.text)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words side by side, each in any of its forms: `"чемпион мира"`."""

    words: tuple[str, ...]
    field: Field = ""

    def __str__(self) -> str:
        return _prefixed(self.field, f'"{side_by_side(self.words)}"')


@dataclass(frozen=True, slots=True)
class Exact:
    """Forms as typed, one or several side by side, in any letter case: `!сталью`, `!"чемпиона мира"`."""

    words: tuple[str, ...]
    field: Field = ""

    def __str__(self) -> str:
        text = side_by_side(self.words)
        return _prefixed(self.field, f'!"{text}"' if len(self.words) > 1 else f"!{text}")


@dataclass(frozen=True, slots=True)
class Prefix:
    """Any form that starts so: `разоруж*`."""

    text: str
    field: Field = ""

    def __str__(self) -> str:
        return _prefixed(self.field, f"{self.text}*")


Leaf = Word | Phrase | Exact | Prefix


@dataclass(frozen=True, slots=True)
class Not:
    """Documents without it: `-футбол`. Stands inside And only."""

    child: Leaf

    def __str__(self) -> str:
        return f"-{self.child}"


@dataclass(frozen=True, slots=True)
class Or:
    """Documents with any of them: `популист | популизм`. With none: no document."""

    children: tuple[Leaf, ...]

    def __str__(self) -> str:
        return " | ".join(str(child) for child in self.children) or '""'


@dataclass(frozen=True, slots=True)
class And:
    """Documents with all of them, and with none of those under Not."""

    children: tuple[Node, ...]

    def __str__(self) -> str:
        return side_by_side(str(child) for child in self.children)


@dataclass(frozen=True, slots=True)
class Most:
    """Documents with at least `need` of the words: what a query relaxes to, never typed."""

    words: tuple[Word, ...]
    need: int

    def __str__(self) -> str:
        return side_by_side(str(word) for word in self.words)


@dataclass(frozen=True, slots=True)
class Everything:
    """Every document: what an empty query lists."""

    def __str__(self) -> str:
        return ""


_ONE_NUMBER = re.compile(r"\b\d{1,3} \d{3}\b")

Node = Leaf | Not | Or | And | Most | Everything


def side_by_side(texts: Iterable[str]) -> str:
    """Texts with a blank between them; with two where one would make one number of both: «5  000», not «5 000»."""
    joined = ""
    for text in texts:
        blank = "  " if _ONE_NUMBER.search(f"{joined[-4:]} {text[:4]}") else " "
        joined += blank + text if joined else text
    return joined


def _prefixed(field: Field, text: str) -> str:
    return f"{field}:{text}" if field else text

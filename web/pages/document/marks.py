"""The marked places of a document, numbered, so that each leads to the next one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from search.results import Excerpt
from web.pages.document.paragraphs import paragraphs

REACHED = 500
"""So many places of a text lead to each other; the others are marked alone."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a paragraph; which of the `marked` places it is by `number`, 0 where none leads to it."""

    text: str
    marked: bool = False
    number: int = 0


@dataclass(frozen=True, slots=True)
class Places:
    """The paragraphs of a text as pieces, how many places are marked in them, and how many lead to each other."""

    paragraphs: tuple[tuple[Piece, ...], ...]
    marked: int
    reached: int


def places(excerpt: Excerpt) -> Places:
    """Number the marks of a text. A place that runs over the end of a paragraph counts in both."""
    numbers = count(1)
    cut = tuple(tuple(_pieces(paragraph, numbers)) for paragraph in paragraphs(excerpt))
    marked = next(numbers) - 1
    return Places(cut, marked, min(marked, REACHED))


def _pieces(paragraph: Excerpt, numbers: Iterator[int]) -> Iterator[Piece]:
    end = 0
    for mark, number in zip(paragraph.marks, numbers, strict=False):
        if end < mark.start:
            yield Piece(paragraph.text[end : mark.start])
        yield Piece(paragraph.text[mark.start : mark.end], True, number if number <= REACHED else 0)
        end = mark.end
    if end < len(paragraph.text):
        yield Piece(paragraph.text[end:])

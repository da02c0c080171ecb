"""A whole text as paragraphs, each with its own marks."""

from __future__ import annotations

from collections.abc import Iterator

from search.results import Excerpt, Span
from search.snippets import paragraph_end


def paragraphs(excerpt: Excerpt) -> Iterator[Excerpt]:
    """Cut a marked text at its blank lines, or at its line ends where it has no blank lines.

    A phrase may run over the end of a paragraph: then both parts are marked.
    """
    cuts = [cut.span() for cut in paragraph_end(excerpt.text).finditer(excerpt.text)]
    starts = [0, *(end for _, end in cuts)]
    stops = [*(start for start, _ in cuts), len(excerpt.text)]
    for start, stop in zip(starts, stops, strict=True):
        if excerpt.text[start:stop].strip():
            yield _piece(excerpt, start, stop)


def _piece(excerpt: Excerpt, start: int, stop: int) -> Excerpt:
    inside = (mark for mark in excerpt.marks if mark.start < stop and mark.end > start)
    marks = tuple(Span(max(mark.start, start) - start, min(mark.end, stop) - start) for mark in inside)
    return Excerpt(excerpt.text[start:stop], marks)

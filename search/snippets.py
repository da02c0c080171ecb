"""Cut the pieces of a text that show why it was found.

    «…Президент Казахстана Касым-Жомарт **Токаев** заявил, что у него нет стремления…»

Marked are the forms that matched, for a phrase only where the whole phrase stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from search.results import Excerpt, Span
from search.russian.tokens import Tokens, cut

SNIPPET_LENGTH = 240
"""Code points of one snippet: about two lines of a result list."""

MOST_SNIPPETS = 2

_ELLIPSIS = "…"
_SENTENCE_ENDS = ".!?…\n"

Match = tuple[int, int, int]
"""First slot, number of slots, and which clause of the query matched there."""


def mark(text: str, matches: Sequence[Match]) -> Excerpt:
    """The whole text with its matches marked."""
    return Excerpt(text, tuple(span for span, _ in _spans(cut(text), matches)))


def snippets(text: str, matches: Sequence[Match]) -> tuple[Excerpt, ...]:
    """The pieces of a text that show most clauses of the query; without matches its beginning."""
    spans = _spans(cut(text), matches)
    if not spans:
        return (_excerpt(text, 0, min(len(text), SNIPPET_LENGTH), []),) if text else ()
    chosen: list[tuple[int, int]] = []
    left = list(spans)
    while left and len(chosen) < MOST_SNIPPETS:
        start = _densest(left)
        window = _widened(text, start)
        chosen.append(window)
        shown = {clause for span, clause in left if window[0] <= span.start and span.end <= window[1]}
        left = [(span, clause) for span, clause in left if clause not in shown]
    marks = [span for span, _ in spans]
    return tuple(_excerpt(text, start, end, marks) for start, end in _apart(chosen))


def _spans(tokens: Tokens, matches: Sequence[Match]) -> list[tuple[Span, int]]:
    """Where the matches stand in the text, ascending, none inside another."""
    found: list[tuple[Span, int]] = []
    for slot, count, clause in sorted(matches, key=lambda match: (match[0], -match[1])):
        span = Span(int(tokens.starts[slot]), int(tokens.ends[slot + count - 1]))
        if not found or span.start >= found[-1][0].end:
            found.append((span, clause))
    return found


def _densest(spans: list[tuple[Span, int]]) -> int:
    """Where a piece should begin so that it shows most clauses, and among those the most matches."""
    best, best_value = 0, (0, 0)
    for place, (first, _) in enumerate(spans):
        reach = first.start + SNIPPET_LENGTH * 3 // 4
        inside = [clause for span, clause in spans[place:] if span.end <= reach]
        value = len(set(inside)), len(inside)
        if value > best_value:
            best, best_value = first.start, value
    return best


def _widened(text: str, start: int) -> tuple[int, int]:
    """A piece around a match, from the start of its sentence where that is near, else from a word before it."""
    earliest = max(0, start - SNIPPET_LENGTH // 4)
    sentence = max((text.rfind(sign, earliest, start) for sign in _SENTENCE_ENDS), default=-1)
    begin = earliest if sentence < 0 else sentence + 1
    if begin > 0 and sentence < 0:
        blank = text.find(" ", begin, start)
        begin = begin if blank < 0 else blank + 1
    while begin < start and text[begin].isspace():
        begin += 1
    end = min(len(text), begin + SNIPPET_LENGTH)
    if end < len(text):
        blank = text.rfind(" ", start, end)
        end = end if blank < 0 else blank
    return begin, end


def _apart(windows: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pieces in the order of the text; those that overlap become one."""
    apart: list[tuple[int, int]] = []
    for start, end in sorted(windows):
        if apart and start <= apart[-1][1]:
            apart[-1] = apart[-1][0], max(end, apart[-1][1])
        else:
            apart.append((start, end))
    return apart


def _excerpt(text: str, start: int, end: int, marks: list[Span]) -> Excerpt:
    """One piece on one line, with an ellipsis where text was left out."""
    before = _ELLIPSIS if start > 0 else ""
    after = _ELLIPSIS if end < len(text.rstrip()) else ""
    piece = "".join(" " if sign.isspace() else sign for sign in text[start:end])
    shift = len(before) - start
    inside = (span for span in marks if start <= span.start and span.end <= end)
    moved = tuple(Span(span.start + shift, span.end + shift) for span in inside)
    return Excerpt(before + piece + after, moved)

"""Cut the pieces of a text that show why it was found.

    «…Президент Казахстана Касым-Жомарт **Токаев** заявил, что у него нет стремления…»

Marked are the forms that matched, for a phrase only where the whole phrase stands. A piece is one line: paragraphs
follow each other after a dot where nothing else ends the first, «…больше не будут · Ульяновск. 31 октября…».

A text is asked for no more letters than are shown: where its slots stand is known beforehand (`SlottedText`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from search.results import Excerpt, Span
from search.russian.codes import Offsets
from search.russian.tokens import cut

SNIPPET_LENGTH = 160
"""Code points of one snippet: about two lines of a result list."""

MOST_SNIPPETS = 2

_REACH = SNIPPET_LENGTH * 3 // 4  # of the matches that one piece is to show, from the first's start to the last's end
_LEAD = SNIPPET_LENGTH // 4  # at most so much stands before the first of them
_ELLIPSIS = "…"
# A full stop after one letter ends no sentence («К. Ж. Токаев», «2026 г. в Астане»), nor does one inside «3.5».
_SENTENCE_END = re.compile(r"(?:(?<=[^\W_]{2})|(?<=[»”\")%]))[.!?…]+[»”\")]*\s+|\n\s*")
_UNEVEN = re.compile(r"\s{2,}|[^\S ]")  # all blanks but a single one between words
_BLANKS = re.compile(r"\s+")
_LAST_BLANKS = re.compile(r"\s+(?=\S*\Z)")
_BLANK_LINE = re.compile(r"\n\s*\n")
_LINE_END = re.compile(r"\n")
_ENDED = re.compile(r"[.,:;!?…—–-][»“”\")\]]*\Z")  # what goes before a break, where it needs no dot after it
_DOT = " · "
_LOOKED_BEHIND = 2  # signs, by `_SENTENCE_END`

Match = tuple[int, int, int]
"""First slot, number of slots, and which clause of the query matched there."""

_Span = tuple[int, int, int]
"""A match as start and end in the text, and its clause."""


class _Piece(NamedTuple):
    """A stretch of a text, in code points, and how it reads."""

    begin: int
    end: int
    text: str


class SlottedText(Protocol):
    """A title or text, and where its slots stand in it."""

    @property
    def starts(self) -> Offsets:
        """Where the part of each slot starts, in code points."""
        ...

    @property
    def form_ends(self) -> Offsets:
        """Where the form of each slot ends: of a compound's first slot, where the compound does."""
        ...

    def __len__(self) -> int: ...

    def piece(self, begin: int, end: int) -> str:
        """The text from one place to another, as a slice gives it."""
        ...

    def between(self) -> str:
        """The text, or as much of it as has all its blanks, and another sign wherever it has any."""
        ...


class CutText:
    """A text whose slots are found by cutting it."""

    def __init__(self, text: str) -> None:
        self._text = text
        tokens = cut(text)
        self.starts = tokens.starts
        self.form_ends = tokens.form_ends

    def __len__(self) -> int:
        return len(self._text)

    def piece(self, begin: int, end: int) -> str:
        """A slice of the text."""
        return self._text[begin:end]

    def between(self) -> str:
        """The text itself."""
        return self._text


def mark(text: SlottedText, matches: Sequence[Match]) -> Excerpt:
    """The whole text with its matches marked."""
    return Excerpt(text.piece(0, len(text)), tuple(_merged(_spans(text, matches))))


def span(text: SlottedText, match: Match) -> Span:
    """Where a match stands in the text."""
    ((start, end, _),) = _spans(text, [match])
    return Span(start, end)


def snippets(text: SlottedText, matches: Sequence[Match]) -> tuple[Excerpt, ...]:
    """The pieces of a text that show most clauses of the query; without matches its beginning."""
    start = _first_sign(text)
    if start == len(text):
        return ()
    left = spans = _spans(text, matches)
    pieces = [] if spans else [_piece(text, start, 0, 0)]
    while left and len(pieces) < MOST_SNIPPETS:
        piece = _piece(text, start, *_densest(left))
        pieces.append(piece)
        clauses = {clause for _, _, clause in _inside(left, piece)}
        left = [span for span in left if span[2] not in clauses]
    pieces = _apart(text, pieces)
    several_lines = any("\n" in piece.text for piece in pieces)
    breaks = paragraph_end(text.between()) if several_lines else _LINE_END
    return tuple(_excerpt(text, start, piece, spans, breaks) for piece in pieces)


def paragraph_end(text: str) -> re.Pattern[str]:
    """What parts the paragraphs of a text: blank lines, or line ends where it has no blank lines."""
    return _BLANK_LINE if _BLANK_LINE.search(text.strip()) else _LINE_END


def _first_sign(text: SlottedText) -> int:
    """Where the first sign stands that is no blank; the end of a text without any."""
    starts = text.starts
    before = text.piece(0, int(starts[0]) if len(starts) else len(text))
    return len(before) - len(before.lstrip())


def _goes_on(text: SlottedText, end: int) -> bool:
    """Does any sign stand behind a place that is no blank?"""
    ends = text.form_ends
    return (len(ends) and end < ends[-1]) or bool(text.piece(end, len(text)).strip())


def _spans(text: SlottedText, matches: Sequence[Match]) -> list[_Span]:
    """Where the matches stand in the text, ascending, the longest first; of a compound the whole."""
    if not matches:
        return []
    slots, counts, clauses = zip(*matches, strict=True)
    starts = text.starts.take(slots).tolist()
    ends = text.form_ends.take([slot + count - 1 for slot, count in zip(slots, counts, strict=True)]).tolist()
    return sorted(zip(starts, ends, clauses, strict=True), key=lambda span: (span[0], -span[1], span[2]))


def _inside(spans: list[_Span], piece: _Piece) -> list[_Span]:
    """What a piece shows: matches that are wholly inside, and those too long for any piece as far as they reach."""
    begin, end = piece.begin, piece.end
    return [
        (start, min(stop, end), clause)
        for start, stop, clause in spans
        if begin <= start < end and (stop <= end or stop - start > _REACH)
    ]


def _merged(spans: list[_Span]) -> list[Span]:
    """The marks: matches that overlap are one."""
    marks: list[Span] = []
    for start, end, _ in spans:
        if marks and start < marks[-1].end:
            marks[-1] = Span(marks[-1].start, max(end, marks[-1].end))
        else:
            marks.append(Span(start, end))
    return marks


def _densest(spans: list[_Span]) -> tuple[int, int]:
    """From where to where a piece should show so that it has most clauses, and among those the most matches."""
    best, best_value = range(0), (0, 0)
    inside: dict[int, int] = defaultdict(int)
    behind = 0  # the first span past the reach
    for place, (start, _, clause) in enumerate(spans):
        while behind < len(spans) and (behind <= place or spans[behind][1] <= start + _REACH):
            inside[spans[behind][2]] += 1
            behind += 1
        value = len(inside), behind - place
        if value > best_value:
            best, best_value = range(place, behind), value
        if behind == len(spans):
            break  # what begins later has no more than this
        inside[clause] -= 1
        if not inside[clause]:
            del inside[clause]
    return spans[best.start][0], max(spans[place][1] for place in best)


def _piece(text: SlottedText, start: int, first: int, last: int) -> _Piece:
    """A piece around matches, from the start of their sentence where that is near, else from a word before them."""
    at_end = len(text) - SNIPPET_LENGTH < first - _LEAD
    earliest = max(0, len(text) - SNIPPET_LENGTH if at_end else first - _LEAD)
    behind = max(0, earliest - _LOOKED_BEHIND)
    near = text.piece(behind, max(first, start) + SNIPPET_LENGTH + 1)
    begin = _beginning(near, earliest - behind, first - behind, at_end) if earliest else start
    end = min(len(near), begin + SNIPPET_LENGTH)
    if near[end : begin + SNIPPET_LENGTH + 1].strip():
        blank = _LAST_BLANKS.search(near[: begin + SNIPPET_LENGTH + 1], max(last - behind, begin), end)
        end = blank.start() if blank else end
    shown_text = near[begin:end].rstrip()
    return _Piece(behind + begin, behind + begin + len(shown_text), shown_text)


def _beginning(near: str, earliest: int, first: int, at_end: bool) -> int:
    """A little before a match; at the end of a text so far before it that the piece has its full length."""
    if sentences := list(_SENTENCE_END.finditer(near, earliest, first)):
        return sentences[0 if at_end else -1].end()
    blanks = _BLANKS.search(near, earliest, first)
    return blanks.end() if blanks else earliest


def _apart(text: SlottedText, pieces: list[_Piece]) -> list[_Piece]:
    """Pieces in the order of the text; those that overlap become one."""
    apart: list[_Piece] = []
    for piece in sorted(pieces):
        if apart and piece.begin <= apart[-1].end:
            begin, end = apart[-1].begin, max(apart[-1].end, piece.end)
            apart[-1] = _Piece(begin, end, text.piece(begin, end))
        else:
            apart.append(piece)
    return apart


def _excerpt(text: SlottedText, start: int, piece: _Piece, spans: list[_Span], breaks: re.Pattern[str]) -> Excerpt:
    """One piece on one line, with an ellipsis where text was left out."""
    before = _ELLIPSIS if start < piece.begin else ""
    after = _ELLIPSIS if _goes_on(text, piece.end) else ""
    line, shifts = _one_line(before + piece.text, breaks)

    def place(sign: int) -> int:
        there = len(before) + sign - piece.begin
        return there + sum(shift for behind, shift in shifts if behind <= there)

    marks = _merged(_inside(spans, piece))
    return Excerpt(line + after, tuple(Span(place(mark.start), place(mark.end)) for mark in marks))


def _one_line(text: str, breaks: re.Pattern[str]) -> tuple[str, list[tuple[int, int]]]:
    """A text without uneven blanks; for each of them from which place on signs moved, and by how much."""
    parts: list[str] = []
    shifts: list[tuple[int, int]] = []
    end = 0
    for blanks in _UNEVEN.finditer(text):
        between = _between(blanks, breaks)
        parts += (text[end : blanks.start()], between)
        end = blanks.end()
        shifts.append((end, len(between) - len(blanks[0])))
    return "".join((*parts, text[end:])), shifts


def _between(blanks: re.Match[str], breaks: re.Pattern[str]) -> str:
    """What stands on one line where blanks were: a dot for the end of a paragraph, if nothing else ends it."""
    if not breaks.search(blanks[0]):
        return " "
    text = blanks.string
    goes_on = text[blanks.end() : blanks.end() + 1].islower() or _ENDED.search(text, 0, blanks.start())
    return " " if goes_on else _DOT

"""Text as the index keeps it: composed letters, plain line ends, nothing invisible that no one typed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Signs that stay as they are, whatever they stand beside: nearly all texts have no others, and seeing that takes half
# the time of looking for what has to go and for what NFC changes. Tab and \n are the controls that may stay.
_PLAIN = re.compile(
    r"[\t\n -~\xa0-\u02ff\u0400-\u0482\u048a-\u052f"
    r"\u2002-\u200a\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2116\u2122]*+"
)
_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_LINE_END = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_MOST_MARKS = 30
_NO_LETTERS = re.compile(rf"[^\w\s!-~]{{{_MOST_MARKS + 1},}}")
_LINE_BREAK = re.compile(r"[\n\t]")
_SHORT = 64


def clean(text: str) -> str:
    """Make a text fit to be kept: «и» + U+0306 becomes «й», a carriage return a line end.

    The result is in NFC, its lines end in a line feed, it has no control characters but that and the tab,
    half a surrogate pair, which no file could hold, is U+FFFD, and of marks on one letter 30 stay.
    """
    if _PLAIN.fullmatch(text):
        return text
    text = _LONE_SURROGATE.sub("\ufffd", _LINE_END.sub("\n", text))
    text = _NO_LETTERS.sub(_with_few_marks, _UNWANTED.sub("", text))
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _with_few_marks(run: re.Match[str]) -> str:
    """Leave 30 marks on a letter, as Unicode's Stream-Safe Text Format does (UAX 15).

    To put marks in order takes as long as the square of their number: a megabyte of them would take minutes.
    """
    kept, marks = [], 0
    for sign in run[0]:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= _MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


def path_line(path: object) -> str:
    """A path as it is shown and as it makes ids: clean, and on one line, whatever stands in it."""
    return _LINE_BREAK.sub(" ", clean(str(path)))


def one_line(text: str) -> str:
    """Clean a title, a name or an address: «Токаев  прибыл\\n в Астану» is «Токаев прибыл в Астану»."""
    if text.isascii() and text.isprintable() and " " not in text:
        return text
    return _short_line(text) if len(text) <= _SHORT else _line(text)


def _line(text: str) -> str:
    return " ".join(clean(text).split())


_short_line = lru_cache(maxsize=1 << 12)(_line)  # sources, rubrics and keywords come again and again

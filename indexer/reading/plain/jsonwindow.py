"""JSON taken apart value by value, of which no more is kept than the value under work."""

from __future__ import annotations

import json
import re

from indexer.reading.opening.decoded import texts
from indexer.reading.opening.lines import LONGEST, TOO_LONG
from indexer.reading.opening.opened import Opened


class NotJson(ValueError):
    """What follows cannot be read; the message says why."""

    @classmethod
    def of(cls, reason: str) -> NotJson:
        """The same for a reason: «the JSON is cut short»."""
        return cls(f"{reason}: it and what follows are lost")


class Window:
    """The text of a source from the next value on, as far as it was needed.

    Raises NotJson from where on it is none.
    """

    # It is asked where a value ends, and no more: numbers are not made, and a line end within a string is an error of
    # that value alone, for who reads it.
    _decoder = json.JSONDecoder(strict=False, parse_int=len, parse_float=len)
    _blank = re.compile(r"\s*")
    _two_signs = re.compile(r"\s*(\S)\s*(\S)")
    _cut_word = 16  # characters: so near to the end of what was read, nothing is sure of a number or of an error

    def __init__(self, source: Opened) -> None:
        self._texts = texts(source)
        self._text = ""
        self._at = 0

    def ahead(self) -> str:
        """The next two signs that are not blank; fewer at the end."""
        while not (found := self._two_signs.match(self._text, self._at)):
            if not self._more():
                return self._text[self._at :].strip()
        return found[1] + found[2]

    def take(self, wanted: str) -> str:
        """Go behind the next sign, which has to be one of those wanted."""
        sign = self.ahead()[:1]
        start = self._start()
        if not sign:
            raise NotJson.of("the JSON is cut short")
        if sign not in wanted:
            raise self._invalid(f"{' or '.join(wanted)} is missing", start)
        self._at = start + 1
        return sign

    def ends(self, closing: str) -> bool:
        """Go behind the closing sign, if it is the next one."""
        return self.ahead()[:1] == closing and bool(self.take(closing))

    def divide(self, closing: str) -> None:
        """Go behind the comma between two values; the closing sign may stand there instead."""
        if self.ahead()[:1] != closing:
            self.take("," + closing)

    def value(self) -> str:
        """Go behind the next value, and return it as it stands."""
        while True:
            start = self._start()
            try:
                end = self._decoder.raw_decode(self._text, start)[1]
            except json.JSONDecodeError as error:
                self._expect_more(error)
            except RecursionError as error:
                raise NotJson.of("too many brackets inside brackets") from error
            else:
                if end + self._cut_word < len(self._text) or not self._more():  # «-1.» is no number yet
                    self._at = end
                    return self._text[start:end]

    def _start(self) -> int:
        found = self._blank.match(self._text, self._at)
        return found.end() if found else self._at

    def _expect_more(self, error: json.JSONDecodeError) -> None:
        """Read more where that may mend an error."""
        open_string = error.msg.startswith("Unterminated string")
        may_be_cut = open_string or error.pos + self._cut_word > len(self._text)
        if not may_be_cut or not self._more():
            if open_string or error.pos == len(self._text):
                raise NotJson.of("the JSON is cut short") from error
            raise self._invalid(error.msg, error.pos) from error

    def _more(self) -> bool:
        """Read as much again as is still needed, so that a long value is not tried too often; False at the end."""
        rest = self._text[self._start() :]
        if len(rest) > LONGEST:
            raise NotJson.of(TOO_LONG)
        fresh: list[str] = []
        size = 0
        for text in self._texts:
            fresh.append(text)
            size += len(text)
            if size > min(len(rest), LONGEST - len(rest)):
                break
        if size:
            self._text, self._at = "".join([rest, *fresh]), 0
        return bool(size)

    def _invalid(self, reason: str, place: int) -> NotJson:
        return NotJson.of(f"not JSON: {reason} at {self._text[place : place + 20]!r}")

"""Dates among the words of a query: `5 января 2026` finds «05.01.2026» and «5 января» of that year as well.

Each word of the date stays one that a document may have; a mention of the day stands for them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from search.query.expansion import Run
from search.query.tree import Mention
from search.russian.mentions import date_in


class Dates:
    """Finds whole dates, with a year, among the words of a query.

    >>> [*Dates().runs(["ремонт", "5", "января", "2026"])]
    [Run(start=1, end=4, others=(Mention(since='2026-01-05', until='2026-01-05'),))]
    """

    def runs(self, words: Sequence[str]) -> Iterator[Run]:
        """Every run of words that is a day, or a month of a year."""
        start = 0
        while found := date_in(words[start:]):
            yield Run(start + found.start, start + found.stop, (Mention(found.date, found.date),))
            start += found.stop

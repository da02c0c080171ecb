"""Which spellings the segments of an index have: by themselves, nearly so, romanised so, beginning so, and what
follows a word in titles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from search.engines.base import Lexicon, Spelling
from search.index.segment import Segment
from search.index.titles import Titles
from search.russian.spelling import key

_BEHIND = "\0"  # appended to a key it sorts right behind it


class SegmentsLexicon(Lexicon):
    """The lexicon of some segments. Read-only; many threads may share it."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._titles = [Titles(segment) for segment in segments]

    def of(self, folded: str) -> Spelling:
        """A spelling, and how often it stands in the archive."""
        return self._counted((segment, _spelt(segment, folded)) for segment in self._segments).get(
            folded, Spelling(folded, 0, 0)
        )

    def like(self, folded: str, slips: int) -> list[Spelling]:
        """The spellings that become this one by so many slips."""
        found = ((segment, segment.spellings.similar(folded, slips).tolist()) for segment in self._segments)
        return _listed(self._counted(found))

    def sharing(self, terms: Sequence[str]) -> list[Spelling]:
        """The spellings that have one of some terms."""
        found = (
            (segment, {number for term in terms for number in segment.forms_of_term(term).tolist()})
            for segment in self._segments
        )
        return _listed(self._counted(found))

    def romanised(self, spelling: str) -> list[Spelling]:
        """The spellings that are romanised so."""
        found = ((segment, segment.spellings.romanised(spelling).tolist()) for segment in self._segments)
        return _listed(self._counted(found))

    def beginning(self, folded: str, most: int) -> list[tuple[str, int]]:
        """The commonest forms that begin so, as they are spelt, and how often each stands in the archive."""
        found = [(segment, segment.forms_starting(folded)) for segment in self._segments]
        times = [segment.standing_each(numbers) for segment, numbers in found]
        # So many forms stand at least so often; each that does stands so often, shared out, in some segment.
        least = max((int(np.partition(each, -most)[-most]) for each in times if len(each) > most), default=0)
        frequent = {
            segment.forms[number]
            for (segment, numbers), each in zip(found, times, strict=True)
            for number in numbers[each * len(times) >= least].tolist()
        }
        return _commonest(Counter({form: self._standing(form) for form in frequent}), most)

    def following(self, folded: str, beginning: str, most: int) -> list[tuple[str, int]]:
        """The commonest forms that follow a spelling in titles and begin so, and how often each does."""
        counts: Counter[str] = Counter()
        for segment, titles in zip(self._segments, self._titles, strict=True):
            numbers, times = titles.following(_spelt(segment, folded), segment.forms.starting(beginning))
            if len(self._segments) == 1 and len(times) > most:
                frequent = times >= np.partition(times, -most)[-most]
                numbers, times = numbers[frequent], times[frequent]
            for number, each in zip(numbers.tolist(), times.tolist(), strict=True):
                counts[segment.forms[number]] += each
        return _commonest(counts, most)

    def _standing(self, form: str) -> int:
        """How often a form stands as it is spelt."""
        return sum(
            segment.standing(range(number, number + 1))
            for segment in self._segments
            for number in _spelt(segment, key(form))
            if segment.forms[number] == form
        )

    def _counted(self, found: Iterable[tuple[Segment, Iterable[int]]]) -> dict[str, Spelling]:
        """Forms by their spellings, without those that stand in no document any more."""
        counted: dict[str, Spelling] = {}
        for segment, numbers in found:
            for number in numbers:
                form, times = segment.forms[number], segment.standing(range(number, number + 1))
                before = counted.get(spelt := key(form), Spelling(spelt, 0, 0))
                small = times if form.islower() else 0
                if times:
                    counted[spelt] = Spelling(spelt, before.times + times, before.small + small)
        return counted


def _spelt(segment: Segment, folded: str) -> range:
    return range(segment.forms.place(folded), segment.forms.place(folded + _BEHIND))


def _listed(counted: dict[str, Spelling]) -> list[Spelling]:
    return [counted[spelt] for spelt in sorted(counted)]


def _commonest(counts: Counter[str], most: int) -> list[tuple[str, int]]:
    ranked = sorted(((-times, form) for form, times in counts.items() if times))
    return [(form, -times) for times, form in ranked[:most]]

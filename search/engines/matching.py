"""Where patterns stand in a segment: numpy over the positions of forms and the forward index.

A pattern has *parts*: one where its slots stand side by side, one for each slot where others may stand among them,
one for each side of `/3`. A part is known by the slots where it takes part in a match, ascending.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import cast

import numpy as np
from numpy.typing import NDArray

from search.engines.base import check_expansion
from search.engines.pairs import Pair, occurrences
from search.index.arrays import are_among, in_range
from search.index.derive import merged, united
from search.index.reading.forward import Rows
from search.index.segment import Numbers, Segment
from search.query.fields import TextField
from search.query.patterns import (
    AnyForm,
    Capitalised,
    Days,
    Pattern,
    Shaped,
    Similar,
    Slot,
    Spelt,
    Starting,
    Together,
    Wanted,
)
from search.russian.spelling import has_typed_yo

Slots = NDArray[np.int64]

_MANY = 5000  # places: so many are looked at as fast as it is asked for pairs


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a pattern: where it starts, ascending, and how many slots it takes."""

    starts: Slots
    length: int


class Matcher:
    """Finds patterns in one segment, or in some documents of it.

    `among`: the slots of these documents, ascending; `here`: what stands there, if that was read. `window`: documents
    that follow each other, by their numbers. None: all.
    """

    def __init__(
        self,
        segment: Segment,
        most: int,
        among: Slots | None = None,
        window: range | None = None,
        here: Rows | None = None,
    ) -> None:
        self._segment = segment
        self._most = most  # forms that a shape or a likeness may stand for
        self._among = among
        self._window = window
        self._read = here

    def forms(self, slot: Slot) -> Numbers:
        """The numbers of the forms that a slot accepts, ascending. Raises QueryLimit where there are too many."""
        segment = self._segment
        match slot:
            case AnyForm(terms):
                return segment.forms_of_any(terms)
            case Spelt(typed):
                found = segment.forms_spelt(slot.key)
                kept = [form for form in found.tolist() if has_typed_yo(segment.forms[form], typed)]
                return np.array(kept, dtype=np.int64)
            case Capitalised():
                spelt = united(np.concatenate([segment.forms_spelt(key) for key in slot.keys]))
                kept = [form for form in spelt.tolist() if slot.accepts(segment.forms[form])]
                return np.array(kept, dtype=np.int64)
            case Starting(prefix):
                return segment.forms_starting(prefix)
            case Shaped(shape):
                return self._limited(segment.spellings.shaped(shape, self._most))
            case Similar(wanted, slips):
                return self._limited(segment.spellings.similar(wanted, slips))

    def places(self, asked: Wanted) -> tuple[Slots, Slots]:
        """Every place that takes part in a match, ascending: its first slot, and how many it has."""
        if isinstance(asked, Days):
            slots, lengths = self._mentions(asked)
            return slots, lengths
        parts = self.parts(asked)
        slots = np.concatenate([part.starts for part in parts])
        lengths = np.repeat([part.length for part in parts], [len(part.starts) for part in parts])
        order = np.lexsort((lengths, slots))
        return slots[order], lengths[order]

    def words(self, asked: Sequence[Slot]) -> list[Slots]:
        """Where each of several slots stands, ascending, in the slots among which is looked: one look for all."""
        standing = self._here.standing([self.forms(slot) for slot in asked])
        return [self._here_at(standing.places[there]) for there in standing.there]

    def parts(self, asked: Wanted) -> list[Part]:
        """Every part of a pattern; a date, of whatever length, is one part."""
        if isinstance(asked, Days):
            return [Part(self._mentions(asked)[0], 1)]
        if isinstance(asked, Together):
            return self._together([self.parts(pattern)[0] for pattern in asked.patterns], asked.reaches)
        if asked.slop:
            groups = [self._inside(self._slots(self.forms(slot)), asked.field) for slot in asked.slots]
            return [Part(found, 1) for found in self._in_order(groups, asked.slop)]
        return [Part(merged(self.starts(asked)), len(asked.slots))]

    def starts(self, asked: Pattern) -> Slots:
        """Where a pattern starts whose slots stand side by side; in no order."""
        return self._inside(self._side_by_side([self.forms(slot) for slot in asked.slots]), asked.field)

    def fields(self, slots: Slots) -> Slots:
        """In which field each slot is: twice the number of its document, and one more in the text."""
        documents = self._segment.owners(slots)
        return documents * 2 + (slots >= self._segment.arrays.texts[documents])

    @cached_property
    def _window_slots(self) -> range | None:
        """The slots of the window; None: all."""
        if self._window is None or len(self._window) == self._segment.documents:
            return None
        return range(*self._segment.arrays.titles[[self._window.start, self._window.stop]].tolist())

    @property
    def _share(self) -> float:
        """Which part of all slots the window has."""
        slots = self._window_slots
        return 1.0 if slots is None else len(slots) / int(self._segment.arrays.titles[-1])

    def _mentions(self, days: Days) -> tuple[Slots, ...]:
        return self._segment.mentions(days.first, days.last, self._among)

    def _limited(self, forms: Numbers) -> Numbers:
        check_expansion(len(forms), self._most)
        return forms

    def _inside(self, slots: Slots, field: TextField) -> Slots:
        if not field:
            return slots
        inside: Slots = slots[self.fields(slots) % 2 == (field == "text")]
        return inside

    def _slots(self, forms: Numbers) -> Slots:
        """Where forms stand, ascending."""
        if self._among is None:
            return in_range(self._segment.slots(forms), self._window_slots)
        return self._here_at(self._here.places(forms))

    def _unordered(self, forms: Numbers) -> Slots:
        """The same in no order: quicker."""
        if self._among is None:
            return self._segment.positions.numbers(forms, self._window_slots)
        return self._slots(forms)

    @cached_property
    def _here(self) -> Rows:
        """What stands in the slots among which is looked."""
        if self._read:
            return self._read
        among = cast(Slots, self._among)
        first = (np.diff(among, prepend=-2) != 1).nonzero()[0]  # a few documents: stretches are read at once
        return self._segment.forward.rows(among[first], among[np.append(first[1:], len(among)) - 1] + 1)

    def _here_at(self, places: Slots) -> Slots:
        """Which slots these are of those among which is looked."""
        return cast(Slots, self._among)[places]

    def _side_by_side(self, groups: Sequence[Numbers]) -> Slots:
        """The first slot of every place where forms of the groups stand side by side; in no order.

        Only the places of the rarest group are looked at, or those of two neighbours where these are fewer; what
        stands beside is read from the forward index.
        """
        if len(groups) == 1:
            return self._unordered(groups[0])
        known, starts = self._fewest_starts(groups)
        for step, forms in enumerate(groups):
            if step not in known and len(starts):
                starts = starts[self._segment.forward.has(starts + step, forms)]
        if self._among is not None:
            starts = starts[are_among(starts + len(groups) - 1, self._among)]  # what is cut off there is no match
        return starts

    def _fewest_starts(self, groups: Sequence[Numbers]) -> tuple[range, Slots]:
        """Of which groups the places are known, and where the first group would stand; in no order."""
        counts = [occurrences(self._segment, forms) for forms in groups]
        fewest = min(counts)
        rarest = counts.index(fewest)
        if self._among is None and fewest * self._share > _MANY:
            pairs = [Pair.of(self._segment, *neighbours) for neighbours in pairwise(groups)]
            place = min(range(len(pairs)), key=lambda place: pairs[place].looked_at)
            if pairs[place].looked_at < fewest:
                return range(place, place + 2), pairs[place].starts(self._window_slots) - place
        return range(rarest, rarest + 1), self._unordered(groups[rarest]) - rarest

    def _in_order(self, groups: list[Slots], slop: int) -> list[Slots]:
        """Of the slots of each group those that stand in some chain through all groups, with at most `slop` others.

        From each slot the nearest chain to the left and the nearest to the right make the shortest chain through it.
        """
        longest = len(groups) + slop
        lefts = list(_nearest(groups, lambda slots, near: near.searchsorted(slots, side="left") - 1))
        rights = list(_nearest(groups[::-1], lambda slots, near: near.searchsorted(slots, side="right")))[::-1]
        found = []
        for slots, left, right in zip(groups, lefts, rights, strict=True):
            whole = (left >= 0) & (right >= 0) & (right - left < longest)
            same = self.fields(left[whole]) == self.fields(right[whole])
            found.append(slots[whole][same])
        return found

    def _together(self, parts: list[Part], reaches: Sequence[int]) -> list[Part]:
        """Of each part the places that have a neighbour within reach in the next part, which has one in its next…"""
        for place, reach in enumerate(reaches):
            parts[place + 1] = self._within(parts[place + 1], parts[place], reach)
        for place in reversed(range(len(reaches))):
            parts[place] = self._within(parts[place], parts[place + 1], reaches[place])
        return parts

    def _within(self, part: Part, other: Part, reach: int) -> Part:
        """The places of a part that do not touch one of the other part, but have one within reach in their field."""
        first, last = self._bounds(part.starts)
        ends = part.starts + part.length - 1
        after = _any_between(other.starts, ends + 1, np.minimum(ends + reach, last))
        its_ends = other.starts + other.length - 1
        before = _any_between(its_ends, np.maximum(part.starts - reach, first), part.starts - 1)
        return Part(part.starts[after | before], part.length)

    def _bounds(self, slots: Slots) -> tuple[Slots, Slots]:
        """The first slot of the field that each slot is in, and the gap behind its last."""
        arrays = self._segment.arrays
        documents = self._segment.owners(slots)
        titles, texts, next_titles = arrays.titles[documents], arrays.texts[documents], arrays.titles[documents + 1]
        in_text = slots >= texts
        return np.where(in_text, texts, titles), np.where(in_text, next_titles, texts) - 1


def _any_between(others: Slots, least: Slots, greatest: Slots) -> NDArray[np.bool_]:
    """For each pair of bounds: does any of the others, which ascend, lie between them?"""
    return others.searchsorted(least, side="left") < others.searchsorted(greatest, side="right")


def _nearest(groups: list[Slots], nearest: Callable[[Slots, Slots], NDArray[np.intp]]) -> list[Slots]:
    """For each slot of each group the far end of the nearest chain that starts in the first group; -1 without one."""
    ends = [groups[0]]
    for near, slots in pairwise(groups):
        places = nearest(slots, near)
        there = (places >= 0) & (places < len(near))
        found = np.full(len(slots), -1, dtype=np.int64)
        found[there] = ends[-1][places[there]]
        ends.append(found)
    return ends

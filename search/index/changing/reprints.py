"""Which documents of a generation are copies of each other: found while it is published.

Sketches point at pairs (`pointing.py`), whose texts are compared (`proving.py`).

What is found hangs on the documents alone, and not on the order in which they came. An update takes over the pairs of
the generation before it, and looks anew only at documents that came, and at those with a shingle that has become
common, or rare again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from search.errors import IndexDamaged
from search.index.building.vocabulary import Spread
from search.index.changing import pointing
from search.index.changing.pointing import Some
from search.index.changing.proving import proved
from search.index.changing.sketched import Mask, Numbers, Part, Sketched, sketches_of
from search.index.copies.reprints import Grouped, Pairs, firsts_of
from search.index.copies.sketches import NOTHING, Hashes
from search.index.derive import distinct
from search.index.generations import Generation

_PROVED = 1 << 20  # pairs that are put together by their families


def find(parts: Sequence[Part], earlier: Generation | None = None, spread: Spread = map) -> Pairs:
    """All pairs of copies in a generation.

    `earlier`: the generation before it, whose pairs hold on, for documents that are in both. `spread`: something like
    `map`, which may share out the work.
    """
    search = _Search(parts, spread)
    before = {each.stem.name for each in earlier.segments} if earlier else set()
    came = [each.stays & (each.segment.stem.name not in before) for each in parts]
    if earlier is None or all(map(np.array_equal, came, (each.stays for each in parts))):
        return search.pairs(search.sketched.stays)
    anew = search.changed(np.concatenate(came), _gone(parts, earlier))
    return _joined([_held(earlier, search, anew), search.pairs(anew)])


def hold(generation: Generation) -> bool:
    """Are the pairs and families of a generation those that its texts have? All of them are looked at."""
    try:
        kept, grouped = generation.pairs, generation.families.grouped
    except IndexDamaged:
        return False
    parts = [Part.of(each, each.deletions) for each in generation.segments]
    return find(parts).equals(kept) and Grouped.of(kept, generation.segments).equals(grouped)


def _gone(parts: Sequence[Part], earlier: Generation) -> list[Hashes]:
    """The sketches of documents that an earlier generation has, and this one does not."""
    left = {each.segment.stem.name: each.stays for each in parts}
    gone = []
    for segment in earlier.segments:
        there = Part.of(segment, segment.deletions).stays
        gone.append(sketches_of(segment)[there & ~left.get(segment.stem.name, np.zeros(1, dtype=bool))])
    return gone


def _held(earlier: Generation, search: _Search, anew: Mask) -> Pairs:
    """The pairs of an earlier generation of documents that are still there, and are not looked at anew."""
    numbers = np.full(int(firsts_of(earlier.segments)[-1]), -1)
    for segment, first in zip(earlier.segments, firsts_of(earlier.segments), strict=False):
        if (to := search.sketched.first_of(segment)) is not None:
            numbers[first : first + segment.documents] = np.arange(to, to + segment.documents)
    pairs = earlier.pairs
    one, other = numbers[pairs.firsts], numbers[pairs.seconds]
    holds = (one >= 0) & (other >= 0)
    one, other, alike = one[holds], other[holds], pairs.likeness[holds].astype(np.int64)
    holds = search.sketched.stays[one] & search.sketched.stays[other] & ~anew[one] & ~anew[other]
    return Pairs.of(np.minimum(one, other)[holds], np.maximum(one, other)[holds], alike[holds])


def _joined(some: Sequence[Pairs]) -> Pairs:
    return Pairs.of(
        np.concatenate([each.firsts for each in some]).astype(np.int64),
        np.concatenate([each.seconds for each in some]).astype(np.int64),
        np.concatenate([each.likeness for each in some]).astype(np.int64),
    )


class _Search:
    """Looks for copies among all documents of a generation."""

    def __init__(self, parts: Sequence[Part], spread: Spread) -> None:
        self.sketched = Sketched(parts)
        self._spread = spread

    def changed(self, came: Mask, gone: Sequence[Hashes]) -> Mask:
        """Documents to be looked at anew when some came, and others are gone.

        Those that came, and those with a shingle that is now common and was not, or was and is not.
        """
        theirs = np.concatenate([np.zeros(0, dtype=np.uint32), *(each.reshape(-1) for each in gone)])
        numbers = distinct(np.concatenate((self.sketched.shingles(came), theirs[theirs != NOTHING])))
        hashes, documents = self.sketched.having(numbers)
        now, new = _counts(hashes, numbers), _counts(hashes[came[documents]], numbers)
        before = now - new + _counts(theirs, numbers)
        crossed = numbers[(now > pointing.COMMON) != (before > pointing.COMMON)]
        anew = came.copy()
        anew[documents[np.isin(hashes, crossed)]] = True
        return anew

    def pairs(self, anew: Mask) -> Pairs:
        """All pairs of copies of which one at least is among some documents."""
        candidates = pointing.pointed_at(self.sketched, anew, self._spread)
        return proved(self.sketched.segments, _gathered(candidates), self._spread)


def _gathered(pairs: Iterable[Some]) -> Iterator[Some]:
    """The same pairs in larger lots."""
    held: list[Some] = []
    for some in pairs:
        held.append(some)
        if sum(len(firsts) for firsts, _ in held) >= _PROVED:
            yield _end_to_end(held)
            held = []
    if held:
        yield _end_to_end(held)


def _end_to_end(held: Sequence[Some]) -> Some:
    firsts, seconds = zip(*held, strict=True)
    return np.concatenate(firsts), np.concatenate(seconds)


def _counts(hashes: Hashes, numbers: Hashes) -> Numbers:
    """How often each of some numbers, ascending, is among others."""
    ordered = np.sort(hashes)
    return np.searchsorted(ordered, numbers, side="right") - np.searchsorted(ordered, numbers)

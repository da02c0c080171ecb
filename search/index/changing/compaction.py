"""Which segments are joined into one, and when.

Each search asks every segment, so that few are wanted; each joining writes all of their documents anew, so that it is
wanted seldom. The older a segment is, the larger it therefore has to be. From the oldest on the first one is looked
for that

* has not eight times as many words as all newer ones together, or
* has lost a quarter of its documents, or
* has fewer than 262,144 words (some thousand articles), and newer ones behind it;

it is joined with all that are newer. So an archive of 440,000 articles that grows by the day has four segments or
five, and its largest one is written anew once it has grown by an eighth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from search.index.building.draft import Progress, write_segment
from search.index.building.memory import ALONE, Memory
from search.index.building.vocabulary import Spread
from search.index.changing import room
from search.index.changing.merging import gathered
from search.index.changing.publishing import Staying, drafting, publish
from search.index.generations import Generation, known
from search.index.segment import Segment

_TIMES = 8
_GONE = 4  # one document of so many
_SMALL = 1 << 18


def first_to_join(segments: Sequence[Segment]) -> int | None:
    """From which segment on, in the order of their age, they are to be joined; None where they may stay."""
    words = [int(segment.arrays.titles[-1]) * segment.live // max(1, segment.documents) for segment in segments]
    for place, segment in enumerate(segments):
        newer = words[place + 1 :]
        if _GONE * (segment.documents - segment.live) > segment.documents:
            return place
        if newer and (words[place] < _TIMES * sum(newer) or words[place] < _SMALL):
            return place
    return None


def compact(
    index: Path,
    live: Generation,
    whole: bool = False,
    spread: Spread = map,
    memory: Memory = ALONE,
    progress: Progress = lambda stage: None,
    check_room: bool = True,
) -> Generation:
    """Join segments of the live generation and publish the next one, for who holds the lock.

    `whole`: join all of them, and leave no trace of documents that are gone. Where nothing is to be joined it is the
    live one that is returned. Raises TooLittleRoom before anything is written.
    """
    several = len(live.segments) > 1 or any(segment.deletions for segment in live.segments)
    first = (0 if several else None) if whole else first_to_join(live.segments)
    if first is None:
        return live
    return join(index, live, first, spread, memory, progress, check_room)


def join(
    index: Path,
    live: Generation,
    first: int,
    spread: Spread,
    memory: Memory,
    progress: Progress,
    check_room: bool = True,
) -> Generation:
    """Join the segments from the `first` on, and publish the next generation, for who holds the lock.

    All of them are joined where the rules of analysis have changed: one index is never of two minds. Raises
    TooLittleRoom.
    """
    first = first if live.is_of_today else 0
    joined = [segment for segment in live.segments[first:] if segment.live]
    staying = [Staying.of(live, segment, segment.deletions) for segment in live.segments[:first]]
    if check_room:
        room.check_for(index, sum(file.size for segment in joined for file in live.files_of(segment).values()))
    with drafting(index) as folder:
        shares = [gathered(segment, folder, number) for number, segment in enumerate(joined)]
        kept = [segment.live_numbers() for segment in joined]
        theirs = known(replace(live, segments=tuple(joined)))  # of few documents the whole index knows too much
        written = [write_segment(folder, shares, kept, theirs, spread, memory, progress)] if joined else []
        progress("publishing")
        return publish(folder, written, live.zone, staying, live, spread)

"""Segments joined into one: what their documents say is put aside once more, and all else derived from it anew.

A merged segment is the one that a build of the same documents writes.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.documents import DOCUMENT_FIELDS
from search.index.arrays import Labels
from search.index.building.forms import Spelt
from search.index.building.labels import Labelling
from search.index.building.share import Gathered
from search.index.building.vocabulary import taken
from search.index.reading import strings
from search.index.segment import Segment

_SLOTS_TOGETHER = 1 << 20


def gathered(segment: Segment, folder: Path, number: int) -> Gathered:
    """A segment as a share of a build, the documents that are gone among them; `number` tells it from the others."""
    arrays = segment.arrays
    slots = folder / f"segment{number}.slots"
    standing = _standing(segment)
    _put_slots_aside(segment, standing, slots)
    titles, texts = arrays.titles, arrays.texts
    lengths = np.column_stack((texts - titles[:-1] - 1, titles[1:] - texts - 1)).reshape(-1)
    return Gathered(
        slots=slots,
        lengths=lengths,
        forms=Spelt.of(taken(arrays.forms, standing)),
        ids=segment.ids_by_number(),
        revisions=arrays.revisions,
        instants=arrays.instants,
        labels={field: _labelling(getattr(arrays, field)) for field in DOCUMENT_FIELDS},
        records=segment.records.put_aside(folder / f"segment{number}.records"),
    )


def _standing(segment: Segment) -> NDArray[np.int64]:
    """The forms that stand in documents that are not gone."""
    counts = np.diff(segment.arrays.positions.offsets.astype(np.int64))
    if segment.deletions:
        counts[segment.deletions.forms.numbers] -= segment.deletions.forms.counts()
    return np.flatnonzero(counts)


def _put_slots_aside(segment: Segment, standing: NDArray[np.int64], path: Path) -> None:
    """Write for every slot which of the standing forms is there, without the gaps.

    What is written for other forms is read by nobody: they are in documents that are gone.
    """
    end = int(segment.arrays.titles[-1])
    places = np.zeros(len(segment.forms), dtype=np.uint32)
    places[standing] = np.arange(len(standing))
    with path.open("wb") as file:
        for first in range(0, end, _SLOTS_TOGETHER):
            forms = segment.forward.row(first, min(first + _SLOTS_TOGETHER, end))
            file.write(places[forms[forms != segment.gap]].tobytes())


def _labelling(labels: Labels) -> Labelling:
    return Labelling(strings.unpack(labels.values), labels.codes)

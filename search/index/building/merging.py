"""Segments joined into one: what their documents say is put aside once more, and all else derived from it anew.

A merged segment is the one that a build of the same documents writes.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from search.documents import DOCUMENT_FIELDS
from search.index import strings
from search.index.arrays import Labels
from search.index.building.forms import Spelt
from search.index.building.labels import Labelling
from search.index.building.order import Kept
from search.index.building.share import Gathered
from search.index.segment import Segment

_SLOTS_TOGETHER = 1 << 20


def gathered(segment: Segment, folder: Path, number: int) -> Gathered:
    """A segment as a share of a build, the documents that are gone among them; `number` tells it from the others."""
    arrays = segment.arrays
    slots = folder / f"segment{number}.slots"
    _put_slots_aside(segment, slots)
    titles, texts = arrays.titles, arrays.texts
    lengths = np.column_stack((texts - titles[:-1] - 1, titles[1:] - texts - 1)).reshape(-1)
    return Gathered(
        slots=slots,
        lengths=lengths,
        forms=Spelt.of(arrays.forms),
        ids=segment.ids_by_number(),
        revisions=arrays.revisions,
        instants=arrays.instants,
        labels={field: _labelling(getattr(arrays, field)) for field in DOCUMENT_FIELDS},
        records=segment.records.put_aside(folder / f"segment{number}.records"),
    )


def remaining(segments: list[Segment]) -> Kept:
    """For each segment the numbers of the documents that are not gone."""
    return [
        np.arange(segment.documents) if segment.stays is None else np.flatnonzero(segment.stays)
        for segment in segments
    ]


def _put_slots_aside(segment: Segment, path: Path) -> None:
    """Write the form in every slot, without the gaps."""
    end = int(segment.arrays.titles[-1])
    with path.open("wb") as file:
        for first in range(0, end, _SLOTS_TOGETHER):
            forms = segment.forward.row(first, min(first + _SLOTS_TOGETHER, end))
            file.write(forms[forms != segment.gap].astype(np.uint32).tobytes())


def _labelling(labels: Labels) -> Labelling:
    return Labelling(strings.unpack(labels.values), labels.codes)

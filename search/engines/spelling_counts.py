"""By which spellings the documents of a result match: «стали» in 53 of them, «сталью» in 14."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from search.engines.matching import Part
from search.engines.scanning import spelling
from search.index.segment import Segment


def spelling_counts(segment: Segment, parts: Sequence[Part], documents: NDArray[np.int64]) -> Counter[str]:
    """How many of some documents, ascending, have each spelling of a match."""
    among = np.zeros(segment.documents, dtype=bool)
    among[documents] = True
    pairs = [_forms_and_documents(segment, part, among) for part in parts]
    having: dict[str, list[NDArray[np.int64]]] = {}
    for forms, owners in pairs:
        for row, group in _grouped(forms, owners):
            having.setdefault(spelling([segment.forms[form] for form in row]), []).append(group)
    return Counter({text: len(np.unique(np.concatenate(groups))) for text, groups in having.items()})


Rows = NDArray[np.int64]


def _forms_and_documents(segment: Segment, part: Part, among: NDArray[np.bool_]) -> tuple[Rows, Rows]:
    """The forms of each place of a part, a column for each slot, and the document of each place; only those among."""
    owners = segment.owners(part.starts)
    kept = among[owners]
    slots = part.starts[kept][:, None] + np.arange(part.length)
    return segment.arrays.forward[slots].astype(np.int64), owners[kept]


def _grouped(forms: Rows, owners: Rows) -> list[tuple[list[int], Rows]]:
    """Each distinct row of forms, and the documents in which it stands."""
    if not len(owners):
        return []
    order = np.lexsort(forms.T)
    forms, owners = forms[order], owners[order]
    changes = np.any(forms[1:] != forms[:-1], axis=1)
    bounds = [0, *(np.flatnonzero(changes) + 1).tolist(), len(owners)]
    return [(forms[start].tolist(), owners[start:end]) for start, end in pairwise(bounds)]

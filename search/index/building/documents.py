"""What is written of documents beside their words: ids, fields that many share, records, Whoosh's columns.

None of it hangs on the vocabulary: another process can write it while forms are united.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from search.allocation import give_back
from search.documents import DOCUMENT_FIELDS, DocumentField
from search.index import checksums, files
from search.index.as_whoosh.codec import SlovoformSegment, stem
from search.index.as_whoosh.columns import write_columns
from search.index.building.labels import Labelling, united
from search.index.building.order import Order
from search.index.building.share import Gathered
from search.index.mapped import records_path
from search.index.reading import strings
from search.index.texts.records import PutAside, write_records


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents of a segment that is to lie in a folder: their order, and what each share has of them."""

    folder: Path
    segment: SlovoformSegment
    order: Order
    counts: list[int]
    revisions: list[NDArray[np.uint64]]
    labels: dict[DocumentField, list[Labelling]]
    records: list[PutAside]

    @classmethod
    def of(cls, folder: Path, segment: SlovoformSegment, order: Order, shares: Sequence[Gathered]) -> Documents:
        """The documents of some shares."""
        labels = {field: [share.labels[field] for share in shares] for field in DOCUMENT_FIELDS}
        counts, revisions = [len(share.ids) for share in shares], [share.revisions for share in shares]
        return cls(folder, segment, order, counts, revisions, labels, [share.records for share in shares])


def write_documents(documents: Documents) -> None:
    """Write it, and remove the records that were put aside."""
    path, order = stem(documents.folder, documents.segment), documents.order
    by_id = order.by_id()
    firsts = np.cumsum([0, *documents.counts])
    places = firsts[order.shares] + order.places
    files.save(
        path,
        ids=strings.pack(order.ids[number] for number in by_id),
        id_documents=np.array(by_id, dtype=np.uint32),
        id_sums=np.array([checksums.of_id(ident) for ident in order.ids], dtype=np.uint32),
        revisions=np.concatenate(documents.revisions)[places],
        **{field: united(parts, places) for field, parts in documents.labels.items()},
    )
    write_records(
        records_path(path), documents.records, zip(order.shares.tolist(), order.places.tolist(), strict=True)
    )
    write_columns(documents.folder, documents.segment, order.instants)
    for share in documents.records:
        share.path.unlink()
    give_back()

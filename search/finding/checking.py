"""Is an index as it was written, and does it find what it holds?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from search.documents import revision
from search.engines.embedded import EmbeddedEngine
from search.errors import IndexDamaged
from search.index.agreement import disagreements
from search.index.changing.reprints import hold
from search.index.generations import Generation, current, folder_of, manifest_of, opened
from search.index.manifest import Damage, damages
from search.index.segment import Segment
from search.query.tree import Word

_WORDS = 3  # of a document, by which it is looked for


@dataclass(slots=True)
class Checked:
    """What was looked at, and what is wrong with it.

    `files`, `bytes`: compared with their checksums; `documents`: read, and looked for by their own words.
    """

    generation: str = ""
    files: int = 0
    bytes: int = 0
    documents: int = 0
    damages: list[Damage] = field(default_factory=list)


def check(index: Path, sample: int) -> Checked:
    """Look at all of the live generation: its files, its arrays, and so many of its documents, evenly over it.

    Where files are damaged, what they say is not looked into. Raises IndexUnavailable where there is no index, or
    one of another format.
    """
    checked = Checked()
    try:
        live = current(index)
        checked.generation = live.name
        folder, manifest = folder_of(index, live), manifest_of(index, live)
        checked.files, checked.bytes = len(manifest.files), manifest.size
        checked.damages += damages(folder, manifest)
        if not checked.damages:
            _look_into(opened(folder), sample, checked)
    except IndexDamaged as problem:
        checked.damages.append(Damage(Path(str(problem.where)), str(problem.reason)))
    return checked


def _look_into(generation: Generation, sample: int, checked: Checked) -> None:
    for segment in generation.segments:
        try:
            said = list(disagreements(segment))
        except (ValueError, IndexError) as problem:
            said = [f"its arrays do not fit each other: {problem}"]
        checked.damages += (Damage(segment.stem, each) for each in said)
    if not checked.damages and not hold(generation):
        checked.damages.append(Damage(generation.folder, "reprints are not those of its texts"))
    if not checked.damages:
        checked.damages += _lost(generation, sample, checked)


def _lost(generation: Generation, sample: int, checked: Checked) -> Iterator[Damage]:
    """Documents that do not read as they were written, or are not found."""
    engine = EmbeddedEngine(generation.segments, generation.zone)
    step = max(1, -(-generation.documents // max(1, sample)))
    for segment in generation.segments:
        for number in segment.live_numbers()[::step].tolist():
            checked.documents += 1
            document = segment.document(number)
            if revision(document) != int(segment.arrays.revisions[number]):
                yield Damage(segment.stem, f"document {document.id!r} does not read as it was written")
            elif not _found(engine, document.id, _words(segment, number)):
                yield Damage(segment.stem, f"document {document.id!r} is not found by its own words")


def _found(engine: EmbeddedEngine, ident: str, words: list[str]) -> bool:
    found = engine.lookup(ident)
    return found is not None and all(engine.weight(found, Word(word)) for word in words)


def _words(segment: Segment, number: int) -> list[str]:
    """The rarest words of a document."""
    slots = segment.slot_range(number)
    forms = np.unique(segment.forward.row(slots.start, slots.stop))
    forms = forms[forms != segment.gap]
    rarest = forms[np.argsort(segment.positions.lengths(forms), kind="stable")[:_WORDS]]
    return [segment.forms[form] for form in rarest.tolist()]

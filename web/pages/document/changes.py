"""What is another in a copy of a text, for a reader: paragraph by paragraph, what did not change folded away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from search.results import Run, RunKind
from search.snippets import paragraph_end

Paragraph = tuple[Run, ...]

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Part:
    """Paragraphs that follow each other; `folded`: nothing changed in them, nor in those around."""

    paragraphs: tuple[Paragraph, ...]
    folded: bool


def parts(runs: Sequence[Run]) -> tuple[Part, ...]:
    """A compared text as its paragraphs; of those without a change, the ones beside a change stay in sight."""
    cut = [*_paragraphs([*_together(runs)])]
    changed = [any(run.kind != "same" for run in paragraph) for paragraph in cut]
    seen = [any(changed[max(number - 1, 0) : number + 2]) for number in range(len(cut))]
    groups = (list(group) for _, group in groupby(zip(seen, cut, strict=True), lambda each: each[0]))
    return tuple(Part(tuple(paragraph for _, paragraph in group), not group[0][0]) for group in groups)


def words(runs: Sequence[Run], kind: RunKind) -> int:
    """How many words were removed, or added."""
    return sum(len(_WORD.findall(run.text)) for run in runs if run.kind == kind)


def _together(runs: Sequence[Run]) -> Iterator[Run]:
    """What stands in place of something else ends the paragraph, not what it replaces."""
    for run, behind in pairwise([*runs, Run("same", "")]):
        replaced = (run.kind, behind.kind) == ("removed", "added")
        yield replace(run, text=run.text.rstrip() + " ") if replaced else run


def _paragraphs(runs: Sequence[Run]) -> Iterator[Paragraph]:
    end = paragraph_end("".join(run.text for run in runs))
    paragraph: list[Run] = []
    for run in runs:
        first, *others = end.split(run.text)
        paragraph += _run(run.kind, first)
        for text in others:
            yield from filter(None, [tuple(paragraph)])
            paragraph = _run(run.kind, text)
    yield from filter(None, [tuple(paragraph)])


def _run(kind: RunKind, text: str) -> list[Run]:
    return [Run(kind, text)] if text else []

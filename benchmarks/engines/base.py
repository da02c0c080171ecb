"""What every engine does here: build an index, open it, answer a query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

Kind = Literal["all", "any", "auto", "phrase", "prefix", "exact"]

TOP = 10
"""The documents that a query lists."""


@dataclass(frozen=True, slots=True)
class Query:
    """One query: words as they stand in a text, and what is wanted of them.

    `period`: first and last day as ordinals (`datetime.date.toordinal`), both included. `auto` is our own default:
    all words, relaxed where few documents have them.
    """

    kind: Kind
    words: tuple[str, ...]
    period: tuple[int, int] | None = None
    newest: bool = False


Answer = tuple[int | None, Sequence[object]]
"""How many documents match (None: the engine does not say) and the engine's own handles of the best ones."""


class Engine(Protocol):
    """One engine. `run` does the whole work of a query, the analysis of its words included."""

    def version(self) -> str:
        """What was measured."""
        ...

    def supports(self, query: Query) -> bool:
        """Can it answer this kind of query? If not, it is left out, and a dash stands in the table."""
        ...

    def build(self, paths: Sequence[Path], folder: Path) -> int:
        """Index the documents of JSONL files into an empty folder; returns how many. Durable when it returns."""
        ...

    def open(self, folder: Path) -> None:
        """Open what was built, maybe by another process."""
        ...

    def forget(self) -> None:
        """Drop whatever is remembered of earlier queries."""
        ...

    def run(self, query: Query) -> Answer:
        """The ten best documents, and how many match."""
        ...

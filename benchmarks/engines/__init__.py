"""The engines that are measured: one module each, all with the interface of `base.py`."""

from __future__ import annotations

from importlib import import_module

from benchmarks.engines.base import Engine

ENGINES = {
    "ours": "Slovoform",
    "tantivy": "tantivy",
    "tantivy_stems": "tantivy, stems only",
    "fts5": "SQLite FTS5",
    "bm25s": "bm25s",
    "xapian": "Xapian",
    "whoosh": "Whoosh",
}
"""Every engine by the name of its module, with the name that readers know it by."""

ASKED = tuple(name for name in ENGINES if name != "tantivy_stems")
"""Those that answer queries; the other one is only built."""


def engine(name: str) -> Engine:
    """The engine of a module; its library is imported now. Raises ImportError where that is not installed."""
    made: Engine = import_module(f"benchmarks.engines.{name}").ENGINE
    return made

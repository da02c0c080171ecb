"""SQLite's FTS5: words as they are spelt (unicode61), title and text stored."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.engines.base import TOP, Answer, Query
from benchmarks.engines.rows import rows

_FILE = "fts5.sqlite"


class Fts5:
    """A table of texts and a narrow one of days beside it. It has no stems: `exact` is what it always does."""

    def __init__(self) -> None:
        self._database: sqlite3.Connection

    def version(self) -> str:
        return sqlite3.sqlite_version

    def supports(self, query: Query) -> bool:
        return query.kind != "auto"

    def build(self, paths: Sequence[Path], folder: Path) -> int:
        database = sqlite3.connect(folder / _FILE)
        database.execute("CREATE VIRTUAL TABLE texts USING fts5(title, text, tokenize = 'unicode61')")
        database.execute("CREATE TABLE documents(number INTEGER PRIMARY KEY, id TEXT, day INTEGER)")
        count = 0
        with database:
            for count, row in enumerate(rows(paths), 1):
                database.execute("INSERT INTO documents VALUES (?, ?, ?)", (count, row.id, row.day))
                database.execute("INSERT INTO texts(rowid, title, text) VALUES (?, ?, ?)", (count, *row[2:]))
        database.execute("CREATE INDEX days ON documents(day)")
        database.close()
        return count

    def open(self, folder: Path) -> None:
        self._database = sqlite3.connect(folder / _FILE)

    def forget(self) -> None:
        pass

    def run(self, query: Query) -> Answer:
        where, values = "texts MATCH ?", [_match(query)]
        source = "texts"
        if query.period or query.newest:
            source = "texts JOIN documents ON documents.number = texts.rowid"
        if query.period:
            where += " AND documents.day BETWEEN ? AND ?"
            values += query.period
        order = "documents.day DESC" if query.newest else "rank"
        best = f"SELECT texts.rowid FROM {source} WHERE {where} ORDER BY {order} LIMIT {TOP}"
        (count,) = next(self._rows(f"SELECT count(*) FROM {source} WHERE {where}", values))
        return count, [number for (number,) in self._rows(best, values)]

    def _rows(self, statement: str, values: Sequence[object]) -> Iterator[tuple[int]]:
        return iter(self._database.execute(statement, values).fetchall())


def _match(query: Query) -> str:
    quoted = [f'"{word}"' for word in query.words]
    match query.kind:
        case "prefix":
            return f"{quoted[0]}*"
        case "phrase":
            return f'"{" ".join(query.words)}"'
        case "any":
            return " OR ".join(quoted)
        case _:
            return " ".join(quoted)


ENGINE = Fts5()

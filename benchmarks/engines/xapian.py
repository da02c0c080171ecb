"""Xapian, by Debian's package `python3-xapian`: Russian stems and forms, both with positions."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

try:
    import xapian
except ImportError:  # an environment does not see the packages of its system
    sys.path.append("/usr/lib/python3/dist-packages")
    import xapian

from benchmarks.engines.base import TOP, Answer, Query
from benchmarks.engines.rows import rows

_DAY = 0  # the slot of the day
_BATCH = 10_000


class Xapian:
    """Stems begin with Z, forms do not. Days are values, which it reads one by one."""

    def __init__(self) -> None:
        self._database: xapian.Database
        self._stem = xapian.Stem("russian")

    def version(self) -> str:
        version: str = xapian.version_string()
        return version

    def supports(self, query: Query) -> bool:
        return query.kind != "auto"

    def build(self, paths: Sequence[Path], folder: Path) -> int:
        database = xapian.WritableDatabase(str(folder), xapian.DB_CREATE_OR_OPEN)
        generator = xapian.TermGenerator()
        generator.set_stemmer(self._stem)
        generator.set_stemming_strategy(xapian.TermGenerator.STEM_SOME_FULL_POS)
        count = 0
        for count, row in enumerate(rows(paths), 1):
            document = xapian.Document()
            generator.set_document(document)
            generator.set_termpos(0)
            text = f"{row.title}\n{row.text}"
            generator.index_text(text)
            document.set_data(text)
            document.add_value(_DAY, xapian.sortable_serialise(row.day))
            database.add_document(document)
            if count % _BATCH == 0:
                database.commit()
        database.commit()
        database.close()
        return count

    def open(self, folder: Path) -> None:
        self._database = xapian.Database(str(folder))
        self._parser = xapian.QueryParser()
        self._parser.set_database(self._database)

    def forget(self) -> None:
        pass

    def run(self, query: Query) -> Answer:
        asked = self._query(query)
        if query.period:
            ends = map(xapian.sortable_serialise, query.period)
            days = xapian.Query(xapian.Query.OP_VALUE_RANGE, _DAY, *ends)
            asked = xapian.Query(xapian.Query.OP_FILTER, asked, days)
        enquire = xapian.Enquire(self._database)
        enquire.set_query(asked)
        if query.newest:
            enquire.set_sort_by_value(_DAY, True)
        found = enquire.get_mset(0, TOP, self._database.get_doccount())  # all are looked at: an exact count
        return found.get_matches_estimated(), [match.docid for match in found]

    def _query(self, query: Query) -> xapian.Query:
        words = [word.lower() for word in query.words]
        stems = [f"Z{self._stem(word).decode()}" for word in words]
        match query.kind:
            case "prefix":
                return self._parser.parse_query(f"{words[0]}*", xapian.QueryParser.FLAG_WILDCARD)
            case "exact":
                return xapian.Query(words[0])
            case "phrase":
                return xapian.Query(xapian.Query.OP_PHRASE, stems, len(stems))
            case kind:
                operator = xapian.Query.OP_AND if kind == "all" else xapian.Query.OP_OR
                return xapian.Query(operator, stems)


ENGINE = Xapian()

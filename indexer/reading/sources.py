"""What there is to read, and every document in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from indexer.reading.assembly import Assembly, no_text_column
from indexer.reading.cleaning import clean
from indexer.reading.encodings import known_encoding
from indexer.reading.fields import CONSTANT, FIELDS, absent, match
from indexer.reading.formats import Format, format_of
from indexer.reading.opened import UNREADABLE, Opened, opened, why
from indexer.reading.row import Broken, Row
from indexer.reading.survey import Refused, Source, survey
from indexer.reading.values import Unusable
from search.dates import parse_date
from search.documents import Document
from search.errors import BadParameter

__all__ = ["Found", "ReadOptions", "Refused", "Source", "read", "survey"]


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How a person wants sources read: `mapping={"title": "headline"}`, `constants={"source": "Лента"}`.

    Days lie in `zone`. `encoding` overrules what a file looks like, `mapping` says which column a field is in,
    `constants` fill what a document lacks. Raises BadParameter where one of them makes no sense.
    """

    zone: ZoneInfo
    encoding: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.encoding is not None:
            known_encoding(self.encoding)
        _check_fields("map", self.mapping, FIELDS)
        _check_fields("set", self.constants, CONSTANT)
        day = self.constants.get("date")
        if day is not None and parse_date(day, self.zone) is None:
            raise BadParameter("set", f"date={day} is not a date: write it like 2026-01-05 or 05.01.2026")


@dataclass(frozen=True, slots=True)
class Found:
    """One document read: `where` is «path» or «path:line», `consumed` the bytes of its file read so far.

    `notes` tell what could not be kept: «unreadable date '31.02.2020', kept without a date».
    """

    document: Document
    where: str
    source: Path
    format: str
    encoding: str
    consumed: int
    notes: tuple[str, ...] = ()


def read(source: Source, options: ReadOptions) -> Iterator[Found | Refused]:
    """Read all documents of a source; whatever cannot be read is refused where it stands, and the rest goes on.

    Bad data raises nothing.
    """
    where = clean(str(source.path))
    form = format_of(source.path.name)[1]
    if form is None:
        raise ValueError(f"{where} is no source that the survey found")
    try:
        with opened(source.path, options.encoding) as lines:
            yield from _Reading(source, options, form, where, lines).documents()
    except UNREADABLE as problem:
        yield Refused(where, why(problem), source.size)


@dataclass(frozen=True, slots=True)
class _Reading:
    source: Source
    options: ReadOptions
    form: Format
    where: str
    lines: Opened

    def documents(self) -> Iterator[Found | Refused]:
        # The mapping speaks of columns: a text file has none.
        mapping = () if self.form.whole_file else tuple(self.options.mapping.items())
        missing = {column for _, column in mapping}
        empty = True
        for row in self.form.read(self.lines):
            empty = False
            if isinstance(row, Broken):
                yield self._refused(row.line, row.reason)
                continue
            names = tuple(row.values)
            if self.form.header and not match(names, mapping)["text"]:
                yield self._refused(0, no_text_column(names))
                return
            missing = missing and missing & absent(names, mapping)
            yield self._document(row, mapping)
        if empty:
            yield self._refused(0, "there is no document in it")
        for column in sorted(missing):
            yield self._refused(0, f"the column {column!r}, named with --map, is nowhere in it")

    def _document(self, row: Row, mapping: tuple[tuple[str, str], ...]) -> Found | Refused:
        columns = match(tuple(row.values), mapping)
        assembly = Assembly(row.values, columns, self.options.constants, self.options.zone)
        try:
            document = assembly.document(self.source.id_stem, self.form.whole_file)
        except Unusable as problem:
            return self._refused(row.line, str(problem))
        return Found(
            document,
            self._at(row.line),
            self.source.path,
            self.form.name,
            self.lines.encoding,
            self.lines.consumed(),
            tuple(assembly.notes),
        )

    def _refused(self, line: int, reason: str) -> Refused:
        return Refused(self._at(line), reason, self.lines.consumed())

    def _at(self, line: int) -> str:
        return f"{self.where}:{line}" if line else self.where


def _check_fields(parameter: str, given: Mapping[str, str], known: Collection[str]) -> None:
    for name in given:
        if name not in known:
            raise BadParameter(parameter, f"{name!r} cannot be given: the fields are {', '.join(known)}")

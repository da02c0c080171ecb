"""One document made of the values of one row."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from indexer.dateline import dateline
from indexer.reading.assembling.cleaning import clean, one_line
from indexer.reading.assembling.fields import Columns
from indexer.reading.assembling.values import Calendar, Unusable, as_date, as_keywords, as_text
from search.documents import DETAILS, Document, When

T = TypeVar("T")
How = TypeVar("How")


@dataclass(slots=True)
class Assembly:
    """The values of a row under work: `constants` fill what it lacks, `notes` tell what had to be left out."""

    values: Mapping[str, object]
    columns: Columns
    constants: Mapping[str, str]
    calendar: Calendar
    notes: list[str] = field(default_factory=list)

    def document(self, id_stem: str, whole_file: bool) -> Document:
        """Make «Токаев прибыл в Астану» a document; without an id it takes its address, or one from `id_stem`.

        Raises Unusable if there is no text in it.
        """
        text = self._text()
        title = self._line("title", " ")
        when = self._take("date", as_date, self.calendar)
        given = [name for name in DETAILS if self.columns[name] or name in self.constants]
        details = {name: line for name in given if (line := self._line(name, ", "))}
        _complete(details, text)
        own_id = self._line("id", " ") or details.get("url")
        return Document(
            own_id or (id_stem if whole_file else f"{id_stem}#{_fingerprint(title, when, text)}"),
            title,
            text,
            when,
            keywords=self._take("keywords", as_keywords, ", ") or (),
            **details,
        )

    def _text(self) -> str:
        text = clean(self._take("text", as_text, "\n\n") or "").strip()
        if text:
            return text
        if not self.columns["text"]:
            raise Unusable(no_text_column(self.values))
        raise Unusable("; ".join(["there is no text", *self.notes]))

    def _line(self, name: str, glue: str) -> str:
        return one_line(self._take(name, as_text, glue) or "")

    def _take(self, name: str, convert: Callable[[object, How], T], how: How) -> T | None:
        """Convert the first value that a field has; one that cannot be is noted, and the field stays empty."""
        for column in self.columns[name]:
            try:
                if found := convert(self.values[column], how):
                    return found
            except Unusable as problem:
                self.notes.append(f"{column}: {problem}")
                return None
        return convert(self.constants[name], how) if name in self.constants else None


def no_text_column(names: Iterable[str]) -> str:
    """Say that no column holds the text, and what to do."""
    listed = one_line(", ".join(names))
    shown = listed if len(listed) <= 200 else listed[:199] + "…"
    return f"no column is known to hold the text: name it with --map text=COLUMN; the columns are {shown or 'none'}"


def _complete(details: dict[str, str], text: str) -> None:
    """Add place and agency out of the dateline of a text, where they are not among the details."""
    if "place" in details and "agency" in details:
        return
    found = dateline(text)
    details.setdefault("place", found.place)
    details.setdefault("agency", found.agency)


def _fingerprint(title: str, when: When | None, text: str) -> str:
    whole = "\0".join((title, when.isoformat() if when else "", text))
    return hashlib.sha256(whole.encode()).hexdigest()[:16]

"""What a document is."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass, fields
from typing import Literal, get_args

When = datetime.date | datetime.datetime
"""A day, or an instant (always with its offset from UTC)."""

DETAILS = ("source", "section", "author", "place", "agency", "url")
"""The optional fields of a document that hold one short string."""

DocumentField = Literal["source", "section", "author", "place", "agency"]
"""Those of them that many documents share, so that a search can be narrowed by them."""

DOCUMENT_FIELDS: tuple[DocumentField, ...] = get_args(DocumentField)


@dataclass(frozen=True, slots=True)
class Document:
    """One dated text of an archive.

    >>> Document("2026/toqayev", "Токаев прибыл в Астану", "АСТАНА, 5 января…", datetime.date(2026, 1, 5))

    `title` and `text` are in Unicode's composed form (NFC). A missing date is None, any other missing
    value an empty string.
    """

    id: str
    title: str
    text: str
    date: When | None = None
    source: str = ""
    section: str = ""
    author: str = ""
    place: str = ""
    agency: str = ""
    url: str = ""
    keywords: tuple[str, ...] = ()


def revision(document: Document) -> int:
    """A number of 64 bits for all that a document says: another one as soon as any of it, or its id, is another.

    It is the same in every process and on every machine.
    """
    told = hashlib.blake2b(digest_size=8)
    date = document.date.isoformat() if document.date else ""
    for text in (date, *(getattr(document, name) for name in _TEXTS), *document.keywords):
        told.update(text.encode("utf-8", "surrogatepass") + b"\xff")  # a byte that no text has
    return int.from_bytes(told.digest(), "little")


_TEXTS = ("id", "title", "text", *DETAILS)


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a document beside its title and its text."""

    id: str
    date: When | None
    source: str
    section: str
    author: str
    place: str
    agency: str
    url: str
    keywords: tuple[str, ...]

    @classmethod
    def of(cls, document: Document) -> About:
        """The same of a whole document."""
        return cls(**{field.name: getattr(document, field.name) for field in fields(cls)})

    def document(self, title: str, text: str) -> Document:
        """The whole document."""
        return Document(title=title, text=text, **{field.name: getattr(self, field.name) for field in fields(self)})

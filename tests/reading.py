"""Files written and read, as tests do."""

from __future__ import annotations

from pathlib import Path

from indexer.reading.sources import Found, ReadOptions, Refused, read, survey
from tests.conftest import MOSCOW


def read_all(path: Path, content: str | bytes, **options: object) -> list[Found | Refused]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (source,), refused = survey([path])
    assert not refused
    return list(read(source, ReadOptions(MOSCOW, **options)))  # type: ignore[arg-type]


def told(items: list[Found | Refused]) -> list[str]:
    """Ids of documents, and the places and reasons of what was refused, without the folder."""
    return [
        item.document.id if isinstance(item, Found) else f"{item.where.rpartition('/')[2]}: {item.reason}"
        for item in items
    ]

"""Archives of many members, each read as if it were a file in a folder of that name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.reading.assembling.cleaning import path_line
from indexer.reading.packing import tars, zips
from indexer.reading.packing.compressed import PACKINGS, unpacked
from indexer.reading.packing.file import File
from indexer.reading.packing.stream import Allowance, Stream, Unpackable

MOST_MEMBERS = 1_000_000

ENDINGS = (".zip", ".tar", *(f".tar{packed}" for packed in PACKINGS), ".tgz")

_LEADS_OUT = re.compile(r"/|[a-z]:|(?:.*/)?\.\.(?:/|\Z)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its path there, «2026/астана.txt», and its bytes, which are lost with the next member.

    `reason`: why it is not read; its stream then has nothing.
    """

    path: str
    stream: Stream | None
    reason: str = ""


def archive_stem(name: str) -> str | None:
    """The name of an archive without its ending, «архив» of «архив.tar.gz»; None for anything else."""
    ending = next((ending for ending in ENDINGS if name.lower().endswith(ending)), None)
    return name[: -len(ending)] if ending else None


def members(name: str, file: File, allowance: Allowance) -> Iterator[Member]:
    """What there is in an archive, in its order; hidden files and folders are passed over.

    Raises Unpackable where it is damaged, has too many members or unpacks to too much; and OSError.
    """
    for number, (path, content) in enumerate(_contents(name, file, allowance)):
        if number >= MOST_MEMBERS:
            raise Unpackable(f"it has more than {MOST_MEMBERS:,} members: what follows is not read")
        if _LEADS_OUT.match(path):
            yield Member(path_line(path), None, "its path leads out of the archive")
            continue
        parts = [part for part in path_line(path).split("/") if part not in ("", ".")]
        if any(part.startswith(".") for part in parts):
            continue
        inside = "/".join(parts)
        yield Member(inside, None, content) if isinstance(content, str) else Member(inside, content)


def _contents(name: str, file: File, allowance: Allowance) -> Iterator[tuple[str, Stream | str]]:
    if name.lower().endswith(".zip"):
        return zips.members(file, allowance)
    packed_as = re.sub(r"\.tgz\Z", ".tar.gz", name.lower())
    return tars.members(unpacked(packed_as, file, allowance))

"""What is disturbed: commands that change a live index, and what the index answers before and after each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.build import build
from indexer.reading.sources import ReadOptions
from indexer.update import delete, update
from search.errors import IndexUnavailable
from search.index.backup import backup
from search.index.generations import current
from search.request import SearchRequest
from search.service import SearchService
from tests.conftest import ARCHIVE, MOSCOW

State = tuple[str, ...] | None
"""All that an index answers: every document whole, and what some queries find; None: there is no index."""

_QUERIES = ("сталь", "токаев OR замок", "в*", '"чемпионами мира"', "-город")


@dataclass(frozen=True, slots=True)
class Scenario:
    """A command and the index that it is run on: `prepare` makes the index, `arguments` names the command.

    The command may be run again after it was done: it then leaves the index as it is.
    """

    name: str
    prepare: Callable[[Path], None]
    arguments: Callable[[Path], Sequence[str]]


def _nothing(index: Path) -> None:
    """No index at all."""


def _some(index: Path) -> None:
    """An index of a part of the bundled archive."""
    build(sorted(ARCHIVE.glob("*.txt"))[:12], index, ReadOptions(zone=MOSCOW), workers=1)


def _twice(index: Path) -> None:
    """Two generations: of all of the bundled archive, and of a part of it."""
    build([ARCHIVE], index, ReadOptions(zone=MOSCOW), workers=1)
    _some(index)


def _build(workers: int) -> Callable[[Path], Sequence[str]]:
    return lambda index: ("build", str(ARCHIVE), "--index", str(index), "--workers", str(workers))


def _grown(index: Path) -> None:
    """Several segments, and documents that are gone."""
    _some(index)
    update(sorted(ARCHIVE.glob("*.txt"))[12:20], index, ReadOptions(zone=MOSCOW), workers=1)
    delete(index, lambda live: ["bassejn"])


def _backed_up(index: Path) -> None:
    """All of the bundled archive, and beside it a backup of a part of it."""
    _some(index)
    with index.with_name("backup.tar").open("wb") as file:
        backup(index, file)
    build([ARCHIVE], index, ReadOptions(zone=MOSCOW), workers=1)


def _damaged(index: Path) -> None:
    """Several segments, and a bit flipped in one where no document is kept: what it answers stays as it is."""
    _grown(index)
    path = min((index / "generations" / current(index).name).glob("*.pairs.values.npy"))
    held = path.read_bytes()
    path.write_bytes(held[:-1] + bytes([held[-1] ^ 1]))


def _restore(index: Path) -> Sequence[str]:
    return "restore", str(index.with_name("backup.tar")), "--index", str(index)


def _on(command: str, *arguments: str) -> Callable[[Path], Sequence[str]]:
    return lambda index: (command, *arguments, "--index", str(index))


SCENARIOS = (
    Scenario("first build", _nothing, _build(1)),
    Scenario("rebuild", _some, _build(1)),
    Scenario("rebuild by two", _some, _build(2)),
    Scenario("third build", _twice, _build(1)),
    Scenario("update", _some, _on("update", str(ARCHIVE))),
    Scenario("mirror", _some, _on("update", str(ARCHIVE / "vestnik.jsonl"), "--delete-missing")),
    Scenario("delete", _grown, _on("delete", "--query", "белки")),
    Scenario("compact", _grown, _on("compact")),
    Scenario("restore", _backed_up, _restore),
    Scenario("repair", _damaged, _on("check", "--repair")),
    Scenario("rollback", _twice, _on("rollback", "--to", "000001")),
)


def state(index: Path) -> State:
    """What an index answers. Raises IndexDamaged where it is there and cannot be read."""
    service = SearchService(index)
    if not (index / "current").exists():
        try:
            service.stats()
        except IndexUnavailable:
            return None
    idents = _found(service, "")
    documents = [repr(service.document(ident).document) for ident in idents]
    if len(idents) != service.stats().documents:
        raise AssertionError("the list of all documents is not as long as the index says")
    return (*documents, *(f"{query}: {_found(service, query)}" for query in _QUERIES))


def _found(service: SearchService, query: str) -> list[str]:
    found: list[str] = []
    for page in range(1, 100):
        hits = service.search(SearchRequest(query, page=page, per_page=100)).hits
        found += [hit.id for hit in hits]
        if len(hits) < 100:
            break
    return found


def litter(index: Path) -> list[str]:
    """Files that no index has when no command runs."""
    beside = {path.name for path in index.iterdir()} - {"current", "lock", "generations"}
    numbered = [path.name for path in (index / "generations").iterdir() if not path.name.isdecimal()]
    return sorted([*beside, *numbered])

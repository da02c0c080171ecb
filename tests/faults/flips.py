"""Bits of files are flipped: `python -m tests.faults.flips --flips 100`.

In each file of an index a bit is flipped, many times over, each time another one. Then `check` must find it; and
whatever is searched and read must be as it was written, or be refused: no other text, no other failure, no crash,
no hang. What `check --repair` then publishes must be whole, but for documents that it names; counted is how often
none was lost.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from indexer.build import build
from indexer.reading.sources import ReadOptions
from indexer.repair import repair
from indexer.update import delete, update
from search.documents import Document
from search.errors import IndexDamaged, SlovoformError
from search.finding.checking import check
from search.index.generations import current
from search.request import SearchRequest
from search.results import Hit
from search.service import SearchService
from tests.conftest import ARCHIVE, MOSCOW
from tests.faults.commands import Ended, fresh, run_here

_QUERIES = (
    *("сталь", "токаев OR замок", "в*", '"чемпионами мира"', "-город", "к?т", "ледокол~", "!стали", "date:2021"),
    *("title:замок", "Ивановой", "", "открыли после ремонта", '"на /3 замке"', "source:вестник"),
)
_HANGS_AFTER = 60  # seconds
_MOST_MEMORY = 2 << 20  # KB


def main() -> None:
    """Flip bits in every file, print a table, and fail if one was not found or changed what was read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flips", type=int, default=100, help="in each file")
    parser.add_argument("--archive", type=Path, default=ARCHIVE, help="what is indexed")
    parser.add_argument("--file", default="", help="only files whose names have this in them")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "pristine"
        grown(options.archive, index)
        written, chance = Written.of(index), random.Random(options.seed)
        print(f"{'file':<28} {'flips':>6} {'mended':>6} {'lost':>6}  faults")
        for path in files(index):
            if options.file not in path.name:
                continue
            seen: Counter[str] = Counter()
            found = list(flipped(Path(folder), path, written, options.flips, chance, seen))
            name = path.name.partition(".")[2] or path.name
            print(f"{name:<28} {options.flips:>6} {seen['mended']:>6} {seen['lost']:>6}  {len(found)}", flush=True)
            faults += found
    print(*faults[:50], sep="\n", end="")
    sys.exit(bool(faults))


def grown(archive: Path, index: Path) -> None:
    """An index of two segments, and documents that are gone."""
    sources = sorted(archive.iterdir())
    build(sources[: len(sources) // 2], index, ReadOptions(zone=MOSCOW), workers=1)
    update(sources[len(sources) // 2 :], index, ReadOptions(zone=MOSCOW), workers=1)
    ids = [hit.id for hit in SearchService(index).search(SearchRequest("", per_page=3)).hits]
    delete(index, lambda live: ids)


@dataclass(frozen=True, slots=True)
class Written:
    """What the index said before anything was flipped: its documents, and the lines of every query."""

    documents: dict[str, Document]

    @classmethod
    def of(cls, index: Path) -> Written:
        """All that it says."""
        service = SearchService(index)
        found = service.search(SearchRequest("", per_page=100)).hits
        return cls({hit.id: service.document(hit.id).document for hit in found})

    def other(self, hit: Hit) -> bool:
        """Does a line say what its document does not?"""
        document = self.documents[hit.id]
        text = _words(document.text)
        pieces = [piece for snippet in hit.snippets for piece in snippet.text.split("…")]
        said = (hit.title.text, hit.date, hit.source, hit.url, hit.place, hit.agency)
        its = (document.title, document.date, document.source, document.url, document.place, document.agency)
        return said != its or any(_words(piece) not in text for piece in pieces)


def files(index: Path) -> list[Path]:
    """All files of the live generation, and the one that names it; as paths in the index."""
    folder = index / "generations" / current(index).name
    return [Path("current"), *sorted(path.relative_to(index) for path in folder.iterdir() if path.is_file())]


def flipped(
    folder: Path, path: Path, written: Written, flips: int, chance: random.Random, seen: Counter[str]
) -> Iterator[str]:
    """What went wrong with so many bits of a file flipped, one at a time; what came of mending is counted."""
    pristine, index = folder / "pristine", folder / "index"
    whole = (pristine / path).read_bytes()
    for _ in range(flips):
        place, bit = chance.randrange(len(whole)), chance.randrange(8)
        changed = bytearray(whole)
        changed[place] ^= 1 << bit
        fresh(pristine, index)
        (index / path).write_bytes(changed)
        ended = run_here(lambda: _looked(index, written))
        seen[ended.errors.strip().rpartition("\n")[2]] += 1
        if ended.status:
            yield f"{path}, byte {place}, bit {bit}: {_why(ended)}"


def _looked(index: Path, written: Written) -> None:
    signal.alarm(_HANGS_AFTER)
    if not check(index, 0).damages:
        raise AssertionError("check did not find it")
    service = SearchService(index)
    for query in _QUERIES:
        with suppress(SlovoformError):
            for hit in service.search(SearchRequest(query, per_page=100)).hits:
                if written.other(hit):
                    raise AssertionError(f"{query!r} shows another text of {hit.id!r}")
    for ident, document in written.documents.items():
        with suppress(SlovoformError):
            if service.document(ident, "сталь").document != document:
                raise AssertionError(f"another text is read of {ident!r}")
    _mended(index, written)
    if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > _MOST_MEMORY:
        raise AssertionError("it took too much memory")


def _mended(index: Path, written: Written) -> None:
    """Whatever `repair` can do, what answers afterwards is whole, and what it has lost it has told."""
    try:
        repaired = repair(index)
    except IndexDamaged:
        return  # nothing was published; the damage is still told
    lost = {each.ident for each in repaired.lost} if repaired else set()
    found = Written.of(index).documents
    if check(index, 100).damages:
        raise AssertionError("what was mended is damaged")
    if any(found[ident] != written.documents[ident] for ident in found):
        raise AssertionError("what was mended has another text")
    if written.documents.keys() - found.keys() - lost or found.keys() & lost:
        raise AssertionError("documents are lost, and not told")
    print("lost" if lost else "mended", file=sys.stderr)


def _why(ended: Ended) -> str:
    if ended.status < 0:
        return f"killed by {signal.Signals(-ended.status).name}"
    return ended.errors.strip().rpartition("\n")[2]


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text))  # snippets have signs of their own where paragraphs end


if __name__ == "__main__":
    main()

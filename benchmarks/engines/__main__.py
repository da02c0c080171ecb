"""One engine in a process of its own, so that its memory and its start can be measured.

    python -m benchmarks.engines build ENGINE FOLDER CORPUS.jsonl…
    python -m benchmarks.engines first ENGINE FOLDER CLOCK WORD

Prints JSON: documents, seconds and processor seconds of a build; or seconds to import, and to the first answer.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.engines import engine
from benchmarks.engines.base import Query
from benchmarks.engines.clock import CLOCKS


def main(what: str, name: str, folder: str, *arguments: str) -> None:
    answer = _build(name, folder, arguments) if what == "build" else _first(name, folder, *arguments)
    print(json.dumps(answer))


def _build(name: str, folder: str, paths: Sequence[str]) -> dict[str, float]:
    one = engine(name)
    started, used = time.perf_counter(), _processors()
    documents = one.build([Path(path) for path in paths], Path(folder))
    return {
        "documents": documents,
        "seconds": time.perf_counter() - started,
        "processors": _processors() - used,
    }


def _first(name: str, folder: str, clock: str, word: str) -> dict[str, float]:
    now = CLOCKS[clock]
    started = now()
    one = engine(name)
    imported = now()
    one.open(Path(folder))
    one.run(Query("all", (word,)))
    return {"import": imported - started, "first": now() - imported}


def _processors() -> float:
    """Seconds of all processors, used by this process and those that it has waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    main(*sys.argv[1:])

"""One engine in a process of its own, so that its memory and its start can be measured.

python -m benchmarks.engines build ENGINE FOLDER CORPUS.jsonl…     documents and seconds, as JSON
python -m benchmarks.engines first ENGINE FOLDER WORD              seconds to import, and to the first answer
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from benchmarks.engines import engine
from benchmarks.engines.base import Query


def main(what: str, name: str, folder: str, *arguments: str) -> None:
    started = time.perf_counter()
    one = engine(name)
    imported = time.perf_counter()
    if what == "build":
        documents = one.build([Path(path) for path in arguments], Path(folder))
        answer = {"documents": documents, "seconds": time.perf_counter() - started}
    else:
        one.open(Path(folder))
        one.run(Query("all", arguments[:1]))
        answer = {"import": imported - started, "first": time.perf_counter() - imported}
    print(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Updates under a load of queries: `python -m tests.faults.load --updates 200 --clients 4`.

A server answers clients that ask it without a pause, while the index is updated again and again, and built anew now
and then. Each update writes all scrolls of a chronicle («Летопись, свиток 17») anew, with a number of its own, and
there are more or fewer of them. No request may fail; and all that one answer says (how many there are, what the words
are counted at, the number that each hit shows) must be of one state, which was live while the request was under way.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

from tests.conftest import ARCHIVE
from tests.faults.commands import run

_QUERIES = ("летопись", '"летопись свиток"', "летоп*", "летопись /3 свиток", "летопись | свиток")
_REBUILD = 25  # one update in so many is a build


@dataclass(frozen=True, slots=True)
class Answered:
    """A request: from when to when, and the number of the state that answered; or what was wrong."""

    began: float
    ended: float
    state: int | None
    fault: str = ""


@dataclass(slots=True)
class States:
    """When each state was published: between the start of its command and its end."""

    began: list[float] = field(default_factory=list)
    ended: list[float] = field(default_factory=list)

    def live(self, state: int, began: float, ended: float) -> bool:
        """Can it have answered a request from `began` to `ended`?"""
        over = self.ended[state + 1] if state + 1 < len(self.ended) else ended
        return self.began[state] <= ended and began <= over


def main() -> None:
    """Update under load, print a table, and fail if a request did, or an answer was of no one state."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--updates", type=int, default=200)
    parser.add_argument("--clients", type=int, default=4)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        states, answers = loaded(Path(folder), options.updates, options.clients)
    failed = [answer.fault for answer in answers if answer.state is None]
    mixed = [f"state {answer.state} answered when it was not live" for answer in answers
             if answer.state is not None and not states.live(answer.state, answer.began, answer.ended)]  # fmt: skip
    lasted = sorted(1000 * (answer.ended - answer.began) for answer in answers)
    print(f"{'updates':>7} {'seconds':>7} {'requests':>8} {'median ms':>9} {'99th ms':>7} {'states':>6}  faults")
    print(
        f"{options.updates:>7} {states.ended[-1] - states.began[0]:>7.0f} {len(answers):>8} "
        f"{statistics.median(lasted):>9.1f} {lasted[len(lasted) * 99 // 100]:>7.1f} "
        f"{len({answer.state for answer in answers} - {None}):>6}  {len(failed) + len(mixed)}"
    )
    print(*(failed + mixed)[:20], sep="\n", end="")
    sys.exit(bool(failed or mixed))


def loaded(folder: Path, updates: int, clients: int) -> tuple[States, list[Answered]]:
    """When each state was published, and all answers."""
    states, index, stop = States(), folder / "index", threading.Event()
    _publish(folder, states, "build")
    answers: list[list[Answered]] = [[] for _ in range(clients)]
    with served(index) as address:
        threads = [threading.Thread(target=_ask, args=(address, each, stop)) for each in answers]
        for thread in threads:
            thread.start()
        try:
            for number in range(1, updates + 1):
                _publish(folder, states, "build" if number % _REBUILD == 0 else "update")
        finally:
            stop.set()
            for thread in threads:
                thread.join()
    return states, [answer for each in answers for answer in each]


def count(state: int) -> int:
    """How many scrolls there are: others than in the states before and after."""
    return 20 + 7 * state % 17


def _publish(folder: Path, states: States, command: str) -> None:
    state = len(states.began)
    path = folder / "летопись.jsonl"
    rows = [{"id": f"летопись-{number}", "title": f"Летопись, свиток {state}", "text": f"Летопись: свиток {state}."}
            for number in range(count(state))]  # fmt: skip
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    mirror = ["--delete-missing"] if command == "update" else []
    states.began.append(time.monotonic())
    ended = run([command, str(ARCHIVE), str(path), *mirror, "--index", str(folder / "index")])
    states.ended.append(time.monotonic())
    if ended.status:
        raise AssertionError(f"{command} failed: {ended.errors}")


@contextmanager
def served(index: Path) -> Iterator[str]:
    """The address of a server of its own."""
    command = [sys.executable, "-c", "from search.cli import main; main()", "serve", "--index", str(index)]
    server = subprocess.Popen([*command, "--port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout
        printed = re.search(r"http://\S+/", server.stdout.readline())
        assert printed
        yield printed[0]
    finally:
        server.terminate()
        server.communicate()


def _ask(address: str, answers: list[Answered], stop: threading.Event) -> None:
    while not stop.is_set():
        query = _QUERIES[len(answers) % len(_QUERIES)]
        began = time.monotonic()
        try:
            with urlopen(f"{address}api/search?per_page=100&match=all&q={quote(query)}", timeout=60) as answer:
                said = json.load(answer)
            state, fault = _state(said), ""
        except (URLError, OSError, ValueError, AssertionError) as problem:
            state, fault = None, f"{query}: {problem}"
        answers.append(Answered(began, time.monotonic(), state, fault))


def _state(said: dict[str, object]) -> int:
    """The one state of which all of an answer is."""
    hits, total = said["hits"], said["total"]
    assert isinstance(hits, list) and isinstance(total, dict)
    shown = {re.sub(r"</?mark>", "", hit["highlight"]["title"]) for hit in hits}
    shown |= {re.sub(r"</?mark>", "", hit["title"]) for hit in hits}
    if len(shown) != 1:
        raise AssertionError(f"an answer of several states: {sorted(shown)}")
    state = int(shown.pop().rpartition(" ")[2])
    counted = {clause["documents"] for clause in said["query"]["interpretation"]}  # type: ignore[index]
    if {len(hits), total["value"], *counted} != {count(state)}:
        raise AssertionError(f"state {state} has {count(state)}: {len(hits)} hits, {total}, counted {counted}")
    return state


if __name__ == "__main__":
    os.environ.pop("SLOVOFORM_INDEX", None)
    main()

"""`slovoform serve` as a process: its address, its port, its end."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from indexer.build import build
from indexer.reading.sources import ReadOptions
from tests.conftest import ARCHIVE, MOSCOW, Served

Serve = Callable[..., Served]


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def status(address: str) -> int:
    try:
        with urlopen(address, timeout=20) as answer:
            return int(answer.status)
    except HTTPError as refused:
        with refused:
            return refused.code


def test_the_printed_address_answers(archive_index: Path, serve: Serve) -> None:
    served = serve(archive_index)
    assert urlsplit(served.address).hostname == "127.0.0.1"
    with urlopen(f"{served.address}healthz", timeout=20) as answer:
        assert json.load(answer) == {"status": "ok", "documents": 56, "generation": "000001"}
    with urlopen(served.address, timeout=20) as answer:
        assert "В\N{NO-BREAK SPACE}архиве 56" in answer.read().decode()


def test_a_server_without_an_index_answers_503_until_there_is_one(tmp_path: Path, serve: Serve) -> None:
    served = serve(tmp_path / "index")
    assert [status(f"{served.address}{path}") for path in ("", "api/search", "healthz")] == [503] * 3
    build([ARCHIVE], tmp_path / "index", ReadOptions(zone=MOSCOW))
    assert [status(f"{served.address}{path}") for path in ("", "api/search", "healthz")] == [200] * 3
    served.process.terminate()
    said = served.process.communicate(timeout=20)[1]
    assert f"no index in {tmp_path / 'index'}" in said
    assert "slovoform build" in said


@pytest.mark.parametrize("part", ["*.records", "*.forward.npy", "*.toc", "generation.json", "../../current"])
def test_a_server_of_a_damaged_index_answers_503_until_it_is_built_again(
    tmp_path: Path, serve: Serve, part: str
) -> None:
    build([ARCHIVE], tmp_path / "index", ReadOptions(zone=MOSCOW))
    (damaged,) = (tmp_path / "index" / "generations" / "000001").glob(part)
    damaged.write_bytes(damaged.read_bytes()[:3])
    served = serve(tmp_path / "index")
    assert [status(f"{served.address}{path}") for path in ("", "api/search", "healthz")] == [503] * 3
    build([ARCHIVE], tmp_path / "index", ReadOptions(zone=MOSCOW))
    assert [status(f"{served.address}{path}") for path in ("", "api/search", "healthz")] == [200] * 3


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_it_cleanly(archive_index: Path, serve: Serve, number: int) -> None:
    served = serve(archive_index)
    served.process.send_signal(number)
    _, errors = served.process.communicate(timeout=20)
    assert served.process.returncode == 0
    assert errors == ""


def test_a_taken_port_is_named_with_the_way_out(archive_index: Path, taken: int) -> None:
    program = [sys.executable, "-c", "from search.cli import main; main()"]
    command = [*program, "serve", "--index", str(archive_index), "--port", str(taken)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert f"port {taken} is taken" in ended.stderr
    assert "--port" in ended.stderr and "--next-port" in ended.stderr


def test_the_next_free_port_is_taken_when_asked_for(archive_index: Path, serve: Serve, taken: int) -> None:
    served = serve(archive_index, "--port", str(taken), "--next-port")
    assert (urlsplit(served.address).port or 0) > taken
    assert status(f"{served.address}healthz") == 200


def test_an_error_of_the_server_is_logged_with_its_reason(tmp_path: Path, serve: Serve) -> None:
    build([ARCHIVE], tmp_path / "index", ReadOptions(zone=MOSCOW))
    (tmp_path / "index" / "current").write_text("000007\n", encoding="ascii")
    served = serve(tmp_path / "index")
    assert status(f"{served.address}api/search") == 503
    served.process.terminate()
    assert "WARNING web.app: the index" in served.process.communicate(timeout=20)[1]

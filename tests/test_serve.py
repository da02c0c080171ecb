"""`slovoform serve` as a process: its address, its port, its end."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from indexer.build import build
from indexer.reading.sources import ReadOptions
from indexer.update import Chosen, delete, update
from search.index import generations
from tests.conftest import ARCHIVE, MOSCOW, Served

Serve = Callable[..., Served]


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture(scope="module")
def running(archive_index: Path, serve: Serve) -> Served:
    """A server of the bundled archive that several tests ask."""
    return serve(archive_index)


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


def break_off(index: Path, name: str) -> None:
    """Cut a file of the live generation short."""
    (path,) = (index / "generations" / generations.current(index).name).glob(name)
    path.unlink()  # never in place: a server has it mapped
    path.write_bytes(b"\0")


@pytest.mark.parametrize(
    "hurt",
    [
        lambda index: break_off(index, "*.records"),
        lambda index: break_off(index, "generation.json"),
        lambda index: (index / "current").write_bytes(b"000002"),
        lambda index: (index / "current").unlink(),
        lambda index: index.rename(index.with_name("elsewhere")),
    ],
    ids=["a file", "the manifest", "the name", "no name", "no index"],
)
def test_a_server_goes_on_with_what_it_has_and_says_so_until_the_live_generation_can_be_opened(
    tmp_path: Path, serve: Serve, hurt: Callable[[Path], None]
) -> None:
    index, notes = tmp_path / "index", sorted(ARCHIVE.glob("*.txt"))
    build(notes, index, ReadOptions(zone=MOSCOW))
    served = serve(index)
    before = answered(served, "healthz")
    assert (before["status"], before["generation"]) == ("ok", "000001")
    build(notes[:7], index, ReadOptions(zone=MOSCOW))
    hurt(index)
    for _ in range(2):
        assert answered(served, "healthz") == {**before, "status": "stale"}
        page = answered(served, "api/search")
        assert (page["total"]["value"], page["generation"], page["stale"]) == (len(notes), "000001", True)
    with urlopen(served.address, timeout=20) as answer:
        assert "Архив временно не\N{NO-BREAK SPACE}обновляется" in answer.read().decode()
    build(notes[:9], index, ReadOptions(zone=MOSCOW))
    after = answered(served, "healthz")
    assert (after["status"], after["documents"]) == ("ok", 9)
    assert not answered(served, "api/search")["stale"]
    served.process.terminate()
    said = served.process.communicate(timeout=20)[1]
    assert said.count("until then the generation that was opened before answers") == 1
    assert said.count("the live generation answers again") == 1


def test_a_walk_by_cursors_comes_to_its_end_while_updates_land(tmp_path: Path, serve: Serve) -> None:
    index, news = tmp_path / "index", tmp_path / "news.jsonl"
    build([ARCHIVE], index, ReadOptions(zone=MOSCOW))
    served = serve(index)
    before = answered(served, "api/search?per_page=100")
    page = answered(served, "api/search?per_page=2")
    walked = [hit["id"] for hit in page["hits"]]
    for number in range(20):
        news.write_text(json.dumps({"id": f"new-{number}", "text": "Новость.", "date": "2026-11-30"}) + "\n")
        update([news], index, ReadOptions(zone=MOSCOW))
        delete(index, chosen([walked[-1], before["hits"][-1 - number]["id"]]))
        assert answered(served, "api/search")["generation"] == generations.current(index).name
        page = answered(served, f"api/search?per_page=2&cursor={page['next_cursor']}")
        walked += [hit["id"] for hit in page["hits"]]
    while page["next_cursor"]:
        page = answered(served, f"api/search?per_page=2&cursor={page['next_cursor']}")
        walked += [hit["id"] for hit in page["hits"]]
    assert walked == [hit["id"] for hit in before["hits"]]
    assert page["generation"] == before["generation"]
    assert not (index / "generations" / page["generation"]).exists()


def chosen(ids: list[str]) -> Chosen:
    return lambda live: ids


def answered(served: Served, path: str) -> dict[str, Any]:
    with urlopen(f"{served.address}{path}", timeout=20) as answer:
        return dict(json.load(answer))


@pytest.mark.parametrize("part", ["*.records", "*.forward.ranks.npy", "*.toc", "generation.json", "../../current"])
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


def raw(address: str, line: bytes) -> tuple[int, bytes]:
    """Send a request with this first line just so: status and body of the answer."""
    with socket.create_connection((urlsplit(address).hostname, urlsplit(address).port), timeout=20) as connection:
        connection.sendall(line + b"\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), body


def test_an_address_may_hold_russian_letters_as_they_are(running: Served) -> None:
    code, body = raw(running.address, "GET /api/search?q=сталь&sort=newest HTTP/1.1".encode())
    assert code == 200
    assert json.loads(body)["query"]["raw"] == "сталь"
    assert json.loads(body)["total"]["value"] > 0
    assert raw(running.address, "GET /?q=сталь HTTP/1.1".encode())[0] == 200
    code, body = raw(running.address, "GET /api/documents/нет/такого HTTP/1.1".encode())
    assert (code, json.loads(body)["detail"]) == (404, "no document has the id 'нет/такого'")


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "utf-16"])
@pytest.mark.parametrize(
    "line",
    [
        "GET /api/search?q=сталь HTTP/1.1",
        "GET /api/search?запрос=сталь HTTP/1.1",
        "GET /?q=сталь HTTP/1.1",
        "GET /сталь HTTP/1.1",
        "GET //сталь?сталь#сталь HTTP/1.1",
        "GET http://сталь/сталь HTTP/1.1",
        "GET /document/сталь HTTP/1.1",
        "GET /api/documents/сталь HTTP/1.1",
        "GET сталь HTTP/1.1",
        "ДАЙ /сталь HTTP/1.1",
        "GET / ХТТП/1.1",
    ],
)
def test_bytes_of_another_encoding_in_an_address_do_no_harm(running: Served, line: str, encoding: str) -> None:
    code, body = raw(running.address, line.encode(encoding))
    assert code in {200, 400, 404, 405}
    assert body
    assert status(f"{running.address}healthz") == 200


def test_the_demo_serves_the_bundled_archive_from_the_index_that_it_is_given(tmp_path: Path, taken: int) -> None:
    program = [sys.executable, "-c", "from search.cli import main; main()"]
    command = [*program, "demo", "--port", str(taken), "--index", str(tmp_path / "demo")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as demo:
        try:
            assert demo.stdout
            address = demo.stdout.readline().split()[3]
            assert status(f"{address}healthz") == 200
        finally:
            demo.terminate()
    assert generations.current(tmp_path / "demo").name == "000001"


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

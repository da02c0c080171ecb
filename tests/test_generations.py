"""A generation goes live whole or not at all."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from search.documents import Document
from search.errors import IndexDamaged, IndexUnavailable, SlovoformError
from search.index import generations, manifest
from search.index.building.draft import Draft
from search.index.changing import publishing
from search.index.changing.lock import Locked
from search.index.generations import Current
from search.index.texts.between import Between
from tests.conftest import MOSCOW, Publish, let_go


def test_generations_are_numbered_and_the_last_one_is_live(
    publish: Publish, notes: list[Document], tmp_path: Path
) -> None:
    assert [publish([notes[:count]]).name for count in (1, 2, 3)] == ["000001", "000002", "000003"]
    live = generations.open_current(tmp_path / "index")
    assert (live.name, live.segments[0].documents) == ("000003", 3)


def test_the_generation_before_the_live_one_is_kept_and_older_ones_are_not(
    publish: Publish, notes: list[Document], tmp_path: Path
) -> None:
    for count in (1, 2, 3):
        publish([notes[:count]])
    kept = sorted(path.name for path in (tmp_path / "index" / "generations").iterdir())
    assert kept == ["000002", "000003"]


def test_a_reader_finishes_on_the_generation_that_it_opened(publish: Publish, notes: list[Document]) -> None:
    opened = publish([notes[:3]])
    for _ in range(3):
        publish([notes])
    assert [opened.segments[0].document(number).id for number in range(3)] == ["3", "1", "2"]


def test_a_generation_shares_the_open_files_of_segments_that_stayed_with_one_that_is_open(
    publish: Publish, notes: list[Document], tmp_path: Path
) -> None:
    before = publish([notes[:4], notes[4:]])
    after = let_go(tmp_path / "index", ["2"])
    shared = generations.open_current(tmp_path / "index", before)
    assert [one.mapped for one in shared.segments] == [one.mapped for one in before.segments]
    assert [one.live_ids() for one in shared.segments] == [one.live_ids() for one in after.segments]
    assert "2" in before.segments[0].live_ids()
    publish([notes[:4], notes[4:]])  # the same documents, in files of their own
    anew = generations.open_current(tmp_path / "index", shared)
    assert not {one.mapped for one in anew.segments} & {one.mapped for one in shared.segments}


def test_a_writer_that_fails_leaves_the_live_generation_and_no_litter(
    publish: Publish, notes: list[Document], tmp_path: Path
) -> None:
    publish([notes])
    writing = publishing.writing(tmp_path / "index")
    with pytest.raises(RuntimeError, match="power"), writing as folder, Draft(folder, MOSCOW) as draft:
        draft.add(notes[0])
        raise RuntimeError("power")
    assert generations.open_current(tmp_path / "index").segments[0].documents == 9
    assert [path.name for path in (tmp_path / "index" / "generations").iterdir()] == ["000001"]


def test_a_second_writer_is_told_who_holds_the_lock(tmp_path: Path) -> None:
    with (
        publishing.writing(tmp_path / "index"),
        pytest.raises(Locked, match=f"process {os.getpid()} on "),
        publishing.writing(tmp_path / "index"),
    ):
        pass


@pytest.mark.parametrize(
    ("index", "reason"),
    [
        ("file", "Not a directory"),
        ("file/index", "Not a directory"),
        ("taken", "File exists"),
        ("locked", "Is a directory"),
        ("forbidden", "Permission denied"),
        ("forbidden/index", "Permission denied"),
    ],
)
def test_where_no_index_can_be_written_the_path_the_reason_and_the_way_out_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, index: str, reason: str
) -> None:
    (tmp_path / "file").touch()
    for folder in ("taken", "locked/generations", "locked/lock", "forbidden"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "taken" / "generations").touch()
    (tmp_path / "forbidden").chmod(0o555)
    tmp_path.chmod(0o755)
    monkeypatch.chdir(tmp_path)  # folders above it are closed to others
    with nobody(), pytest.raises(SlovoformError, match=f"to {index}: {reason}.*--index"):
        publishing.writing(Path(index)).__enter__()


@contextmanager
def nobody() -> Iterator[None]:
    """Give up the rights of root, whom no permission stops."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


def test_the_lock_dies_with_its_holder_and_the_next_writer_cleans_up(tmp_path: Path) -> None:
    index = tmp_path / "index"
    script = (
        "import time, pathlib; from search.index.changing import publishing\n"
        f"with publishing.writing(pathlib.Path({str(index)!r})) as folder:\n"
        "    (folder / 'half').write_text('a half'); print('holding', flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"holding\n"
        with pytest.raises(Locked), publishing.writing(index):
            pass
        holder.send_signal(signal.SIGKILL)
    with publishing.writing(index) as folder:
        assert list(folder.iterdir()) == []


def test_every_file_is_synced_before_the_switch(
    publish: Publish, notes: list[Document], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    synced: list[str] = []
    real_open = os.open
    monkeypatch.setattr(os, "open", lambda path, *rest, **named: synced.append(str(path)) or real_open(path, *rest))
    publish([notes])
    folder = tmp_path / "index" / "generations"
    built = {path.name for path in (folder / "000001").iterdir()}
    assert built <= {Path(path).name for path in synced}
    assert str(folder) in synced
    assert synced[-1] == str(tmp_path / "index")


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda index: (index / "current").unlink(), "there is no index"),
        *(
            (lambda index, name=name: (index / "current").write_bytes(name), "names no generation")
            for name in (
                b"",
                b"\n",
                b"\xff\x00",
                "сталь".encode(),
                b"../other",
                b"/",
                b"..",
                b"1/..",
                b"1" * 5000,
                b"000009\n",
                b"000001 x",
                b"000001 00000000\n",
            )
        ),
        (lambda index: publishing.switch(index, Current("000009", 0)), "damaged"),
        (lambda index: (index / "current").write_bytes(b"000001 00000000 00000000\n"), "its checksum is another one"),
        (lambda index: publishing.switch(index, Current("000001", 0)), "not the generation that was published"),
        (lambda index: _replace(index / "current", Path.mkdir), "cannot be read"),
        (lambda index: _replace(next(index.glob("generations/*")), Path.touch), "cannot be read"),
        *(
            (lambda index, text=text: next(index.glob("generations/*/generation.json")).write_bytes(text), "damaged")
            for text in (
                *(b"", b"{", b"\xff", b"99", b"[]", b"{}", b'"format"', b'{"format": "x"}', b'{"format": 2}'),
                b'{"format": 2, "created": "", "zone": "Moscow"}',
                b'{"format": 2, "created": "", "zone": 7}',
                b'{"format": 2, "zone": "Europe/Moscow"}',
            )
        ),
        (
            lambda index: next(index.glob("generations/*/*.forward.ranks.npy")).unlink(),
            "forward.ranks.npy: it is missing",
        ),
        (lambda index: next(index.glob("generations/*/*.toc")).unlink(), "toc: it is missing"),
        (lambda index: _set_format(index, manifest.FORMAT + 1), "newer Slovoform"),
        (lambda index: _set_format(index, 1), "rebuild the index with `slovoform build`"),
    ],
)
def test_a_missing_a_damaged_and_a_newer_index_say_what_to_do(
    publish: Publish, notes: list[Document], tmp_path: Path, damage: Callable[[Path], object], message: str
) -> None:
    publish([notes])
    damage(tmp_path / "index")
    with pytest.raises(IndexUnavailable, match=message):
        generations.open_current(tmp_path / "index")


def _replace(path: Path, make: Callable[[Path], None]) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    make(path)


@pytest.mark.parametrize(
    "damaged",
    [
        lambda whole: b"",
        lambda whole: whole[:7],
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole[:-1],
        lambda whole: bytes(len(whole)),
        lambda whole: whole[::-1],
        lambda whole: b"\x89PNG" * len(whole),
    ],
    ids=["empty", "seven bytes", "half", "all but one byte", "zeros", "backwards", "another format"],
)
def test_whichever_file_is_damaged_the_index_is_said_to_be(
    publish: Publish, notes: list[Document], tmp_path: Path, damaged: Callable[[bytes], bytes]
) -> None:
    publish([notes])
    for path in _files(tmp_path / "index"):
        whole = path.read_bytes()
        path.write_bytes(damaged(whole))
        if len(damaged(whole)) != len(whole) or path.suffix != ".toc":  # which only plain Whoosh reads
            with pytest.raises(IndexDamaged, match=r"damaged: .*slovoform build"):
                generations.open_current(tmp_path / "index")
        else:
            assert [each.path for each in manifest.damages(path.parent, manifest.read(path.parent))] == [path]
        path.write_bytes(whole)
    assert generations.open_current(tmp_path / "index").segments[0].documents == 9


def test_of_several_documents_that_one_is_named_whose_record_does_not_fit_its_slots(
    publish: Publish, notes: list[Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    (segment,) = publish([notes]).segments
    read = segment.records.read
    nothing = Between(b"", {})
    monkeypatch.setattr(
        segment.records, "read", lambda number: (read(number)[0], nothing) if number == 2 else read(number)
    )
    assert [str(restored.title) for _, restored in segment.restored([0, 3])] == [
        segment.document(number).title for number in (0, 3)
    ]
    with pytest.raises(IndexDamaged, match="document 2"):
        segment.restored([0, 1, 2, 3])


def test_whatever_bytes_stand_in_a_file_an_index_opens_or_is_unavailable(
    publish: Publish, notes: list[Document], tmp_path: Path
) -> None:
    publish([notes])
    chance = random.Random(1)
    for path in _files(tmp_path / "index"):
        whole = path.read_bytes()
        for _ in range(20):
            bytes_ = bytearray(whole)
            for place in chance.choices(range(min(len(whole), 200)), k=3):
                bytes_[place] = chance.randrange(256)
            path.write_bytes(bytes_)
            with suppress(IndexUnavailable):
                generations.open_current(tmp_path / "index")
        path.write_bytes(whole)


def _files(index: Path) -> list[Path]:
    files = sorted(next((index / "generations").iterdir()).iterdir())
    found = [path for path in files if path.suffix in {".npy", ".toc", ".json", ".records"}]
    assert len(found) == 84
    return found


def _set_format(index: Path, number: int) -> None:
    about = next(index.glob("generations/*/generation.json"))
    about.write_text(json.dumps(json.loads(about.read_text()) | {"format": number}))


def test_the_zone_belongs_to_the_index(publish: Publish, notes: list[Document]) -> None:
    assert publish([notes]).zone == MOSCOW


def test_a_published_name_is_a_time_in_utc(publish: Publish, notes: list[Document]) -> None:
    created = publish([notes]).manifest.created
    assert created.endswith("+00:00")
    assert created[:4] == time.strftime("%Y", time.gmtime())

"""An index is looked after: checked, mended, exported, and kept elsewhere."""

from __future__ import annotations

import io
import json
import tarfile
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.build import build
from indexer.reading.sources import ReadOptions
from search.cli import main
from search.documents import Document
from search.finding.checking import check
from search.index import files, generations, manifest
from search.index.building import beginnings
from search.index.changing import publishing
from search.request import SearchRequest
from search.service import SearchService
from tests.conftest import MOSCOW, Publish, let_go

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return lambda *arguments: CliRunner().invoke(main, [*map(str, arguments), "--index", str(tmp_path / "index")])


@pytest.fixture
def index(publish: Publish, notes: list[Document], tmp_path: Path) -> Path:
    """Two segments, and one document that is deleted."""
    publish([notes[:5], notes[5:]])
    let_go(tmp_path / "index", ["9"])
    return tmp_path / "index"


def part(index: Path, name: str) -> Path:
    """A file of the first segment of the live generation."""
    live = generations.open_current(index)
    return live.folder / f"{live.segments[0].stem.name}.{name}"


def damage(path: Path, place: int = -1) -> None:
    changed = bytearray(path.read_bytes())
    changed[place] ^= 4
    path.write_bytes(changed)


def test_of_a_sound_index_check_says_what_it_looked_at(index: Path, run: Run) -> None:
    checked = run("check")
    assert checked.exit_code == 0
    assert "documents   8 read, and found by their own words" in checked.output
    assert "damages     0" in checked.output


@pytest.mark.parametrize(
    ("name", "hurt", "said"),
    [
        ("records", damage, "its checksum is another one"),
        ("weights.npy", damage, "its checksum is another one"),
        ("titles.npy", Path.unlink, "it is missing"),
        ("titles.npy", lambda path: path.write_bytes(path.read_bytes()[:-3]), "bytes instead of"),
    ],
)
def test_check_names_each_damaged_file(
    index: Path, run: Run, name: str, hurt: Callable[[Path], None], said: str
) -> None:
    path = part(index, name)
    damage(other := part(index, "forms.values.npy"))
    hurt(path)
    checked = run("check")
    assert checked.exit_code == 1
    assert f"damaged: {path}: " in checked.output
    assert said in checked.output
    assert f"damaged: {other}: its checksum is another one" in checked.output
    assert "damages     2" in checked.output


@pytest.mark.parametrize(
    "hurt",
    [lambda folder: (folder / "generation.json").unlink(), lambda folder: folder.rename(folder.with_name("x"))],
)
def test_a_generation_without_its_manifest_is_said_to_be_damaged(
    index: Path, run: Run, hurt: Callable[[Path], object]
) -> None:
    hurt(generations.open_current(index).folder)
    for command in (["check"], ["check", "--repair"]):
        said = run(*command)
        assert said.exit_code == 1
        assert "generation.json: it is missing" in said.output


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("positions.short", "positions are not those of the forward index"),
        ("weights", "postings are not those of the forward index"),
        ("term_forms.values", "forms have other terms than terms have forms"),
        ("keys.signs", "the keys of forms are of other lengths"),
        ("texts", "titles and texts do not begin where gaps are"),
        ("instants", "forms, terms, ids or days are not in order"),
        ("forms.values", "its arrays do not fit each other"),
        ("revisions", "does not read as it was written"),
    ],
)
def test_check_tells_arrays_that_do_not_agree_although_their_checksums_do(
    index: Path, run: Run, name: str, said: str
) -> None:
    _rewrite(index, name)
    checked = run("check")
    assert checked.exit_code == 1
    assert said in checked.output


@pytest.mark.parametrize("name", ["begun.short", "begun_weights"])
def test_check_tells_beginnings_that_weigh_something_else(
    publish: Publish, notes: list[Document], tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(beginnings, "QUICK", 1)
    publish([notes])
    assert run("check").exit_code == 0
    _rewrite(tmp_path / "index", name)
    checked = run("check")
    assert checked.exit_code == 1
    assert "what frequent beginnings weigh is not what the forward index says" in checked.output


def _rewrite(index: Path, name: str) -> None:
    """Write other numbers to an array, as a faulty program would, and its checksum."""
    live = generations.open_current(index)
    stem = live.segments[0].stem
    numbers = np.array(files.map_array(stem, name))
    numbers[[0, -1]] = numbers[[-1, 0]] if numbers[0] != numbers[-1] else numbers[[0, -1]] + 1
    path = files.array_path(stem, name)
    path.unlink()
    files.save(stem, **{name: numbers})
    told = replace(live.manifest, files={**live.manifest.files, **manifest.checked([path])})
    manifest.write(live.folder, told)
    publishing.switch(index, replace(live.current, checksum=told.checksum))


@pytest.mark.parametrize(
    "name",
    ["forward.ranks.npy", "forward.common.npy", "positions.offsets.npy", "postings.short.npy", "terms.values.npy",
     "titles.npy", "texts.npy", "instants.npy", "ids.values.npy", "revisions.npy", "slot_sums.npy",
     "id_sums.npy", "date.col"],
)  # fmt: skip
def test_repair_loses_nothing_where_all_can_be_derived(index: Path, run: Run, name: str) -> None:
    before = run("export").stdout
    damage(part(index, name), -5)
    assert run("check").exit_code == 1
    repaired = run("check", "--repair")
    assert repaired.exit_code == 0, repaired.output
    assert "lost        0" in repaired.output
    assert run("check").exit_code == 0
    assert sorted(run("export").stdout.splitlines()) == sorted(before.splitlines())


def test_repair_names_the_documents_that_are_lost_and_keeps_all_others(index: Path, run: Run) -> None:
    before = run("export").stdout.splitlines()
    damage(part(index, "records"))  # the last one of the first segment
    exported = run("export")
    assert exported.exit_code == 3
    assert "record 4" in exported.stderr
    repaired = run("check", "--repair")
    assert repaired.exit_code == 3
    assert "\n  2: " in repaired.output
    assert sorted(run("export").stdout.splitlines()) == sorted(line for line in before if '"id": "2"' not in line)
    assert run("check").exit_code == 0


def test_a_word_that_is_said_to_be_endless_costs_repair_no_memory(index: Path, run: Run) -> None:
    damage(part(index, "forms.offsets.npy"), -17)  # a letter more becomes 64 million more
    tracemalloc.start()
    repaired = run("check", "--repair")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert repaired.exit_code == 3, repaired.output
    assert most < 100 << 20
    assert run("check").exit_code == 0


def test_where_which_documents_are_deleted_cannot_be_told_nothing_is_published(
    publish: Publish, notes: list[Document], tmp_path: Path, run: Run
) -> None:
    publish([notes])
    live = let_go(tmp_path / "index", ["9"])
    damage(live.folder / f"{live.segments[0].stem.name}.deleted.documents.npy")
    repaired = run("check", "--repair")
    assert repaired.exit_code == 1
    assert "which of its documents are deleted cannot be told" in repaired.output
    assert generations.current(tmp_path / "index") == live.current


@pytest.mark.parametrize("place", range(-4, 0))
def test_a_flipped_bit_brings_no_deleted_document_back(
    publish: Publish, notes: list[Document], tmp_path: Path, run: Run, place: int
) -> None:
    publish([notes])
    live = let_go(tmp_path / "index", ["9"])
    damage(live.folder / f"{live.segments[0].stem.name}.deleted.documents.npy", place)
    searched = run("search", "мир")
    assert searched.exit_code == 1
    assert "deleted.documents.npy" in searched.output
    assert "Заголовок без текста" not in searched.output


def test_where_the_name_of_the_live_generation_is_damaged_the_newest_whole_one_answers(index: Path, run: Run) -> None:
    damage(index / "current")
    assert run("check").exit_code == 1
    repaired = run("check", "--repair")
    assert repaired.exit_code == 0
    assert "generation  000002 answers" in repaired.output
    assert run("check").exit_code == 0


def test_a_sound_index_is_not_mended(index: Path, run: Run) -> None:
    assert "nothing to mend" in run("check", "--repair").output
    assert generations.current(index).name == "000002"


TEXT = st.text(max_size=40) | st.sampled_from(
    ["Ёлка  в лесу", "вода\u0301 и «замо\u0301к»", "a\u2028b\r\n\r\nc", "1"]
)
ROWS = st.fixed_dictionaries(
    {"text": TEXT},
    optional={
        "id": st.text("абв-1/ё ", min_size=1),
        "title": TEXT,
        "date": st.sampled_from(["2026-01-05", "05.01.2026 09:30", "2026-01-05T09:30:00+03:00", "0001-01-03", "?"]),
        "source": TEXT,
        "url": TEXT,
        "keywords": st.lists(TEXT, max_size=3),
    },
)


@settings(max_examples=40)
@given(st.lists(ROWS, min_size=1, max_size=4))
def test_what_is_exported_and_built_again_is_the_same_index(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, object]]
) -> None:
    folder = tmp_path_factory.mktemp("export")
    rows.append({"id": "last", "text": "Сталь подорожала"})
    (folder / "rows.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    build([folder / "rows.jsonl"], folder / "one", ReadOptions(zone=MOSCOW), on_duplicate="last")
    exported = CliRunner().invoke(
        main, ["export", "--index", str(folder / "one"), "--output", str(folder / "one.jsonl")]
    )
    assert exported.exit_code == 0
    report = build([folder / "one.jsonl"], folder / "other", ReadOptions(zone=MOSCOW))
    assert not report.skipped
    (one,), (other,) = (generations.open_current(folder / name).segments for name in ("one", "other"))
    assert [*one.read_all()] == [*other.read_all()]


def test_an_export_says_each_field_under_its_name(index: Path, run: Run) -> None:
    assert json.loads(run("export").stdout.splitlines()[0]) == {
        "id": "4",
        "title": "Вице-премьер Токаев",
        "text": "Премьер-министр и вице-премьер Токаев прибыли в Нур-Султан.",
        "date": "2019-01-01",
    }


def test_a_file_that_cannot_be_written_whole_is_not_written_at_all(index: Path, run: Run, tmp_path: Path) -> None:
    damage(part(index, "weights.npy"))
    (tmp_path / "old.tar").write_bytes(b"old")
    failed = run("backup", tmp_path / "old.tar")
    assert failed.exit_code == 1
    assert "weights.npy: its checksum is another one" in failed.output
    assert (tmp_path / "old.tar").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["index", "old.tar"]


def test_a_backup_that_is_restored_answers_as_the_index_did(index: Path, run: Run, tmp_path: Path) -> None:
    assert run("backup", tmp_path / "a.tar").exit_code == 0
    restored = CliRunner().invoke(main, ["restore", str(tmp_path / "a.tar"), "--index", str(tmp_path / "other")])
    assert restored.output == "generation 000001 answers\n"
    assert check(tmp_path / "other", 100).damages == []
    assert _answers(tmp_path / "other") == _answers(index)


def test_a_backup_can_be_restored_over_an_index_and_gone_back_from(index: Path, run: Run, tmp_path: Path) -> None:
    before = _answers(index)
    run("backup", tmp_path / "a.tar")
    run("delete", "1", "2")
    after = _answers(index)
    assert run("restore", tmp_path / "a.tar").exit_code == 0
    assert _answers(index) == before
    run("rollback")
    assert _answers(index) == after


def test_any_generation_that_is_there_can_be_backed_up(index: Path, run: Run, tmp_path: Path) -> None:
    before = _answers(index)
    let_go(index, ["1", "2"])
    assert run("backup", tmp_path / "a.tar", "--generation", 2).exit_code == 0
    assert run("restore", tmp_path / "a.tar").exit_code == 0
    assert _answers(index) == before
    missing = run("backup", tmp_path / "b.tar", "--generation", 9)
    assert missing.exit_code == 1
    assert "there is no generation 000009: there are 000003" in missing.output


def _answers(index: Path) -> list[tuple[str, int | None]]:
    found = SearchService(index).search(SearchRequest("сталь OR мир", match="any")).hits
    return [(hit.id, hit.score) for hit in found]


def _altered(change: Callable[[list[tuple[tarfile.TarInfo, bytes]]], object], backup: bytes) -> bytes:
    """A backup with other members."""
    with tarfile.open(fileobj=io.BytesIO(backup)) as tar:
        members = [(member, tar.extractfile(member).read()) for member in tar.getmembers()]  # type: ignore[union-attr]
    change(members)
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as tar:
        for member, content in members:
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return written.getvalue()


def _member(name: str, **named: object) -> tuple[tarfile.TarInfo, bytes]:
    member = tarfile.TarInfo(name)
    for key, value in named.items():
        setattr(member, key, value)
    return member, b""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda members: members.append(_member("../escaped")), "it has a file '../escaped'"),
        (lambda members: members.append(_member("/escaped")), "it has a file '/escaped'"),
        (lambda members: members.append(members[1]), "it has a file"),
        (lambda members: members.insert(0, _member("generation.json", type=tarfile.SYMTYPE, linkname="/etc/passwd")),
         "generation.json is not where it should be"),
        (lambda members: members.pop(), "is missing"),
        (lambda members: members.reverse(), "generation.json is not where it should be"),
        (lambda members: members.__setitem__(3, (members[3][0], members[3][1][:-1] + b"\1")), "checksum"),
        (lambda members: members.clear(), "generation.json is not where it should be"),
    ],
)  # fmt: skip
def test_what_is_no_backup_or_not_all_of_one_is_refused_and_leaves_nothing(
    index: Path, run: Run, tmp_path: Path, change: Callable[[list[tuple[tarfile.TarInfo, bytes]]], object], said: str
) -> None:
    run("backup", tmp_path / "a.tar")
    (tmp_path / "b.tar").write_bytes(_altered(change, (tmp_path / "a.tar").read_bytes()))
    refused = run("restore", tmp_path / "b.tar")
    assert refused.exit_code == 1
    assert said in refused.output
    assert [path.name for path in sorted((index / "generations").iterdir())] == ["000001", "000002"]
    assert not (tmp_path / "escaped").exists()


@pytest.mark.parametrize("length", [0, 100, 600, 5000])
def test_a_backup_that_is_cut_short_is_refused(index: Path, run: Run, tmp_path: Path, length: int) -> None:
    run("backup", tmp_path / "a.tar")
    (tmp_path / "b.tar").write_bytes((tmp_path / "a.tar").read_bytes()[:length])
    refused = run("restore", tmp_path / "b.tar")
    assert refused.exit_code == 1
    assert "backup" in refused.output

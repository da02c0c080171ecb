"""An update adds, replaces and lets go what has changed, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from indexer.build import build
from indexer.reading.sources import ReadOptions
from indexer.report import Report
from indexer.update import update
from search.cli import main
from search.errors import IndexUnavailable
from search.index import generations
from search.request import SearchRequest
from search.service import SearchService
from tests.conftest import MOSCOW

OPTIONS = ReadOptions(zone=MOSCOW)
Run = Callable[..., Result]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder of three notes, which are indexed."""
    folder = tmp_path / "news"
    folder.mkdir()
    for name, text in (("сталь", "Сталь подорожала"), ("мир", "Мир подписан"), ("замок", "Замок открыт")):
        (folder / f"{name}.txt").write_text(f"{text}\n\n{text} вчера.", encoding="utf-8")
    build([folder], tmp_path / "index", OPTIONS)
    return folder


@pytest.fixture
def updated(tmp_path: Path) -> Callable[..., Report]:
    return lambda *paths, **named: update(list(paths), tmp_path / "index", OPTIONS, **named)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return lambda *arguments: CliRunner().invoke(main, [*map(str, arguments), "--index", str(tmp_path / "index")])


def found(index: Path, query: str) -> set[str]:
    return {hit.id for hit in SearchService(index).search(SearchRequest(query)).hits}


def test_what_is_unchanged_makes_no_new_generation(
    news: Path, updated: Callable[..., Report], tmp_path: Path
) -> None:
    report = updated(news)
    assert (report.read, report.indexed, report.replaced, report.deleted) == (3, 0, 0, 0)
    assert generations.current(tmp_path / "index").name == "000001"


def test_what_is_new_is_added_and_what_is_another_now_replaced(
    news: Path, updated: Callable[..., Report], tmp_path: Path
) -> None:
    (news / "мир.txt").write_text("Мир нарушен\n\nПеремирие нарушено.", encoding="utf-8")
    (news / "вино.txt").write_text("Вино подешевело\n\nВино нового урожая.", encoding="utf-8")
    report = updated(news)
    assert (report.read, report.indexed, report.replaced, report.deleted) == (4, 2, 1, 0)
    assert found(tmp_path / "index", "подписан") == set()
    assert found(tmp_path / "index", "нарушен") == {"мир"}
    assert found(tmp_path / "index", "урожай") == {"вино"}
    assert SearchService(tmp_path / "index").stats().documents == 4


def test_what_is_missing_stays_unless_it_is_said_to_go(
    news: Path, updated: Callable[..., Report], tmp_path: Path
) -> None:
    (news / "мир.txt").unlink()
    assert updated(news).deleted == 0
    assert updated(news, delete_missing=True).deleted == 1
    assert found(tmp_path / "index", "") == {"сталь", "замок"}


def test_nothing_goes_while_something_cannot_be_read(
    news: Path, updated: Callable[..., Report], tmp_path: Path
) -> None:
    (news / "мир.txt").write_bytes(b"\0\1\2" * 100)
    report = updated(news, delete_missing=True)
    assert (len(report.skipped), report.deleted) == (1, 0)
    assert "мир" in found(tmp_path / "index", "")


def test_the_last_of_several_rows_with_one_id_counts_even_where_it_is_unchanged(
    news: Path, updated: Callable[..., Report], tmp_path: Path
) -> None:
    rows = [{"id": "1", "text": "Первая редакция"}, {"id": "1", "text": "Вторая редакция"}]
    (tmp_path / "rows.jsonl").write_text(json.dumps(rows[1]), encoding="utf-8")
    updated(tmp_path / "rows.jsonl")
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert updated(tmp_path / "rows.jsonl").indexed == 0
    assert found(tmp_path / "index", "второй редакции") == {"1"}


def test_many_updates_leave_few_segments_and_the_answers_of_a_whole_build(
    news: Path, updated: Callable[..., Report], tmp_path: Path
) -> None:
    for number in range(12):
        (news / f"{number}.txt").write_text(f"Замок номер {number}\n\nЗамки и сталь.", encoding="utf-8")
        updated(news)
    build([news], tmp_path / "whole", OPTIONS)
    for query in ("замок", "сталь | мир", "номер", '"замки и сталь"', "за*"):
        one, other = (
            SearchService(tmp_path / name).search(SearchRequest(query, per_page=50)) for name in ("index", "whole")
        )
        assert [(hit.id, hit.score) for hit in one.hits] == [(hit.id, hit.score) for hit in other.hits]
    assert len(generations.open_current(tmp_path / "index").segments) <= 2


def test_forms_are_analysed_anew_where_the_rules_are_others(
    news: Path, updated: Callable[..., Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("search.index.changing.publishing", "search.index.generations"):
        monkeypatch.setattr(f"{module}.fingerprint", lambda: "other rules")
    (news / "вино.txt").write_text("Вино подешевело\n\nВино.", encoding="utf-8")
    updated(news)
    live = generations.open_current(tmp_path / "index")
    assert live.manifest.analysis == "other rules"
    assert live.documents == 4


def test_an_update_needs_an_index(updated: Callable[..., Report], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Мир\n\nМир.", encoding="utf-8")
    with pytest.raises(IndexUnavailable, match="slovoform build"):
        updated(tmp_path / "a.txt")


def test_update_says_what_it_did(news: Path, run: Run) -> None:
    (news / "вино.txt").write_text("Вино\n\nВино.", encoding="utf-8")
    output = run("update", news).output
    for line in ("read        4", "indexed     1", "unchanged   3", "replaced    0", "deleted     0"):
        assert line in output


def test_documents_are_deleted_by_id_and_unknown_ids_are_named(news: Path, run: Run, tmp_path: Path) -> None:
    result = run("delete", "мир", "нет такого")
    assert result.exit_code == 1
    assert "deleted     1" in result.output
    assert "'нет такого'" in result.output
    assert found(tmp_path / "index", "") == {"сталь", "замок"}


def test_documents_are_deleted_by_a_query_which_can_be_tried_before(news: Path, run: Run, tmp_path: Path) -> None:
    assert "would delete     1" in run("delete", "--query", "замки", "--dry-run").output
    assert len(found(tmp_path / "index", "")) == 3
    assert run("delete", "--query", "замки").exit_code == 0
    assert found(tmp_path / "index", "") == {"сталь", "мир"}


@pytest.mark.parametrize("arguments", [(), ("мир", "--query", "мир"), ("--query", '"мир'), ("--query", "  ")])
def test_what_is_to_be_deleted_must_be_clear(
    news: Path, run: Run, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    result = run("delete", *arguments)
    assert result.exit_code > 0
    assert len(found(tmp_path / "index", "")) == 3


def test_a_compacted_index_has_one_segment_and_nothing_to_join(news: Path, run: Run, tmp_path: Path) -> None:
    run("delete", "мир")
    run("compact")
    assert open_segments(tmp_path) == [2]
    assert "nothing to join" in run("compact").output
    assert found(tmp_path / "index", "") == {"сталь", "замок"}


def open_segments(tmp_path: Path) -> list[int]:
    return [segment.documents for segment in generations.open_current(tmp_path / "index").segments]


def test_an_earlier_generation_answers_again_after_a_rollback(news: Path, run: Run, tmp_path: Path) -> None:
    build([news / "мир.txt"], tmp_path / "index", OPTIONS)
    assert run("rollback").output == "generation 000001 answers\n"
    assert len(found(tmp_path / "index", "")) == 3
    assert run("rollback", "--to", "000002").exit_code == 0
    assert len(found(tmp_path / "index", "")) == 1
    assert "there is no generation 7: there are 000001, 000002" in run("rollback", "--to", "7").output


def test_a_damaged_generation_is_not_gone_back_to(news: Path, run: Run, tmp_path: Path) -> None:
    (path,) = (tmp_path / "index" / "generations" / "000001").glob("*.revisions.npy")
    build([news / "мир.txt"], tmp_path / "index", OPTIONS)
    path.write_bytes(path.read_bytes()[:-1] + b"\xff")
    result = run("rollback")
    assert result.exit_code == 1
    assert "revisions.npy: its checksum is another one" in result.output
    assert len(found(tmp_path / "index", "")) == 1

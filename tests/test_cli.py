"""The command line, as a person meets it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from search.answer import page_json
from search.cli import main
from search.results import SearchRequest
from search.service import SearchService

Run = Callable[..., Result]


@pytest.fixture
def run(archive_index: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `slovoform` on the bundled archive."""
    monkeypatch.setenv("SLOVOFORM_INDEX", str(archive_index))
    return lambda *arguments: CliRunner().invoke(main, [str(argument) for argument in arguments])


def without_time(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "took_ms"}


def test_every_command_is_there(run: Run) -> None:
    listed = run("--help").output
    for command in ("analyze", "build", "demo", "search", "serve", "stats"):
        assert f"\n  {command} " in listed


def test_search_lists_title_date_place_and_the_matched_text(run: Run) -> None:
    result = run("search", "токаев | тлепова", "--limit", 1)
    assert result.exit_code == 0
    assert "1. Тлепов не намерен возвращаться в сборную" in result.output
    assert "2026-01-12 · Астана · ТАСС · tlepov" in result.output


def test_search_as_json_is_the_answer_of_the_api(run: Run, archive_index: Path) -> None:
    result = run("search", "сталь", "--format", "json", "--from", "2024-01-01", "--sort", "newest")
    request = SearchRequest("сталь", since="2024-01-01", sort="newest", per_page=10)
    expected = page_json(SearchService(archive_index).search(request))
    assert without_time(json.loads(result.output)) == without_time(expected)


def test_relaxation_and_problems_are_said(run: Run) -> None:
    output = run("search", 'тлепов белиберда "').output
    assert "no document has every word; not all of these have: белиберда" in output
    assert "at 17: у кавычки нет пары" in output


def test_analyze_shows_tokens_lemmas_tags_shares_and_name_key(run: Run) -> None:
    output = run("analyze", "стали Токаевым").output
    assert "стать 0.98 VERB" in output
    assert "сталь 0.02 NOUN" in output
    assert "name keys #токаев" in output
    tokens = json.loads(run("analyze", "стали", "--format", "json").output)
    assert tokens[0]["terms"] == ["стать", "~сталь"]


def test_stats_count_the_archive(run: Run) -> None:
    stats = json.loads(run("stats", "--format", "json").output)
    assert (stats["documents"], stats["undated"], stats["zone"]) == (56, 2, "Europe/Moscow")
    assert "documents   56" in run("stats").output


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("search", "мир", "--from", "2024-13-01"), 1, "2024-13-01"),
        (("search", "мир", "--from", "2024-02-01", "--to", "2024-01-01"), 1, "from=2024-02-01 lies after"),
        (("search", "мир", "--index", "/нет/такого"), 1, "slovoform build"),
        (("search", "мир", "--sort", "best"), 2, "best"),
        (("build", "/нет/такого", "--index", "INDEX"), 1, "not one document"),
        (("build", "x", "--map", "title"), 2, "FIELD=VALUE"),
        (("build", "x", "--map", "titel=a"), 1, "titel"),
        (("build", "x", "--zone", "Moscow"), 1, "Europe/Moscow"),
        (("build", "x", "--encoding", "utf-9"), 1, "utf-9"),
        (("serch", "мир"), 2, "serch"),
    ],
)
def test_a_mistake_is_answered_with_a_clear_line(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], status: int, said: str
) -> None:
    result = run(*(str(tmp_path / "index") if argument == "INDEX" else argument for argument in arguments))
    assert result.exit_code == status
    assert said in result.output
    assert "Traceback" not in result.output


def test_build_reports_and_its_status_says_whether_something_was_skipped(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "а.txt").write_text("date 2026-01-05 Заголовок\n\nТекст.", encoding="utf-8")
    result = run("build", folder, "--index", tmp_path / "index")
    assert result.exit_code == 0
    assert "indexed     1" in result.output
    (folder / "пусто.txt").touch()
    result = run("build", folder, "--index", tmp_path / "index", "--skipped", tmp_path / "skipped.txt")
    assert result.exit_code == 3
    assert "пусто.txt: " in result.output
    assert "пусто.txt: " in (tmp_path / "skipped.txt").read_text(encoding="utf-8")
    assert json.loads(run("stats", "--index", tmp_path / "index", "--format", "json").output)["documents"] == 1


def test_build_gives_documents_what_set_and_map_say(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "лента.csv"
    table.write_text("headline,text,date\nЗаголовок,Текст,2026/01/05\n", encoding="utf-8")
    result = run(
        "build", table, "--index", tmp_path / "index", "--map", "title=headline", "--set", "source=Степные вести"
    )
    assert result.exit_code == 0, result.output
    (hit,) = SearchService(tmp_path / "index").search(SearchRequest("заголовок")).hits
    assert (hit.title.text, str(hit.date), hit.source) == ("Заголовок", "2026-01-05", "Степные вести")

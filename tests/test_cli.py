"""The command line, as a person meets it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from search.answer import page_json
from search.cli import main
from search.config import from_environment
from search.request import SearchRequest
from search.service import SearchService
from tests.conftest import ARCHIVE

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
    for command in ("analyze", "build", "demo", "search", "serve", "stats", "why"):
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


def test_what_was_meant_is_shown_and_this_is_said(run: Run) -> None:
    told = run("search", "гпфуров", "--limit", "1").output
    assert "showing what was found for: гафуров (--no-autocorrect searches for it as typed)" in told
    told = run("search", "гпфуров", "--no-autocorrect").output
    assert "found: 0" in told and "did you mean: гафуров (3)" in told


def test_a_query_that_was_begun_is_completed(run: Run) -> None:
    assert run("suggest", "гафу", "--limit", 1).output == "гафуров (11)\n"
    assert json.loads(run("suggest", "гафу", "--format", "json").output)["completions"][0]["text"] == "гафуров"


def test_forms_are_counted_and_other_spellings_suggested(run: Run) -> None:
    output = run("search", 'сталь | "чемпион мира"', "--forms").output
    assert '\nforms of "чемпион мира": чемпион мира 2, чемпиона мира 1, ' in output
    assert "forms of" not in run("search", "сталь").output
    assert "and 130 more\n" in run("search", "о*", "--forms").output
    assert "\ndid you mean: Гафуров (3)\n" in run("search", "Ғафуров").output


def test_a_query_may_begin_with_a_minus(run: Run) -> None:
    everything, without = (json.loads(run("search", query, "--format", "json").output) for query in ("", "-сталь"))
    assert without["query"]["parsed"] == without["query"]["raw"] == "-сталь"
    assert 0 < without["total"]["value"] < everything["total"]["value"]
    for arguments in (("--limit", 1, "-сталь"), ("-сталь", "--limit", 1), ("--limit", 1, "--", "-сталь")):
        assert run("search", *arguments).output.startswith(f"found: {without['total']['value']} ")
    assert run("search", "--strict", "-сталь").output.startswith("found: ")
    assert json.loads(run("search", "-hockey", "--format", "json").output)["query"]["raw"] == "-hockey"
    assert json.loads(run("analyze", "-сталь", "--format", "json").output)["tokens"][0]["form"] == "сталь"


def test_the_value_of_an_option_may_begin_with_a_minus(run: Run) -> None:
    assert "from" in run("search", "сталь", "--from", "-5").output
    assert "-index" in run("search", "сталь", "--index", "-index").output


@pytest.mark.parametrize("arguments", [("--srot", "newest"), ("--srot=newest",), ("--srot",)])
def test_a_mistyped_option_is_no_query(run: Run, arguments: tuple[str, ...]) -> None:
    for typed in (arguments, ("мир", *arguments), (*arguments, "мир")):
        result = run("search", *typed)
        assert result.exit_code == 2
        assert "No such option" in result.output and "--srot" in result.output


def test_a_command_that_takes_a_text_still_shows_its_help(run: Run) -> None:
    assert run("search", "-h").output == run("search", "--help").output
    assert "--sort" in run("search", "-h").output


def test_a_strict_search_refuses_what_cannot_be_used(run: Run) -> None:
    refused = run("search", 'тлепов "', "--strict")
    assert refused.exit_code == 1
    assert "at 7: this quotation mark has no pair" in refused.output
    assert run("search", "тлепов", "--strict").exit_code == 0


def test_what_was_looked_for_as_well_is_said_unless_it_is_switched_off(run: Run) -> None:
    found, typed = run("search", "организация наций"), run("search", "организация объединённых наций")
    assert "also" not in found.output
    assert "объединённых: also ООН" in typed.output
    assert "also" not in run("search", "организация объединённых наций", "--no-expand").output


def test_own_synonyms_and_names_come_from_options_or_the_environment(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    synonyms, names = tmp_path / "synonyms.txt", tmp_path / "names.txt"
    synonyms.write_text("кабачок = патиссон", encoding="utf-8")
    names.write_text("Тлепов: Тлепова, Тлепову", encoding="utf-8")
    given = run("search", "кабачок тлепов", "--synonyms", synonyms, "--names", names).output
    assert "кабачок: also патиссон" in given
    assert "тлепов: also Тлепов" in given
    monkeypatch.setenv("SLOVOFORM_SYNONYMS", str(synonyms))
    monkeypatch.setenv("SLOVOFORM_NAMES", str(names))
    said = [line for line in run("search", "кабачок тлепов").output.splitlines() if "also" in line]
    assert said == [line for line in given.splitlines() if "also" in line]
    synonyms.write_text("кабачок = патиссон\nтыква", encoding="utf-8")
    refused = run("search", "кабачок")
    assert refused.exit_code == 1
    assert f"{synonyms}:2: " in refused.output


def test_limits_are_set_by_the_environment(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("search", "тлепов токаев").exit_code == 0
    monkeypatch.setenv("SLOVOFORM_MAX_CLAUSES", "1")
    assert "at most 1 words and phrases" in run("search", "тлепов токаев").output


def test_analyze_shows_tokens_lemmas_tags_shares_and_name_key(run: Run) -> None:
    output = run("analyze", "стали Токаевым").output
    assert "стать 0.98 VERB" in output
    assert "сталь 0.02 NOUN" in output
    assert "name keys #токаев" in output
    tokens = json.loads(run("analyze", "стали", "--format", "json").output)["tokens"]
    assert tokens[0]["terms"] == ["стать", "~сталь"]


def test_analyze_shows_how_many_documents_each_word_finds(run: Run, archive_index: Path) -> None:
    text = "Стали, вице-премьер абракадабра"
    answer = json.loads(run("analyze", text, "--format", "json", "--index", archive_index).output)
    tokens = answer["tokens"]
    assert (answer["text"], answer["generation"]) == (text, "000001")
    service = SearchService(archive_index)
    assert [token["form"] for token in tokens] == ["Стали", "вице-премьер", "премьер", "абракадабра"]
    for token in tokens:
        page = service.search(SearchRequest(token["form"], match="all"))
        assert token["documents"] == page.total.value
    assert [bool(token["documents"]) for token in tokens] == [True, True, True, False]
    assert f"documents {tokens[0]['documents']}\n" in run("analyze", text).output


def test_analyze_needs_no_index_unless_one_is_given(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SLOVOFORM_INDEX", str(tmp_path / "нет"))
    result = run("analyze", "сталь", "--format", "json")
    assert (result.exit_code, json.loads(result.stdout)["tokens"][0]["documents"]) == (0, None)
    assert f"documents are not counted: there is no index in {tmp_path / 'нет'}" in result.stderr
    assert "documents —\n" in run("analyze", "сталь").stdout
    result = run("analyze", "сталь", "--index", tmp_path / "нет")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "there is no index" in result.stderr


def test_every_command_takes_its_index(run: Run) -> None:
    for name in ("analyze", "build", "demo", "search", "serve", "stats", "why"):
        assert "--index PATH" in run(name, "--help").output


def test_stats_count_the_archive(run: Run) -> None:
    stats = json.loads(run("stats", "--format", "json").output)
    assert (stats["documents"], stats["undated"], stats["zone"]) == (56, 2, "Europe/Moscow")
    assert stats["gaps"][0].keys() == {"from", "to", "months"}
    assert "documents   56" in run("stats").output


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("search", "мир", "--from", "2024-13-01"), 1, "2024-13-01"),
        (("search", "мир", "--from", "2024-02-01", "--to", "2024-01-01"), 1, "from=2024-02-01 lies after"),
        (("search", "мир", "--index", "/нет/такого"), 1, "slovoform build"),
        (("search", "мир", "--sort", "best"), 2, "best"),
        (("build", "/нет/такого", "--index", "INDEX"), 1, "not one document"),
        (("build", "x", "--index", "FILE"), 1, "no index can be written to"),
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
    (tmp_path / "file").touch()
    paths = {"INDEX": tmp_path / "index", "FILE": tmp_path / "file"}
    result = run(*(paths.get(argument, argument) for argument in arguments))
    assert result.exit_code == status
    assert said in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize("value", ["abc", "-1", "65536", "8080.5", "９０", "9" * 5000])
@pytest.mark.parametrize("command", [("search", "мир"), ("stats",), ("build", "x"), ("serve",), ("demo",)])
def test_a_port_in_the_environment_that_is_none_is_named_with_its_variable_by_every_command(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], value: str
) -> None:
    monkeypatch.setenv("SLOVOFORM_PORT", value)
    monkeypatch.delenv("SLOVOFORM_INDEX")
    result = run(*command)
    assert result.exit_code == 1
    assert result.output == f"Error: SLOVOFORM_PORT is {value!r}: set it to a number from 0 to 65535\n"


@pytest.mark.parametrize("variable", ["SLOVOFORM_CURSOR_MINUTES", "SLOVOFORM_CURSOR_GENERATIONS"])
def test_how_long_generations_are_held_for_cursors_is_set_by_whoever_serves(
    run: Run, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "3")
    assert 3 in asdict(from_environment().holding).values()
    monkeypatch.setenv(variable, "viel")
    assert run("stats").output == f"Error: {variable} is 'viel': set it to a number from 0 to 10000\n"


def test_a_zone_in_the_environment_that_there_is_not_is_answered_with_how_to_write_one(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLOVOFORM_ZONE", "Moscow")
    for command in (("build", "x"), ("demo",)):
        result = run(*command)
        assert (result.exit_code, result.output.count("\n")) == (1, 1)
        assert "there is no time zone 'Moscow'" in result.output


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_out_of_range_is_refused_where_it_is_typed(run: Run, command: str) -> None:
    result = run(command, "--port", 65536)
    assert result.exit_code == 2
    assert "--port" in result.output and "65535" in result.output


def test_a_cache_folder_that_cannot_be_used_is_told_by_demo(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "cache").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    result = run("demo")
    assert result.exit_code == 1
    assert f"no index can be written to {tmp_path / 'cache'}" in result.output
    assert "--index" in result.output


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


def test_a_file_for_the_skipped_that_cannot_be_written_is_refused_before_anything_is_built(
    run: Run, tmp_path: Path
) -> None:
    for unusable in (tmp_path, tmp_path / "нет" / "skipped.txt"):
        result = run("build", ARCHIVE, "--index", tmp_path / "index", "--skipped", unusable)
        assert result.exit_code == 2
        assert "--skipped" in result.output and str(unusable) in result.output
    assert not (tmp_path / "index").exists()


def test_the_file_for_the_skipped_holds_those_of_this_build_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "skipped.txt").write_text("an older build\n", encoding="utf-8")
    assert run("build", ARCHIVE, "--index", tmp_path / "index", "--skipped", tmp_path / "skipped.txt").exit_code == 0
    assert (tmp_path / "skipped.txt").read_text(encoding="utf-8") == ""


def test_build_gives_documents_what_set_and_map_say(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "лента.csv"
    table.write_text("headline,text,date\nЗаголовок,Текст,2026/01/05\n", encoding="utf-8")
    result = run(
        "build", table, "--index", tmp_path / "index", "--map", "title=headline", "--set", "source=Степные вести"
    )
    assert result.exit_code == 0, result.output
    (hit,) = SearchService(tmp_path / "index").search(SearchRequest("заголовок")).hits
    assert (hit.title.text, str(hit.date), hit.source) == ("Заголовок", "2026-01-05", "Степные вести")


def test_build_and_update_read_figures_in_the_order_that_date_order_says(run: Run, tmp_path: Path) -> None:
    table, index = tmp_path / "лента.csv", tmp_path / "index"
    table.write_text("id,text,date\n1,Текст,03/04/2024\n", encoding="utf-8")
    for command, order, day in (("build", "mdy", "2024-03-04"), ("update", "dmy", "2024-04-03")):
        result = run(command, table, "--index", index, "--date-order", order)
        assert result.exit_code == 0, result.output
        (hit,) = SearchService(index).search(SearchRequest("текст")).hits
        assert str(hit.date) == day
    assert run("build", table, "--index", index, "--date-order", "ydm").exit_code == 2

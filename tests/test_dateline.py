"""Datelines: the table of cases, what is never looked at, and real news that has none."""

from __future__ import annotations

import gzip
import json
import time
from pathlib import Path

import pytest

from indexer.dateline import Dateline, dateline

CASES = Path(__file__).parent / "cases" / "datelines.txt"
NEWS = Path(__file__).parents[1].parent / "shared" / "data" / "news"
ASTANA = "АСТАНА, 5 января. /ТАСС/. Президент Казахстана заявил…"


def cases():
    for number, line in enumerate(CASES.read_text(encoding="utf-8").splitlines(), start=1):
        if line and not line.startswith("#"):
            text, place, agency = line.replace("¶", "\n\n").replace("␣", "\xa0").split(" ⟶ ")
            wanted = Dateline(*("" if field == "—" else field for field in (place, agency)))
            yield pytest.param(text, wanted, id=f"datelines.txt:{number}")


@pytest.mark.parametrize(("text", "wanted"), [*cases()])
def test_a_text_gives_the_dateline_of_its_case(text, wanted):
    assert (text, dateline(text)) == (text, wanted)


@pytest.mark.parametrize("between", ["\n", "\r\n", "\r\n\r\n", "\n \n", "\n\n\n\n"])
def test_a_lead_is_told_from_the_dateline_by_any_kind_of_break(between):
    assert dateline(f"{between}Лид.{between}{ASTANA}") == Dateline("Астана", "ТАСС")


def test_lines_of_one_paragraph_are_not_counted_where_blank_lines_part_them():
    assert dateline(f"Лид\nиз трёх\nстрок.\n\n{ASTANA}") == Dateline("Астана", "ТАСС")


def test_nothing_past_the_opening_is_read():
    assert dateline("А" * 3000 + "\n\n" + ASTANA) == Dateline("", "")


def test_an_empty_text_has_no_dateline():
    assert dateline("") == dateline(" \n\n ") == Dateline("", "")


@pytest.mark.parametrize(
    "piece",
    [
        "А",
        "А-",
        "АБ ",
        "АБ-АБ ",
        "АБ, ",
        "АБ/",
        "АБ (",
        "/",
        "(",
        "\n",
        "5 ",
        "5 января. ",
        "Аб-",
        "Аб ",
        "ТАСС ",
        "/ТАСС ",
    ],
)
def test_hostile_texts_cost_no_more_than_their_opening(piece):
    started = time.process_time()
    for start in ("", "МОСКВА, ", "МОСКВА, 5 января. ", "МОСКВА, 5 января. /ТАСС "):
        dateline(start + piece * 100_000)
    assert time.process_time() - started < 1


@pytest.mark.shared
@pytest.mark.parametrize("name", ["debian", "lenta", "newsru", "ng", "nplus1", "rbc", "rt", "telegram"])
def test_real_news_without_datelines_is_given_none(name):
    path = NEWS / f"{name}.jsonl.gz"
    if not path.exists():
        pytest.skip(f"no corpus at {path}: these texts are not part of the project")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    assert [text[:200] for text in texts if dateline(text) != Dateline("", "")] == []

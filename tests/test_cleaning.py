from __future__ import annotations

import sys
import unicodedata

import pytest

from indexer.reading.assembling.cleaning import _PLAIN, clean, one_line


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("Токаев прибыл в Астану", "Токаев прибыл в Астану"),
        ("Первый абзац\r\n\r\nВторой", "Первый абзац\n\nВторой"),
        ("Первый\rВторой\u2028Третий\u0085Четвёртый\fПятый", "Первый\nВторой\nТретий\nЧетвёртый\nПятый"),
        ("графа\tграфа", "графа\tграфа"),
        ("Аст\x00ана\x07 \x1bи Ал\x9fматы\x7f", "Астана и Алматы"),
        ("Песков\ud83d заявил", "Песков\ufffd заявил"),
        ("смех 😀", "смех 😀"),
    ],
)
def test_text_is_kept_without_what_no_one_typed(raw: str, kept: str) -> None:
    assert clean(raw) == kept


def test_letters_are_composed() -> None:
    assert clean("Тока\u0435\u0308в и Андреи\u0306") == "Тока\u0451в и Андре\u0439"


@pytest.mark.parametrize("raw", ["  Токаев\u00a0 прибыл\r\n\tв  Астану ", "Токаев прибыл\x00 в\u2028Астану"])
def test_a_title_is_one_line_with_single_blanks(raw: str) -> None:
    assert one_line(raw) == "Токаев прибыл в Астану"


def test_signs_that_pass_without_a_closer_look_change_nothing_before_them() -> None:
    plain = [sign for sign in map(chr, range(sys.maxunicode + 1)) if _PLAIN.fullmatch(sign)]
    assert set("аяёЁAz0 «»—№\n\t") <= set(plain)
    for sign in plain:
        assert sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs", "Zl", "Zp")
        for before in ("", "и", "A", "가"):
            assert unicodedata.is_normalized("NFC", before + sign)


@pytest.mark.parametrize("marks", ["\u0301\u0316", "\u0301", "\u05b0\u0591", "\u0345\u0315\u0301"])
def test_of_marks_without_end_on_one_letter_thirty_stay(marks: str) -> None:
    letters = clean("й" + marks * 300_000 + "ц" + marks)  # in the order of Unicode they would take minutes
    assert len(letters) <= 2 + 30 + len(marks)
    assert letters == clean(letters)
    assert letters.endswith(unicodedata.normalize("NFC", "ц" + marks))


def test_signs_that_are_no_marks_may_follow_one_another() -> None:
    for sign in "—«•😀\u200b":
        assert clean(sign * 100) == sign * 100

"""Paragraphs of a marked text; marks are written as [слово]."""

from __future__ import annotations

import re

import pytest

from search.results import Excerpt, Span
from web.pages.document.paragraphs import paragraphs


def excerpt(text: str) -> Excerpt:
    spans = [(found.start(), found.end()) for found in re.finditer(r"\[[^]]*\]", text)]
    marks = [Span(start - 2 * place, end - 2 * place - 2) for place, (start, end) in enumerate(spans)]
    return Excerpt(re.sub(r"[][]", "", text), tuple(marks))


def shown(piece: Excerpt) -> str:
    text = piece.text
    for mark in reversed(piece.marks):
        text = f"{text[: mark.start]}[{text[mark.start : mark.end]}]{text[mark.end :]}"
    return text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Одна [сталь].", ["Одна [сталь]."]),
        ("Лид.\n\nО [стали].\n \n[Сталь].\n", ["Лид.", "О [стали].", "[Сталь].\n"]),
        ("Первый [абзац].\nВторой [абзац].", ["Первый [абзац].", "Второй [абзац]."]),
        ("Строка,\nещё строка.\n\nАбзац.", ["Строка,\nещё строка.", "Абзац."]),
        ("\n\nС [краю]", ["С [краю]"]),
        ("Стал [чемпионом\n\nмира] снова", ["Стал [чемпионом]", "[мира] снова"]),
    ],
)
def test_paragraphs_keep_their_marks(text: str, expected: list[str]) -> None:
    assert [shown(piece) for piece in paragraphs(excerpt(text))] == expected

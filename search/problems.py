"""What of a query could not be used, in words: where it stands, and what was done instead."""

from __future__ import annotations

from typing import Literal

from search import contract
from search.results import Page, Problem, ProblemKind

Language = Literal["ru", "en"]

_MESSAGES: dict[ProblemKind, dict[Language, str]] = {
    "pipe": {
        "ru": "у знака | нет слова с обеих сторон, он пропущен",
        "en": "the sign | has no word on both sides; it is left out",
    },
    "quote": {
        "ru": "у кавычки нет пары, слова после неё ищутся по отдельности",
        "en": "the quote is not closed; the words after it are looked for one by one",
    },
    "bracket": {
        "ru": "у скобки нет пары: открытая считается закрытой в конце запроса, лишняя закрытая пропущена",
        "en": "the bracket has no partner: an open one is closed at the end, a closing one too many is left out",
    },
    "star": {
        "ru": "звёздочка действует только внутри одного слова или на его краю, здесь она пропущена",
        "en": "an asterisk works only inside one word or at its edge; here it is left out",
    },
    "tilde": {
        "ru": "после ~ у слова может стоять 1 или 2, у фразы — число от 1 до 999; здесь ~ пропущен",
        "en": "~ takes 1 or 2 behind a word, 1 to 999 behind a phrase; here it is left out",
    },
    "lemma": {
        "ru": "после !! должно стоять одно целое слово, здесь !! пропущено",
        "en": "!! wants one whole word behind it; here it is left out",
    },
    "near": {
        "ru": "с обеих сторон от знака расстояния должно быть слово или обычная фраза, здесь он пропущен",
        "en": "the sign of distance wants a word or a plain phrase on both sides; here it is left out",
    },
    "field": {
        "ru": "такого поля нет, всё это ищется как слова",
        "en": "there is no such field; all of it is looked for as words",
    },
    "date": {
        "ru": "дата не понята, условие пропущено; пишите date:2026-01-05 или date:2026-01..2026-02",
        "en": "the date is not understood, the condition is left out; write date:2026-01-05 or date:2026-01..2026-02",
    },
    "capitals": {
        "ru": "в запросе из одних прописных букв это обычное слово; чтобы исключить, поставьте минус",
        "en": "in a query all in capitals this is a plain word; to exclude, put a minus",
    },
    "empty": {"ru": "здесь нет слова, которое можно искать", "en": "there is no word here to look for"},
}

_HINTS: dict[Language, str] = {"ru": "похожее поле — {}", "en": "the nearest field is {}"}


def problems_json(page: Page, language: Language = "ru") -> list[contract.QueryProblem]:
    """What could not be used of the query as typed: where, in code points, and what was done instead."""
    return [
        {
            "kind": problem.kind,
            "start": problem.start,
            "end": problem.end,
            "text": problem.text,
            "message": _message(problem, language),
        }
        for problem in page.problems
    ]


def _message(problem: Problem, language: Language) -> str:
    message = _MESSAGES[problem.kind][language]
    return f"{message}; {_HINTS[language].format(problem.hint)}" if problem.hint else message

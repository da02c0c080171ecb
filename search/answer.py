"""An answer as JSON: the one shape that the endpoint and `slovoform search --format json` both give."""

from __future__ import annotations

from html import escape
from typing import Any

from search.documents import DETAILS, When
from search.results import Excerpt, Hit, MarkedDocument, Page, Problem, ProblemKind

Json = dict[str, Any]

_PROBLEMS: dict[ProblemKind, str] = {
    "pipe": "у знака | нет слова с обеих сторон, он пропущен",
    "quote": "у кавычки нет пары, слова после неё ищутся по отдельности",
    "bracket": "у скобки нет пары: открытая считается закрытой в конце запроса, лишняя закрытая пропущена",
    "star": "звёздочка действует только внутри одного слова или на его краю, здесь она пропущена",
    "tilde": "после ~ у слова может стоять 1 или 2, у фразы — число от 1 до 999; здесь ~ пропущен",
    "lemma": "после !! должно стоять одно целое слово, здесь !! пропущено",
    "near": "с обеих сторон от знака расстояния должно быть слово или обычная фраза, здесь он пропущен",
    "field": "такого поля нет, всё это ищется как слова",
    "date": "дата не понята, условие пропущено; пишите date:2026-01-05 или date:2026-01..2026-02",
    "capitals": "в запросе из одних прописных букв это обычное слово; чтобы исключить, поставьте минус",
    "empty": "здесь нет слова, которое можно искать",
}


def page_json(page: Page) -> Json:
    """A page of results: `query`, `total`, `relaxed`, `dropped`, `broadened`, `problems`, `hits`, `took_ms`."""
    return {
        "query": {
            "raw": page.request.q,
            "parsed": page.parsed,
            "interpretation": [
                {
                    "text": reading.text,
                    "kind": reading.kind,
                    "lemmas": list(reading.lemmas),
                    "role": reading.role,
                    "documents": reading.documents,
                }
                for reading in page.interpretation
            ],
        },
        "total": {"value": page.total.value, "relation": page.total.relation},
        "relaxed": page.relaxed,
        "dropped": list(page.dropped),
        "broadened": list(page.broadened),
        "problems": problems_json(page),
        "hits": [_hit_json(hit) for hit in page.hits],
        "took_ms": page.took_ms,
    }


def problems_json(page: Page) -> list[Json]:
    """What could not be used of the query as typed: where, in code points, and what was done instead."""
    return [
        {
            "kind": problem.kind,
            "start": problem.start,
            "end": problem.end,
            "text": problem.text,
            "message": _message(problem),
        }
        for problem in page.problems
    ]


def _message(problem: Problem) -> str:
    message = _PROBLEMS[problem.kind]
    return f"{message}; похожее поле — {problem.hint}" if problem.hint else message


def document_json(found: MarkedDocument) -> Json:
    """A whole document with all that is known of it; `highlight` marks what the query matched."""
    document = found.document
    details = {name: getattr(document, name) for name in DETAILS}
    return {
        "id": document.id,
        "title": document.title,
        "date": date_text(document.date),
        **details,
        "keywords": list(document.keywords),
        "text": document.text,
        "highlight": {"title": marked(found.title), "text": marked(found.text)},
    }


def marked(excerpt: Excerpt) -> str:
    """An excerpt as HTML: escaped, matches in `<mark>`.

    >>> marked(Excerpt("Запас стали < нормы", (Span(6, 11),)))
    'Запас <mark>стали</mark> &lt; нормы'
    """
    pieces = []
    end = 0
    for span in excerpt.marks:
        pieces.append(escape(excerpt.text[end : span.start]))
        pieces.append(f"<mark>{escape(excerpt.text[span.start : span.end])}</mark>")
        end = span.end
    return "".join(pieces) + escape(excerpt.text[end:])


def date_text(date: When | None) -> str | None:
    """A date as the API writes it: «2026-01-05», «2026-01-05T12:30:00+03:00», or null."""
    return None if date is None else date.isoformat()


def _hit_json(hit: Hit) -> Json:
    return {
        "id": hit.id,
        "title": hit.title.text,
        "date": date_text(hit.date),
        "source": hit.source,
        "url": hit.url,
        "score": hit.score,
        "highlight": {"title": marked(hit.title), "text": [marked(snippet) for snippet in hit.snippets]},
    }

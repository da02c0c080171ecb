"""An answer as JSON: the one shape that the endpoint and `slovoform search --format json` both give."""

from __future__ import annotations

from dataclasses import asdict
from html import escape
from typing import Any

from search.documents import DETAILS, When
from search.results import (
    Clause,
    Completion,
    Excerpt,
    Hit,
    MarkedDocument,
    Page,
    Problem,
    ProblemKind,
    Reading,
    Similar,
    Why,
)

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
    """A page of results: `query`, `total`, `relaxed`, `dropped`, `broadened`, `suggestions`, `problems`, `hits`…"""
    return {
        "query": {
            "raw": page.request.q,
            "parsed": page.parsed,
            "interpretation": [reading_json(reading) for reading in page.interpretation],
        },
        "total": asdict(page.total),
        "relaxed": page.relaxed,
        "dropped": list(page.dropped),
        "broadened": list(page.broadened),
        "suggestions": [asdict(suggestion) for suggestion in page.suggestions],
        "problems": problems_json(page),
        "hits": [_hit_json(hit) for hit in page.hits],
        "took_ms": page.took_ms,
        "generation": page.generation,
        "stale": page.stale,
    }


def completions_json(text: str, completions: tuple[Completion, ...]) -> Json:
    """What a query that was begun may be."""
    return {"query": text, "completions": [asdict(completion) for completion in completions]}


def reading_json(reading: Reading) -> Json:
    """How one clause was read; with `forms` and `more_forms` where these were asked for."""
    shown: Json = {
        "text": reading.text,
        "kind": reading.kind,
        "lemmas": [lemma.text for lemma in reading.lemmas],
        "expanded": list(reading.expanded),
        "readings": [
            {"lemma": lemma.text, "part": lemma.part, "documents": lemma.documents} for lemma in reading.lemmas
        ],
        "role": reading.role,
        "documents": reading.documents,
        "dropped": reading.dropped,
    }
    if reading.forms is not None:
        shown["forms"] = [asdict(count) for count in reading.forms.counts]
        shown["more_forms"] = reading.forms.more
    return shown


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


def similar_json(found: Similar) -> Json:
    """What else there is on the subject of a document: `lemmas` by which it was found, `hits`, and its `reprints`."""
    return {
        "lemmas": list(found.lemmas),
        "hits": [_hit_json(hit) for hit in found.hits],
        "reprints": [_hit_json(hit) for hit in found.reprints],
    }


def why_json(found: Why) -> Json:
    """Why a query finds a document, or does not: what `clauses`, `passage` and `families` add sums up to `score`."""
    return {
        "id": found.id,
        "title": found.title,
        "date": date_text(found.date),
        "listed": found.listed,
        "failures": [asdict(failure) for failure in found.failures],
        "relaxed": found.relaxed,
        "words": {"asked": found.words, "had": found.having},
        "worth": {"asked": found.worth, "needed": found.worth_needed, "had": found.worth_had},
        "score": found.score,
        "clauses": [_clause_json(clause) for clause in found.clauses],
        "passage": found.passage,
        "families": [{"text": word, "score": gain} for word, gain in found.families],
    }


def _clause_json(clause: Clause) -> Json:
    return {
        "text": clause.reading.text,
        "kind": clause.reading.kind,
        "role": clause.reading.role,
        "matched": clause.matched,
        "weight": clause.weight,
        "idf": clause.idf,
        "times": clause.times,
        "score": clause.score,
        "forms": [
            {
                "form": form.form,
                "places": form.places,
                "terms": [{"term": term, "kind": kind} for term, kind in form.terms],
            }
            for form in clause.forms
        ],
        "places": clause.places,
        "shown": [{"field": place.field, "text": marked(place.excerpt)} for place in clause.shown],
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
        "reprints": {"count": len(hit.reprints), "ids": list(hit.reprints)},
        "highlight": {"title": marked(hit.title), "text": [marked(snippet) for snippet in hit.snippets]},
    }

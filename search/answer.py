"""An answer as JSON: the one shape that the endpoint and `slovoform search --format json` both give."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from html import escape
from typing import Any, Literal, get_args

from search import contract
from search.documents import When
from search.problems import problems_json
from search.results import (
    Bucket,
    Clause,
    Completion,
    Excerpt,
    Facet,
    Histogram,
    Hit,
    MarkedDocument,
    Page,
    Reading,
    Similar,
    Stats,
    Why,
)
from search.russian.analysis import Token

HitField = Literal[
    "id", "title", "date", "source", "url", "score", "highlight", "reprints",
    "section", "author", "place", "agency", "keywords", "text", "matches",
]  # fmt: skip
HIT_FIELDS: tuple[HitField, ...] = get_args(HitField)
"""What can be told of a document of a list."""

USUAL_FIELDS = HIT_FIELDS[:8]
"""What is told unless other fields are asked for."""


def page_json(page: Page, fields: Collection[HitField] = USUAL_FIELDS) -> contract.SearchAnswer:
    """A page of results: `query`, `total`, `relaxed`, `dropped`, `broadened`, `suggestions`, `problems`, `hits`…"""
    shown: contract.SearchAnswer = {
        "query": {
            "raw": page.request.q,
            "parsed": page.parsed,
            "interpretation": [reading_json(reading) for reading in page.interpretation],
        },
        "total": {"value": page.total.value, "relation": page.total.relation, "unit": page.total.unit},
        "relaxed": page.relaxed,
        "dropped": list(page.dropped),
        "broadened": list(page.broadened),
        "suggestions": [
            {"kind": each.kind, "query": each.query, "hits": each.hits, "applied": each.applied}
            for each in page.suggestions
        ],
        "problems": problems_json(page),
        "warnings": [
            {"kind": "unknown_value", "parameter": each.field, "value": each.value, "suggestion": each.nearest}
            for each in page.unknown
        ],
        "hits": [hit_json(hit, fields) for hit in page.hits],
        "took_ms": page.took_ms,
        "generation": page.generation,
        "zone": page.zone,
        "stale": page.stale,
    }
    if page.facets:
        shown["facets"] = [_facet_json(facet) for facet in page.facets]
    if page.histogram:
        shown["histogram"] = _histogram_json(page.histogram, page.zone)
    return shown


def completions_json(text: str, completions: tuple[Completion, ...]) -> contract.SuggestAnswer:
    """What a query that was begun may be."""
    return {
        "query": text,
        "completions": [{"kind": each.kind, "text": each.text, "times": each.times} for each in completions],
    }


def reading_json(reading: Reading) -> contract.Clause:
    """How one clause was read; with `forms` and `more_forms` where these were asked for."""
    shown: contract.Clause = {
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
        shown["forms"] = [{"form": count.form, "documents": count.documents} for count in reading.forms.counts]
        shown["more_forms"] = reading.forms.more
    return shown


def document_json(found: MarkedDocument) -> contract.DocumentAnswer:
    """A whole document with all that is known of it; `highlight` marks what the query matched."""
    document = found.document
    return {
        "id": document.id,
        "title": document.title,
        "date": date_text(document.date),
        "source": document.source,
        "section": document.section,
        "author": document.author,
        "place": document.place,
        "agency": document.agency,
        "url": document.url,
        "keywords": list(document.keywords),
        "text": document.text,
        "highlight": {"title": marked(found.title), "text": marked(found.text)},
    }


def similar_json(found: Similar) -> contract.SimilarAnswer:
    """What else there is on the subject of a document: `lemmas` by which it was found, `hits`, and its `reprints`."""
    return {
        "lemmas": list(found.lemmas),
        "hits": [hit_json(hit, USUAL_FIELDS) for hit in found.hits],
        "reprints": [hit_json(hit, USUAL_FIELDS) for hit in found.reprints],
    }


def why_json(found: Why) -> contract.WhyAnswer:
    """Why a query finds a document, or does not: what `clauses`, `passage` and `families` add sums up to `score`."""
    return {
        "id": found.id,
        "title": found.title,
        "date": date_text(found.date),
        "listed": found.listed,
        "failures": [{"kind": failure.kind, "text": failure.text} for failure in found.failures],
        "relaxed": found.relaxed,
        "words": {"asked": found.words, "had": found.having},
        "worth": {"asked": found.worth, "needed": found.worth_needed, "had": found.worth_had},
        "score": found.score,
        "clauses": [_clause_json(clause) for clause in found.clauses],
        "passage": found.passage,
        "families": [{"text": word, "score": gain} for word, gain in found.families],
    }


def _clause_json(clause: Clause) -> contract.WhyClause:
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


def hit_json(hit: Hit, fields: Collection[HitField]) -> contract.Hit:
    """A document of a list, in the fields asked for."""
    whole: contract.Hit = {
        "id": hit.id,
        "title": hit.title.text,
        "date": date_text(hit.date),
        "source": hit.source,
        "url": hit.url,
        "score": hit.score,
        "reprints": {"count": len(hit.reprints), "ids": list(hit.reprints)},
        "highlight": {"title": marked(hit.title), "text": [marked(snippet) for snippet in hit.snippets]},
        "section": hit.section,
        "author": hit.author,
        "place": hit.place,
        "agency": hit.agency,
        "keywords": list(hit.keywords),
        "text": hit.text,
        "matches": [
            {
                "form": match.form,
                "lemma": match.lemma,
                "clause": match.clause,
                "field": match.field,
                "start": match.span.start,
                "end": match.span.end,
            }
            for match in hit.matches
        ],
    }
    chosen: Any = {name: value for name, value in whole.items() if name in fields}
    told: contract.Hit = chosen
    if hit.why:
        told["explain"] = why_json(hit.why)
    return told


def _facet_json(facet: Facet) -> contract.Facet:
    return {
        "field": facet.field,
        "values": [{"value": each.value, "count": each.count, "selected": each.selected} for each in facet.values],
        "more": facet.more,
    }


def _histogram_json(histogram: Histogram, zone: str) -> contract.Histogram:
    return {
        "interval": histogram.interval,
        "zone": zone,
        "buckets": [_bucket_json(bucket) for bucket in histogram.buckets],
        "undated": histogram.undated,
    }


def _bucket_json(bucket: Bucket) -> contract.Bucket:
    return {"from": bucket.first.isoformat(), "to": bucket.last.isoformat(), "count": bucket.count}


def stats_json(stats: Stats, gaps: Iterable[tuple[date, date]]) -> contract.StatsAnswer:
    """What an index holds, and in which months it holds nothing."""
    return {
        "documents": stats.documents,
        "undated": stats.undated,
        "first": date_text(stats.first),
        "last": date_text(stats.last),
        "forms": stats.forms,
        "terms": stats.terms,
        "tokens": stats.tokens,
        "gaps": [_gap_json(first, last) for first, last in gaps],
        "generation": stats.generation,
        "created": stats.created,
        "zone": stats.zone,
        "size": stats.size,
    }


def _gap_json(first: date, last: date) -> contract.Gap:
    months = 12 * (last.year - first.year) + last.month - first.month + 1
    return {"from": first.isoformat(), "to": last.isoformat(), "months": months}


def token_json(token: Token, documents: int) -> contract.AnalyzedToken:
    """How one word of a text is understood, and how many documents it finds."""
    return {
        "form": token.form,
        "start": token.start,
        "end": token.end,
        "lemmas": [{"text": lemma.text, "share": lemma.share, "tag": lemma.tag} for lemma in token.lemmas],
        "name_keys": list(token.name_keys),
        "terms": list(token.terms),
        "documents": documents,
    }

"""The evaluation sets: documents, queries, and which documents a query should find."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from search.documents import Document

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[«\"(]?[А-ЯЁA-Z0-9])")


@dataclass(frozen=True, slots=True)
class EvaluationSet:
    """One set; `relevant`: for every query that is judged, the ids of the documents it should find."""

    name: str
    documents: list[Document]
    queries: dict[str, str]
    relevant: dict[str, set[str]]


def evaluation_sets(shared: Path) -> Iterator[EvaluationSet]:
    """All sets of a folder laid out as `eval/<set>/queries.jsonl`, `eval/<set>/qrels.tsv`, `news/<name>.jsonl.gz`."""
    for name in ("rbc", "ng", "newsru"):
        yield _news_set(shared, f"title2body_{name}", name, with_title=False)
    folder = shared / "eval" / "xquad_ru"
    passages = [_document(row, with_title=False) for row in _rows(folder / "corpus.jsonl")]
    queries, relevant = _queries(folder)
    yield EvaluationSet("xquad_ru paragraphs", passages, queries, relevant)
    yield _sentences(folder, passages)
    for name in ("ng", "rt"):
        yield _news_set(shared, f"tags_{name}", name, with_title=True)


def _news_set(shared: Path, name: str, news: str, with_title: bool) -> EvaluationSet:
    rows = _rows(shared / "news" / f"{news}.jsonl.gz")
    documents = [_document(row, with_title) for row in rows]
    return EvaluationSet(name, documents, *_queries(shared / "eval" / name))


def _sentences(folder: Path, passages: list[Document]) -> EvaluationSet:
    """Every sentence a document; a question should find the sentences of its passage that hold an answer."""
    answers = {row["id"]: row["answers"] for row in _rows(folder / "queries.jsonl")}
    queries, of_passage = _queries(folder)
    documents, held = [], {}
    for passage in passages:
        for number, sentence in enumerate(_SENTENCE_END.split(passage.text)):
            documents.append(Document(f"{passage.id}.{number}", "", sentence))
            held.setdefault(passage.id, []).append(documents[-1])
    relevant = {
        query: {
            sentence.id
            for passage in of_passage[query]
            for sentence in held[passage]
            if any(answer in sentence.text for answer in answers[query])
        }
        for query in queries
    }
    return EvaluationSet("xquad_ru sentences", documents, queries, {q: ids for q, ids in relevant.items() if ids})


def _queries(folder: Path) -> tuple[dict[str, str], dict[str, set[str]]]:
    queries = {row["id"]: row["text"] for row in _rows(folder / "queries.jsonl")}
    relevant: dict[str, set[str]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        query, document, score = line.split("\t")
        if int(score) > 0:
            relevant.setdefault(query, set()).add(document)
    return queries, relevant


def _document(row: dict[str, Any], with_title: bool) -> Document:
    return Document(row["id"], row["title"] if with_title else "", row["text"])


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)

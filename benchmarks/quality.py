"""How good is the ranking, beside the analysis that others use?

    python -m benchmarks.quality SHARED [--out benchmarks/QUALITY.md]

SHARED is a folder with `data/news` and `data/eval` (see `sets.py`). Prints nDCG@10 of every set as a table. The peers
rank with BM25 over the same tokens, as words, as Snowball stems and as first lemmas, each with the better of two
usual settings (k1 1.2, b .75; k1 .9, b .4), stop words left out; tantivy with its own Russian pipeline.
"""

from __future__ import annotations

import datetime
import math
import platform
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import click
import numpy as np
import snowballstemmer
import tantivy

from benchmarks.sets import EvaluationSet, evaluation_sets
from search.config import DEFAULT_LIMITS
from search.documents import Document
from search.index.building.draft import Draft
from search.index.changing import publishing
from search.request import SearchRequest
from search.russian.lemmas import morphology
from search.russian.spelling import fold
from search.russian.stopwords import is_stop_word
from search.russian.tokens import cut
from search.service import SearchService

Ranker = Callable[[str], list[str]]
_STEMMER = snowballstemmer.stemmer("russian")
_SETTINGS = ((1.2, 0.75), (0.9, 0.4))
_PLACES = 10


@click.command()
@click.argument("shared", type=click.Path(path_type=Path, exists=True))
@click.option("--out", type=click.Path(path_type=Path))
def main(shared: Path, out: Path | None) -> None:
    """Measure every set and print the table."""
    rows = []
    for each in evaluation_sets(shared / "data"):
        scores = [max(_ndcg(each, _bm25(each, analyse, *s)) for s in _SETTINGS) for analyse in _ANALYSES.values()]
        scores.append(_ndcg(each, _tantivy(each)))
        scores += [_ndcg(each, ours) for ours in _slovoform(each)]
        cells = " | ".join(f"{score:.4f}" for score in scores)
        rows.append(f"| {each.name} | {len(each.documents):,} | {len(each.relevant):,} | {cells} |")
        click.echo(rows[-1])
    if out:
        out.write_text(_PAGE.format(rows="\n".join(rows), when=_when()), encoding="utf-8")


def _ndcg(each: EvaluationSet, ranker: Ranker) -> float:
    """The mean nDCG@10 over the judged queries; a document is relevant or not."""
    return sum(_gain(ranker(each.queries[query]), wanted) for query, wanted in each.relevant.items()) / len(
        each.relevant
    )


def _gain(ranked: list[str], wanted: set[str]) -> float:
    gain = sum(1 / math.log2(place + 2) for place, ident in enumerate(ranked[:_PLACES]) if ident in wanted)
    return gain / sum(1 / math.log2(place + 2) for place in range(min(_PLACES, len(wanted))))


def _slovoform(each: EvaluationSet) -> Iterable[Ranker]:
    """Ours, as the page asks (`match=auto`) and with any of the words (`match=any`)."""
    with tempfile.TemporaryDirectory() as folder:
        index, zone = Path(folder), ZoneInfo("UTC")
        with publishing.writing(index) as written, Draft(written, zone) as draft:
            for document in each.documents:
                draft.add(document)
            publishing.publish(written, [draft.write()], zone)
        service = SearchService(index)
        for match in ("auto", "any"):
            yield lambda query, match=match: [  # type: ignore[misc]
                hit.id for hit in service.search(SearchRequest(_plain(query), match=match, per_page=_PLACES)).hits
            ]


def _plain(query: str) -> str:
    """The words of a query without the signs that our query language, and tantivy's, would read as operators."""
    return " ".join(_words(query))[: DEFAULT_LIMITS.length]


def _words(text: str) -> list[str]:
    tokens = cut(text)
    words, end = [], 0
    for slot in range(len(tokens)):
        if tokens.starts[slot] >= end:
            words.append(tokens.form(slot))
            end = int(tokens.form_ends[slot])
    return words


@cache
def _stem(form: str) -> str:
    stem: str = _STEMMER.stemWord(fold(form))
    return stem


@cache
def _first_lemma(form: str) -> str:
    lemmas = morphology(form.lower()).lemmas
    return lemmas[0].text if lemmas else fold(form)


_ANALYSES: dict[str, Callable[[str], str]] = {"words": fold, "Snowball": _stem, "first lemma": _first_lemma}


def _bm25(each: EvaluationSet, analyse: Callable[[str], str], k1: float, b: float) -> Ranker:
    """Textbook BM25 over one field, any of the words."""
    found: dict[str, list[tuple[int, int]]] = {}
    lengths = np.zeros(len(each.documents))
    for number, document in enumerate(each.documents):
        counts = Counter(analyse(form) for form in cut(f"{document.title}\0{document.text}").forms())
        lengths[number] = counts.total()
        for term, count in counts.items():
            found.setdefault(term, []).append((number, count))
    postings = {term: np.array(pairs).T for term, pairs in found.items()}
    norm = k1 * (1 - b + b * lengths / lengths.mean())

    def ranked(query: str) -> list[str]:
        forms = cut(query).forms()
        words = [form for form in forms if not is_stop_word(form)] or forms
        scores = np.zeros(len(lengths))
        for term in dict.fromkeys(map(analyse, words)):
            if term in postings:
                numbers, counts = postings[term]
                idf = math.log(1 + (len(lengths) - len(numbers) + 0.5) / (len(numbers) + 0.5))
                scores[numbers] += idf * counts * (k1 + 1) / (counts + norm[numbers])
        best = np.argsort(-scores, kind="stable")[:_PLACES]
        return [each.documents[number].id for number in best if scores[number] > 0]

    return ranked


def _tantivy(each: EvaluationSet) -> Ranker:
    """Tantivy with its Russian stemmer and stop words, title and text in one field, any of the words."""
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("id", stored=True, tokenizer_name="raw")
    schema.add_text_field("text", tokenizer_name="russian")
    analyser = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    filters = (tantivy.Filter.lowercase(), tantivy.Filter.stopword("russian"), tantivy.Filter.stemmer("russian"))
    for one in filters:
        analyser = analyser.filter(one)
    index = tantivy.Index(schema.build())
    index.register_tokenizer("russian", analyser.build())
    writer = index.writer(num_threads=1)
    for document in each.documents:
        writer.add_document(_tantivy_document(document))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def ranked(query: str) -> list[str]:
        parsed = index.parse_query(_plain(query).replace("'", " ").lower(), ["text"])
        return [searcher.doc(address)["id"][0] for _, address in searcher.search(parsed, _PLACES).hits]

    return ranked


def _tantivy_document(document: Document) -> tantivy.Document:
    return tantivy.Document(id=document.id, text=f"{document.title}\n{document.text}")


def _when() -> str:
    return f"{datetime.datetime.now(datetime.UTC):%d %B %Y}, Python {platform.python_version()}"


_PAGE = """# How good the ranking is

nDCG@10, {when}. Written by `python -m benchmarks.quality SHARED --out benchmarks/QUALITY.md`; what each column is
stands in that module. The tag sets are judged incompletely: compare columns, do not quote them.

| set | documents | queries | words | Snowball | first lemma | tantivy | Slovoform, auto | Slovoform, any |
| --- | --: | --: | --: | --: | --: | --: | --: | --: |
{rows}
"""


if __name__ == "__main__":
    main()

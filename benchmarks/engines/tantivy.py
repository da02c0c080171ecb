"""tantivy, by its Python package: stems with positions, the forms as they are spelt, days, texts stored."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

import tantivy

from benchmarks.engines.base import TOP, Answer, Query
from benchmarks.engines.rows import rows

_THREADS = 2


class Tantivy:
    """One field of title and text in Russian stems; another, without positions, for exact forms and beginnings."""

    def __init__(self, with_forms: bool = True) -> None:
        self._with_forms = with_forms
        self._index: tantivy.Index
        self._searcher: tantivy.Searcher

    def version(self) -> str:
        return metadata.version("tantivy")

    def supports(self, query: Query) -> bool:
        return query.kind != "auto" and (self._with_forms or query.kind not in ("exact", "prefix"))

    def build(self, paths: Sequence[Path], folder: Path) -> int:
        writer = self._opened(folder).writer(heap_size=512_000_000, num_threads=_THREADS)
        count = 0
        for row in rows(paths):
            text = f"{row.title}\n{row.text}"
            document = tantivy.Document(id=row.id, day=row.day, text=text)
            if self._with_forms:
                document.add_text("form", text)
            writer.add_document(document)
            count += 1
        writer.commit()
        writer.wait_merging_threads()
        return count

    def open(self, folder: Path) -> None:
        self._index = self._opened(folder)
        self._searcher = self._index.searcher()

    def forget(self) -> None:
        pass

    def run(self, query: Query) -> Answer:
        asked = self._query(query)
        if query.period:
            first, last = query.period
            days = tantivy.Query.range_query(self._index.schema, "day", tantivy.FieldType.Integer, first, last)
            must = tantivy.Occur.Must
            asked = tantivy.Query.boolean_query([(must, asked), (must, tantivy.Query.const_score_query(days, 0.0))])
        order = "day" if query.newest else None
        found = self._searcher.search(asked, TOP, count=True, order_by_field=order)
        return found.count, [address for _, address in found.hits]

    def _query(self, query: Query) -> tantivy.Query:
        match query.kind:
            case "prefix":
                return tantivy.Query.regex_query(self._index.schema, "form", f"{query.words[0].lower()}.*")
            case "exact":
                return self._index.parse_query(query.words[0], ["form"])
            case "phrase":
                return self._index.parse_query(f'"{" ".join(query.words)}"', ["text"])
            case kind:
                sign = "+" if kind == "all" else ""
                return self._index.parse_query(" ".join(sign + word.lower() for word in query.words), ["text"])

    def _opened(self, folder: Path) -> tantivy.Index:
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        schema.add_integer_field("day", stored=True, indexed=True, fast=True)
        schema.add_text_field("text", stored=True, tokenizer_name="stems", index_option="position")
        if self._with_forms:
            schema.add_text_field("form", tokenizer_name="forms", index_option="freq")
        index = tantivy.Index(schema.build(), path=str(folder))
        plain = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
        index.register_tokenizer("forms", plain.build())
        plain = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
        index.register_tokenizer("stems", plain.filter(tantivy.Filter.stemmer("russian")).build())
        return index


ENGINE = Tantivy()

"""The Whoosh schema: what plain Whoosh sees of our index.

    content   lemmas, name keys and rare lemmas of title and text: Term("content", "сталь")
    form      the folded spellings: Term("form", "сталью"), Prefix("form", "разоруж")
    title     lemmas and name keys of the title alone
    id        the whole id
    date      a sortable column: seconds since 1970

Title and text share one position space, so that a Whoosh phrase over `content` finds what ours finds.
"""

from __future__ import annotations

from whoosh import analysis, columns, fields

UNDATED_COLUMN_VALUE = -(1 << 62)
"""What the date column holds for a document without a date."""

DATE_COLUMN = columns.NumericColumn("q", default=UNDATED_COLUMN_VALUE)
INDEXED = ("content", "form", "title", "id")


def schema() -> fields.Schema:
    """A schema of our fields; the analysers serve Whoosh's own query parser, ours does not use them."""
    words = analysis.RegexTokenizer(r"\w+(?:-\w+)*") | analysis.LowercaseFilter()
    stored = {name: fields.STORED() for name in ("text", "source", "section", "author", "place")}
    stored |= {name: fields.STORED() for name in ("agency", "url", "keywords")}
    return fields.Schema(
        id=fields.ID(stored=True, unique=True),
        title=fields.TEXT(stored=True, analyzer=words),
        content=fields.TEXT(analyzer=words),
        form=fields.TEXT(analyzer=words),
        date=fields.COLUMN(DATE_COLUMN),
        **stored,
    )

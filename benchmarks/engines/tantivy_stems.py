"""tantivy without the field of forms: the least that a search in stems takes. Built, not asked."""

from __future__ import annotations

from benchmarks.engines.tantivy import Tantivy

ENGINE = Tantivy(with_forms=False)

"""A picture of the medians: one row for each class, one dot for each engine, on a logarithmic axis. SVG, by hand."""

from __future__ import annotations

import math
from collections.abc import Iterator
from html import escape

from benchmarks.engines import ENGINES
from benchmarks.speed.results import Results, median

_COLOURS = {
    "ours": "#c0392b",
    "tantivy": "#2c3e50",
    "fts5": "#2980b9",
    "whoosh": "#8e44ad",
    "xapian": "#27ae60",
    "bm25s": "#d4a017",
}
_LEFT, _RIGHT, _TOP, _ROW = 190, 30, 60, 26
_WIDTH = 860


def plot(results: Results, variant: str) -> str:
    """The picture of one variant."""
    classes = list(dict.fromkeys(series.query_class for series in results.series))
    dots = [
        (row, engine, median(series))
        for row, each in enumerate(classes)
        for engine in results.versions
        if (series := results.of(each, variant, engine))
    ]
    low = math.floor(math.log10(min(value for *_, value in dots)))
    high = math.ceil(math.log10(max(value for *_, value in dots)))

    def across(value: float) -> float:
        return _LEFT + (math.log10(value) - low) / (high - low) * (_WIDTH - _LEFT - _RIGHT)

    height = _TOP + _ROW * len(classes) + 30
    shapes = [*_legend(list(results.versions)), *_axis(low, high, across, height)]
    for row, each in enumerate(classes):
        shapes.append(_text(_LEFT - 12, _height(row) + 4, each, "end"))
    for row, engine, value in reversed(dots):  # ours last, on top
        shapes.append(_dot(across(value), _height(row), engine, f"{ENGINES[engine]}: {value:.2f} ms"))
    inside = "\n".join(shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" font-family="sans-serif" '
        f'font-size="12">\n<rect width="100%" height="100%" fill="white"/>\n{inside}\n</svg>\n'
    )


def _height(row: int) -> float:
    return _TOP + _ROW * (row + 0.5)


def _legend(engines: list[str]) -> Iterator[str]:
    yield _text(_LEFT, 16, "median time of a query, milliseconds", "start")
    for place, engine in enumerate(engines):
        yield _dot(_LEFT + 6 + place * 105, 32, engine, ENGINES[engine])
        yield _text(_LEFT + 16 + place * 105, 36, ENGINES[engine], "start")


def _axis(low: int, high: int, across, height: int) -> Iterator[str]:  # type: ignore[no-untyped-def]
    for power in range(low, high + 1):
        x = across(10.0**power)
        yield f'<line x1="{x:.1f}" y1="{_TOP}" x2="{x:.1f}" y2="{height - 30}" stroke="#ddd"/>'
        yield _text(x, height - 12, f"{10.0**power:g}", "middle")


def _dot(x: float, y: float, engine: str, title: str) -> str:
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5.5" fill="{_COLOURS[engine]}" fill-opacity="0.85">'
        f"<title>{escape(title)}</title></circle>"
    )


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#333">{escape(text)}</text>'

"""How much of an article is kept, and how much of what stands around it?

    python -m benchmarks.pages

Over the pages of `tests/cases/pages`: paragraphs kept, words left that stand in none of them, and milliseconds of
processor time a page. Beside ours, those of trafilatura, readability-lxml and resiliparse that are installed.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click

from indexer.reading.markup.article import paragraphs
from indexer.reading.markup.metadata import metadata
from indexer.reading.markup.parsing import parsed

_PAGES = Path(__file__).parents[1] / "tests" / "cases" / "pages"
_ROUNDS = 20

Extract = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Page:
    """Markup, the title, and the paragraphs that have to be found, and those that may."""

    markup: str
    title: str
    wanted: list[str]
    allowed: list[str]

    @classmethod
    def of(cls, path: Path) -> Page:
        """The page and what is to be found on it."""
        head, *lines = path.with_suffix(".txt").read_text(encoding="utf-8").strip().split("\n\n")
        title = "".join(re.findall(r"^title: (.*)$", head, re.MULTILINE))
        # That it is decoded already, the parsers that are compared do not expect.
        markup = re.sub(r"<\?xml[^>]*>", "", path.read_text(encoding="utf-8"))
        return cls(
            markup,
            title,
            [line for line in lines if line[0] not in "~!"],
            [line[1:] for line in lines if line[0] == "~"],
        )


def ours(markup: str) -> str:
    page = parsed(markup)
    return "\n".join(paragraphs(page, str(metadata(page).get("title", ""))))


def _trafilatura() -> Extract:
    import trafilatura

    return lambda markup: trafilatura.extract(markup, include_comments=False, favor_precision=True) or ""


def _readability() -> Extract:
    import readability

    return lambda markup: parsed(readability.Document(markup).summary()).text_content()


def _resiliparse() -> Extract:
    from resiliparse.extract.html2text import extract_plain_text

    return lambda markup: extract_plain_text(markup, main_content=True, list_bullets=False, links=False)


_PEERS = {"trafilatura": _trafilatura, "readability": _readability, "resiliparse": _resiliparse}


@click.command()
def main() -> None:
    """Print a line for each extractor."""
    pages = [Page.of(path) for path in sorted(_PAGES.glob("*.html"))]
    _report("ours", ours, pages)
    for name, peer in _PEERS.items():
        try:
            _report(name, peer(), pages)
        except ImportError as absent:
            click.echo(f"{name:12} is not installed: {absent}")


def _report(name: str, extract: Extract, pages: list[Page]) -> None:
    results = [_compared(page, extract(page.markup)) for page in pages]
    started = time.process_time()
    for _ in range(_ROUNDS):
        for page in pages:
            extract(page.markup)
    each = (time.process_time() - started) / _ROUNDS / len(pages) * 1000
    kept, around = (sum(column) for column in zip(*results, strict=True))
    wanted = sum(len(page.wanted) for page in pages)
    click.echo(f"{name:12} {kept} of {wanted} paragraphs, {around} words around them, {each:.1f} ms a page")


def _compared(page: Page, text: str) -> tuple[int, int]:
    """How many paragraphs were found, and how many words are in none."""
    rest = " ".join(re.sub(r"^[-•*] ", "", text, flags=re.MULTILINE).split())
    kept = 0
    for line in page.wanted:
        kept += line in rest
        rest = rest.replace(line, " ", 1)
    for line in (page.title, *page.allowed):
        rest = rest.replace(line, " ", 1)
    return kept, len(re.findall(r"\w+", rest))


if __name__ == "__main__":
    main()

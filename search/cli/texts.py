"""Excerpts on a terminal, and JSON."""

from __future__ import annotations

import json
from typing import Any

import click

from search.results import Excerpt


def echo_json(value: Any) -> None:
    """Print a value as indented JSON, Russian letters as themselves."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def bold(excerpt: Excerpt) -> str:
    """Matches in bold on a terminal; elsewhere click strips the codes."""
    pieces = []
    end = 0
    for span in excerpt.marks:
        pieces += [
            excerpt.text[end : span.start],
            click.style(excerpt.text[span.start : span.end], bold=True),
        ]
        end = span.end
    return "".join(pieces) + excerpt.text[end:]

"""The command `slovoform`, and those of its subcommands that read an index, one a file."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from typing import Any

import click

from search.errors import SlovoformError

NOT_ALL = 3
"""Exit status of a command that has done its work, although not all could be read."""


class _Program(click.Group):
    """A group whose subcommands are the entry points of `slovoform.commands`, loaded when they are asked for."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted(point.name for point in _commands())

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        loaded = (point.load() for point in _commands() if point.name == name)
        return next(loaded, None)

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except SlovoformError as problem:
            raise click.ClickException(str(problem)) from problem


def _commands() -> list[EntryPoint]:
    return list(entry_points(group="slovoform.commands"))


@click.command(cls=_Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="slovoform", prog_name="slovoform")
def main() -> None:
    """Full-text search for Russian news archives: every form of every word and name."""

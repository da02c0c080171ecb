"""Everything that can go wrong, in one small tree.

    SlovoformError
    ├── BadParameter        a parameter that cannot be understood           400
    ├── QueryLimit          a query larger than a stated limit              422
    ├── DocumentNotFound    no document with that id                        404
    ├── GenerationGone      a state of the index that is no longer kept     410
    ├── IndexUnavailable    no index, or one that cannot be read           503
    │   ├── OtherFormat     an index that another version wrote             503
    │   └── IndexDamaged    an index whose files lack something             503
    ├── TooLittleMemory     a build that does not fit into the memory it may take
    ├── TooLittleRoom       work that the disk has no room for
    └── SourceError         input that cannot be indexed
        ├── DuplicateId     two files yield one id with different content
        └── NothingReadable not one document in all the sources

The message says where and what to do next; the edges (command line, web) choose how to show it.
"""

from __future__ import annotations

from dataclasses import dataclass


class SlovoformError(Exception):
    """Anything that this program refuses or fails to do, with a message for a person."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong: with which parameter, at which code point of its value, what may have been meant."""

    detail: str
    position: int | None = None
    parameter: str = ""
    suggestion: str = ""


class BadParameter(SlovoformError):
    """A parameter that cannot be understood: `from=2026-13-01`; `parameter` names it.

    `flaws`: what in particular is wrong, where several things may be, with other parameters too.
    """

    def __init__(self, parameter: str, detail: str, flaws: tuple[Flaw, ...] = ()) -> None:
        super().__init__(detail)
        self.parameter = parameter
        self.flaws = flaws


class QueryLimit(SlovoformError):
    """A query over a stated limit; `limit` names the limit as the documentation does, `most` is what it allows."""

    def __init__(self, limit: str, detail: str, most: int) -> None:
        super().__init__(detail)
        self.limit = limit
        self.most = most


class DocumentNotFound(SlovoformError):
    """No document of the index has this id."""


class GenerationGone(SlovoformError):
    """A list was to be continued from a generation that is no longer kept."""


class IndexUnavailable(SlovoformError):
    """There is no index to read: build one, or look at what the message says is wrong with it."""


class OtherFormat(IndexUnavailable):
    """The index was written by an older or a newer version of this program."""


class IndexDamaged(IndexUnavailable):
    """Files of the index are missing, cut short or altered: `where` is the file or folder in question."""

    def __init__(self, where: object, reason: object) -> None:
        self.where, self.reason = where, reason
        super().__init__(
            f"the index is damaged: {where}: {reason}; `slovoform check` tells what else is, "
            "`slovoform check --repair` mends what can be, `slovoform build PATH…` makes it anew"
        )


class TooLittleMemory(SlovoformError):
    """A build may take less memory than its work needs: `needed` bytes would do."""

    def __init__(self, what: str, needed: int) -> None:
        enough = f"{-(-needed // 10**8) / 10:g}GB"
        super().__init__(
            f"{what} need more memory than the build may take: give it --memory {enough} or more, "
            "or fewer --workers; nothing was published"
        )
        self.needed = needed


class TooLittleRoom(SlovoformError):
    """The disk has less room than what is to be written may need: some `needed` bytes."""

    def __init__(self, index: object, needed: int, free: int) -> None:
        super().__init__(
            f"on the disk of {index} some {_megabytes(needed)} may be needed and {_megabytes(free)} are free: make "
            "room, take another directory with --index, or go on all the same with --no-space-check; "
            "what is published is whole and answers"
        )
        self.needed = needed


def _megabytes(size: int) -> str:
    return f"{size / 10**6:,.1f} MB"


class SourceError(SlovoformError):
    """Input that cannot be indexed as asked."""


class DuplicateId(SourceError):
    """Two files yield one id with different content."""


class NothingReadable(SourceError):
    """Not one document could be read; the published index stays as it was."""

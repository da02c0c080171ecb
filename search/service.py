"""The one thing that command line and web both call: a request in, a page out."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from search.allocation import expect_large_arrays
from search.config import DEFAULT_HOLDING, DEFAULT_LIMITS, NO_DICTIONARIES, Dictionaries, Holding, Limits
from search.errors import BadParameter, IndexUnavailable
from search.finding.archive import Archive
from search.finding.held import Held
from search.index import generations
from search.index.generations import Current
from search.query.dictionaries import digest, sources
from search.request import COMPLETIONS_DEFAULT, SIMILAR_DEFAULT, SearchRequest
from search.results import Comparison, Completion, Hit, MarkedDocument, Page, Similar, Stats, Why

T = TypeVar("T")

Notice = Callable[[IndexUnavailable | None], None]
"""Is told why the service cannot move to the live generation and answers from an older one; None: it has moved."""

_PAUSE = 1.0  # seconds, between attempts to open what could not be opened


@dataclass(frozen=True, slots=True)
class _Refused:
    """A generation that could not be opened, why, and when the next attempt is due."""

    current: Current
    problem: IndexUnavailable
    again: float

    def still(self, wanted: Current) -> bool:
        return self.current == wanted and time.monotonic() < self.again


class SearchService:
    """Answers requests from the live generation of an index, and moves to a new one by itself.

    Where the new one cannot be opened, or the index is gone, it goes on with the one that it has, says that it is
    `stale`, and moves as soon as it can.

    Raises BadParameter for a dictionary that cannot be used, IndexUnavailable at a request when there is no index
    and never was one. Many threads may share one service.
    """

    def __init__(
        self,
        index: Path,
        limits: Limits = DEFAULT_LIMITS,
        dictionaries: Dictionaries = NO_DICTIONARIES,
        notice: Notice = lambda problem: None,
        holding: Holding = DEFAULT_HOLDING,
    ) -> None:
        expect_large_arrays()
        self.limits = limits
        self._sources = sources(dictionaries)
        self.dictionaries = digest(dictionaries)
        self._index = index
        self._notice = notice
        self._lock = threading.Lock()
        self._archive: Archive | None = None
        self._held = Held(holding)
        self._problem: IndexUnavailable | None = None
        self._refused: _Refused | None = None

    @property
    def stale(self) -> bool:
        """Was an older generation asked last, since the live one cannot be opened?"""
        return self._problem is not None

    def search(self, request: SearchRequest, state: str = "") -> Page:
        """One page of what a request finds, in the live generation or in that of a `state` that a page had.

        Unless this is the end of the list, the generation is held open for who goes on, also when others are
        published. Raises BadParameter for a value that cannot be understood, QueryLimit for a query that is too
        large, GenerationGone where that generation is neither held nor kept.
        """
        archive = self._live()
        if state and state != archive.generation.current.state:
            archive = self._of(state)
        with archive.blamed():
            page = archive.search(request)
        if page.goes_on:
            self._held.hold(archive)
        return replace(page, stale=True) if self.stale else page

    def walk(self, request: SearchRequest) -> Iterator[Hit]:
        """The whole list of a request, of one generation, however long it is. Raises as `search` does."""
        archive = self._live()
        with archive.blamed():
            yield from archive.walk(request)

    @property
    def state(self) -> str:
        """What tells the generation that answers from any other."""
        return self._live().generation.current.state

    def _of(self, state: str) -> Archive:
        """A generation that is not the live one: one that is held, or else one that is kept on the disk."""
        wanted = Current.of_state(state)
        if wanted is None:
            raise BadParameter("cursor", "this is no cursor: take the `next_cursor` of an answer")
        held = self._held.find(wanted)
        return held or Archive(generations.open_kept(self._index, wanted), self.limits, self._sources)

    def document(self, ident: str, query: str = "", expand: bool = True) -> MarkedDocument:
        """A whole document, with what a query matched in it marked. Raises DocumentNotFound."""
        return self.ask(lambda archive: archive.document(ident, query, expand))

    def similar(self, ident: str, limit: int = SIMILAR_DEFAULT) -> Similar:
        """What else there is on the subject of a document. Raises DocumentNotFound, BadParameter."""
        return self.ask(lambda archive: archive.similar(ident, limit))

    def compare(self, ident: str, other: str) -> Comparison:
        """What of one document is another in a second one. Raises DocumentNotFound."""
        return self.ask(lambda archive: archive.compare(ident, other))

    def why(self, request: SearchRequest, ident: str) -> Why:
        """Why a request finds a document, or does not. Raises DocumentNotFound, and what `search` raises."""
        return self.ask(lambda archive: archive.why(request, ident))

    def complete(self, text: str, most: int = COMPLETIONS_DEFAULT) -> tuple[Completion, ...]:
        """What a query that was begun may be. Raises BadParameter and QueryLimit."""
        return self.ask(lambda archive: archive.complete(text, most))

    def stats(self) -> Stats:
        """What the index holds."""
        return self.ask(Archive.stats)

    def ask(self, asked: Callable[[Archive], T]) -> T:
        """Ask one generation for several things: they fit together, whatever is published meanwhile."""
        archive = self._live()
        with archive.blamed():
            return asked(archive)

    def _live(self) -> Archive:
        self._held.let_go()
        archive = self._archive
        try:
            wanted = generations.current(self._index)
            if archive is None or archive.generation.current != wanted:
                archive = self._moved(wanted)
        except IndexUnavailable as problem:
            if archive is None:
                raise
            self._tell(problem)
            return archive
        if self._problem:
            self._tell(None)
        return archive

    def _moved(self, wanted: Current) -> Archive:
        with self._lock:
            if self._archive is None or self._archive.generation.current != wanted:
                if self._refused and self._refused.still(wanted):
                    raise self._refused.problem
                try:
                    earlier = self._archive.generation if self._archive else None
                    opened = generations.open_current(self._index, earlier)
                    self._archive = Archive(opened, self.limits, self._sources)
                except IndexUnavailable as problem:
                    self._refused = _Refused(wanted, problem, time.monotonic() + _PAUSE)
                    raise
            return self._archive

    def _tell(self, problem: IndexUnavailable | None) -> None:
        with self._lock:
            changed, self._problem = str(problem) != str(self._problem), problem
        if changed:
            self._notice(problem)

"""What went wrong, as a reader of the page is told it: what happened, and what to do now."""

from __future__ import annotations

from dataclasses import dataclass

from search.errors import BadParameter, DocumentNotFound, IndexDamaged, IndexUnavailable, OtherFormat, QueryLimit
from search.request import PER_PAGE_LIMIT, RECENCY_LIMIT
from web.language import gettext as _
from web.params import SEARCH
from web.words import figures


@dataclass(frozen=True, slots=True)
class Refusal:
    """A heading and the advice under it. `mendable`: the search form, put right, may bring an answer."""

    heading: str
    advice: str
    mendable: bool = False


def refusal_of(error: Exception, status: int) -> Refusal:
    """Say what an error, answered with this status, means to a reader."""
    match error:
        case BadParameter(parameter="from" | "to"):
            return _period()
        case BadParameter(parameter="q", flaws=(_first, *_others)):
            return _strict()
        case BadParameter():
            return _parameter(error.parameter)
        case QueryLimit():
            return _limit(error)
        case DocumentNotFound():
            return _no_document()
        case IndexUnavailable():
            return _of_index(error)
    return _of_status(status)


def _period() -> Refusal:
    advice = _(
        "A day is written like this: 05.01.2026 or 2026-01-05, a month 2026-01, a year 2026. "
        "The first date must not be later than the second one."
    )
    return Refusal(_("The period is not understood"), advice, mendable=True)


def _strict() -> Refusal:
    advice = _(
        "This is a strict search: it leaves out nothing that it does not understand. Put the query right, or take "
        "strict=1 out of the address."
    )
    return Refusal(_("Part of the query is not understood"), advice, mendable=True)


def _limit(error: QueryLimit) -> Refusal:
    most = figures(error.most)
    texts = {
        "length": (_("The query is too long"), _("It may have up to %(most)s signs. Leave what matters.", most=most)),
        "clauses": (
            _("The query is too long"),
            _("It may have up to %(most)s words. Leave what matters.", most=most),
        ),
        "depth": (
            _("The query is too complicated"),
            _("Brackets inside brackets may be up to %(most)s deep. Make it simpler.", most=most),
        ),
        "expansions": (
            _("The query is too broad"),
            _("More than %(most)s words fit a word with “*”, “?” or “~”. Write some more of its letters.", most=most),
        ),
    }
    heading, advice = texts[error.limit]
    return Refusal(heading, advice, mendable=True)


def _parameter(name: str) -> Refusal:
    known = _known_values().get(name)
    if known:
        advice = _("The parameter “%(name)s” is not understood. %(known)s Give it once.", name=name, known=known)
    elif name in SEARCH:
        advice = _("The value of the parameter “%(name)s” is not understood.", name=name)
    else:
        listed = ", ".join(SEARCH)
        advice = _("A search has no parameter “%(name)s”; it has: %(listed)s.", name=name, listed=listed)
    return Refusal(_("The address has a mistake"), advice, mendable=True)


def _known_values() -> dict[str, str]:
    document = _("It holds the id of a document.")
    return {
        "q": _("It holds the query."),
        "sort": _("Orders are: relevance, newest, oldest."),
        "day": _("A day of any year is written like 11-30, month and day."),
        "match": _("Words are looked for by: all (every one), any (one of them) or auto."),
        "page": _("Pages are numbered from 1."),
        "strict": _("A strict search is on (1) or off (0)."),
        "recency": _(
            "Age counts by the days in which a score falls to its half, up to %(most)s; 0 is not at all.",
            most=RECENCY_LIMIT,
        ),
        "broaden": _("Broadening is on (1) or off (0)."),
        "forms": _("Counting of forms is on (1) or off (0)."),
        "expand": _("Search by synonyms is on (1) or off (0)."),
        "autocorrect": _("Correction of misprints is on (1) or off (0)."),
        "group": _("Copies of a text are gathered by: reprints."),
        "in": _("Words are looked for in: title, text or title,text."),
        "lang": _("Languages of the page are: ru, en."),
        "before": document,
        "after": document,
        "cursor": _("It is made by the link to the next page, for the same search."),
        "per_page": _("A page has 1 to %(most)s documents.", most=PER_PAGE_LIMIT),
    }


def _no_document() -> Refusal:
    advice = _("It may have been deleted, or the address has a misprint. Try to find it.")
    return Refusal(_("The archive has no such document"), advice)


def _of_index(error: IndexUnavailable) -> Refusal:
    match error:
        case IndexDamaged():
            advice = _(
                "Come back a little later. If this is your server, the command slovoform check names the damaged "
                "files, and slovoform check --repair restores what it can."
            )
            return Refusal(_("The index of the archive is damaged"), advice)
        case OtherFormat():
            advice = _(
                "Come back a little later. If this is your server, build the index anew with the command "
                "slovoform build, or start the version that wrote it."
            )
            return Refusal(_("Another version of the program wrote the index of the archive"), advice)
    advice = _(
        "There is no index yet, or it cannot be read. Come back a little later. If this is your server, the reason "
        "stands in its log, and the command slovoform build builds an index."
    )
    return Refusal(_("The archive is not available yet"), advice)


def _of_status(status: int) -> Refusal:
    match status:
        case 404:
            return Refusal(_("There is no such page"), _("The address may have a misprint. Begin with the search."))
        case 405:
            return Refusal(_("This page is not opened like that"), _("It can only be read: open it by a plain link."))
        case 500:
            advice = _("Try again a little later. Details are written in the log of the server.")
            return Refusal(_("Something failed on the server"), advice)
    return Refusal(_("The request is not understood"), _("The server could not read it. Begin with the search."))

"""In which language a page speaks: Russian, or English where its address says `lang=en`.

Texts stand in the code and in the templates in English; `locale/ru.po` has the Russian for each. Babel reads it as it
is: there is nothing to compile, and what a translator saves is what the next start shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, has_request_context, request, url_for

from search.problems import Language

CATALOGUE = Path(__file__).parent / "locale" / "ru.po"

_SHORT = re.compile(r"(?<![а-яё])(?!(?:бы|ли|же) )([а-яё]{1,2}|без|для|или|под|при|что) (?=\S)", re.IGNORECASE)
_PARTICLE = re.compile(r" (?=(?:бы|ли|же|—)(?![а-яё]))")
_COUNT = re.compile(r"(%\(count\)s) (?=[а-яё])")
_NBSP = "\N{NO-BREAK SPACE}"


def language() -> Language:
    """The language of the page that is being made."""
    return "en" if has_request_context() and request.args.get("lang") == "en" else "ru"


def gettext(text: str, /, **values: Any) -> str:
    """A text in the reader's language: `gettext("Nothing found")` → «Ничего не найдено»."""
    return _filled(_translations(language()).gettext(text), values)


def ngettext(one: str, many: str, number: int, /, **values: Any) -> str:
    """A text that agrees with a number: «Найден 21 документ», «Найдено 22 документа»."""
    return _filled(_translations(language()).ngettext(one, many, number), values)


def bound(text: str) -> str:
    """Russian as it is printed: short words stay on a line with the next one, dashes with what is before them.

    >>> bound("Поиск в архиве — по словам")
    'Поиск в\\xa0архиве\\xa0— по\\xa0словам'
    """
    return _COUNT.sub(rf"\1{_NBSP}", _PARTICLE.sub(_NBSP, _SHORT.sub(rf"\1{_NBSP}", text)))


def speak(app: Flask) -> None:
    """Let the templates of an application speak the reader's language, and its links keep it."""
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals.update(language=language, in_language=in_language)
    app.url_defaults(_keep)


def in_language(wanted: Language) -> str:
    """The address of the present page in a language."""
    args: dict[str, Any] = dict(sorted(request.args.to_dict(flat=False).items()))
    args["lang"] = [wanted] if wanted == "en" else []
    if request.endpoint is None or not request.endpoint.startswith("pages."):
        return url_for("pages.results", lang=args["lang"])
    return url_for(request.endpoint, **(request.view_args or {}), **args)


def _keep(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint.startswith("pages.") and language() == "en":
        values.setdefault("lang", "en")


def _filled(text: str, values: dict[str, Any]) -> str:
    return text % values if values else text


def _bound_all(forms: Iterable[str] | None) -> tuple[str, ...]:
    return tuple(map(bound, forms or ()))


@cache
def _translations(wanted: Language) -> NullTranslations:
    if wanted == "en":
        return NullTranslations()
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="ru", abort_invalid=True)
    for message in catalogue:
        message.string = bound(message.string) if isinstance(message.string, str) else _bound_all(message.string)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)

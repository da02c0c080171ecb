"""Every page that there is, in every state that looks otherwise: what the tests look at, and the screenshots show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

if TYPE_CHECKING:
    from playwright.sync_api import Page

WIDTHS = (320, 768, 1440)
SCHEMES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class State:
    """An address on the site of the bundled archive, or, `without_index`, on one that has nothing to answer from."""

    name: str
    address: str
    status: int = 200
    without_index: bool = False
    opens: Literal["", "completions", "shortcuts", "details"] = ""


STATES = (
    State("start", ""),
    State("results", "?q=стали"),
    State("reprints", "?q=ледокол сталь&group=reprints"),
    State("dates", "?q=стали&from=2022&to=2024-06&sort=oldest&per_page=5&page=2"),
    State("filters", "?q=стали&source=Вестник Приволжья&agency=-ТАСС&in=title"),
    State("values", "values/place?q=стали"),
    State("english", "?q=стали&source=Вестник Приволжья&from=2022&lang=en"),
    State("english-document", "documents/tlepov?q=женева&lang=en"),
    State("english-nothing", "?q=абракадабра&from=2020&lang=en"),
    State("synonyms", "?q=организация объединённых наций"),
    State("relaxed", "?q=тлепов абракадабра"),
    State("suggestion", "?q=Ғафуров"),
    State("corrected", "?q=гпфуров"),
    State("problems", '?q=сталь "ледокол | sourse:вестник'),
    State("nothing", '?q="стали абракадаброй" -сталь source:вестник&from=2020&match=all'),
    State("completions", "", opens="completions"),
    State("shortcuts", "?q=стали", opens="shortcuts"),
    State("details", "?q=братья стали чемпионами мира", opens="details"),
    State("beyond", "?page=9"),
    State("refused", "?q=сталь&from=вчера", status=400),
    State("unknown-parameter", "?q=сталь&цвет=синий", status=400),
    State("no-such-document", "documents/nobody", status=404),
    State("no-such-page", "nothing", status=404),
    State("no-index", "", status=503, without_index=True),
    State("document", "documents/tlepov?q=женева"),
    State("copies", "documents/stal-kombinat"),
    State("changes", "changes?before=stal-kombinat&after=vestnik-1004"),
    State("help", "help"),
    State("english-help", "help?lang=en"),
    State("api", "api/docs"),
)


def located(state: State, site: str, bare: str) -> str:
    """Where a state is: on a site of the archive, or on a bare one."""
    path, _, query = state.address.partition("?")
    return f"{bare if state.without_index else site}{path}" + (f"?{quote(query, safe='=&')}" if query else "")


def opened(page: Page, state: State) -> None:
    """Open what a page shows only to those who ask for it."""
    match state.opens:
        case "completions":
            page.locator("#q").fill("")
            page.locator("#q").press_sequentially("ста")
            page.get_by_role("option").first.wait_for()
            page.keyboard.press("ArrowDown")
        case "shortcuts":
            page.keyboard.press("?")
        case "details":
            page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true; })")

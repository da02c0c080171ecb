"""HTML pages: what they say of themselves, their article without its surroundings, and hostile markup."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.reading.markup import page
from indexer.reading.markup.page import Page
from indexer.reading.row import Broken, Row
from indexer.reading.sources import Found, ReadOptions, Refused, read, survey
from search.dates import parse_date
from tests.conftest import MOSCOW

CASES = Path(__file__).parent / "cases" / "pages"
FIELDS = ("title", "author", "source", "section", "url")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be found on a page."""

    values: dict[str, str]
    paragraphs: list[str]

    @classmethod
    def of(cls, path: Path) -> Wanted:
        head, *paragraphs = path.read_text(encoding="utf-8").strip().split("\n\n")
        return cls(dict(line.split(": ", 1) for line in head.splitlines()), paragraphs)


def read_one(path: Path, content: str | bytes, **options: object) -> Found | Refused:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (source,), refused = survey([path])
    assert not refused
    (item,) = read(source, ReadOptions(MOSCOW, **options))  # type: ignore[arg-type]
    return item


def found(path: Path, content: str | bytes, **options: object) -> Found:
    item = read_one(path, content, **options)
    assert isinstance(item, Found)
    return item


def reason(path: Path, content: str | bytes) -> str:
    item = read_one(path, content)
    assert isinstance(item, Refused)
    return f"{item.where.rpartition('/')[2]}: {item.reason}"


@pytest.mark.parametrize("name", sorted(path.stem for path in CASES.glob("*.html")))
def test_a_page_gives_its_article_and_nothing_around_it(tmp_path: Path, name: str) -> None:
    wanted = Wanted.of(CASES / f"{name}.txt")
    encoding = wanted.values.get("encoding", "utf-8")
    markup = (CASES / f"{name}.html").read_text(encoding="utf-8").encode(encoding)
    if "refused" in wanted.values:
        assert reason(tmp_path / "a.html", markup) == f"a.html: {wanted.values['refused']}"
        return
    item = found(tmp_path / "a.html", markup)
    document, paragraphs = item.document, item.document.text.split("\n\n")
    optional = [text[1:] for text in wanted.paragraphs if text[0] in "~!"]
    assert [text for text in paragraphs if text not in optional] == [
        text for text in wanted.paragraphs if text[0] not in "~!"
    ]
    assert {name: getattr(document, name) for name in FIELDS} == {
        name: wanted.values.get(name, "") for name in FIELDS
    }
    assert document.date == parse_date(wanted.values.get("date", ""), MOSCOW)
    assert "; ".join(document.keywords) == wanted.values.get("keywords", "")
    assert (item.encoding, item.format, item.notes) == (encoding, "html", ())


ARTICLE = "<p>Ель срубили под Вяткой и везли три дня, сообщил лесничий Артём Ёлкин.</p>"


@pytest.mark.parametrize("name", ["ёлка.html", "ёлка.HTM", "ёлка.xhtml"])
def test_a_page_without_an_address_has_its_path_for_an_id(tmp_path: Path, name: str) -> None:
    item = found(tmp_path / name, ARTICLE)
    assert (item.document.id, item.where) == ("ёлка", str(tmp_path / name))
    assert item.document.text == "Ель срубили под Вяткой и везли три дня, сообщил лесничий Артём Ёлкин."


def test_a_page_with_an_address_has_it_for_an_id_unless_it_is_that_of_a_front_page(tmp_path: Path) -> None:
    own = '<link rel="canonical" href="https://les.example.org/yolka">'
    front = own.replace("yolka", "")
    assert found(tmp_path / "a.html", own + ARTICLE).document.id == "https://les.example.org/yolka"
    assert found(tmp_path / "a.html", front + ARTICLE).document.id == "a"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>Ёлку привезли</title>", "Ёлку привезли"),
        ("<title>Ёлку привезли — Лес</title><h1>Ёлку привезли</h1>", "Ёлку привезли"),
        ("<title>Ёлку привезли — Лес</title><h1>Лес</h1>", "Ёлку привезли — Лес"),
        ("<title>Лес</title><h1>Ёлку привезли</h1>", "Ёлку привезли"),
        ('<title>Лес</title><meta property="og:title" content="Ёлку  привезли">', "Ёлку привезли"),
        ('<h1>Лес</h1><h2 itemprop="headline">Ёлку привезли</h2>', "Ёлку привезли"),
        ("<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"headline\": \"Ёлку привезли\"}</script>"
         "<title>Лес</title>", "Ёлку привезли"),
    ],
)  # fmt: skip
def test_a_title_is_that_of_the_article_and_not_of_the_site(tmp_path: Path, head: str, title: str) -> None:
    assert found(tmp_path / "a.html", head + ARTICLE).document.title == title


@pytest.mark.parametrize(
    ("head", "when"),
    [
        ('<meta property="article:published_time" content="2026-01-05">', date(2026, 1, 5)),
        ('<meta name="date" content="05.01.2026">', date(2026, 1, 5)),
        ('<time datetime="2026-01-05">вчера</time>', date(2026, 1, 5)),
        ("<title>Ёлка</title><h1>Ёлка</h1><i>5 января 2026 г.</i>", date(2026, 1, 5)),
        ("<title>Ёлка</title><i>5 января 2026 г.</i><h1>Ёлка</h1><i>7 января 2026 г.</i>", date(2026, 1, 5)),
        ("<title>Ёлка</title><i>5 января 2026 г.</i><a>1</a><a>2</a><a>3</a><h1>Ёлка</h1>", None),
        ("<title>Ёлка</title><i>5 января 2026 г.</i>", None),
        ("<title>Ёлка</title><h1>Ёлка</h1><i>В 2026 году</i>", None),
    ],
)
def test_a_date_is_one_that_belongs_to_the_article(tmp_path: Path, head: str, when: date | None) -> None:
    assert found(tmp_path / "a.html", head + ARTICLE).document.date == when


def test_an_unreadable_date_is_noted(tmp_path: Path) -> None:
    item = found(tmp_path / "a.html", '<meta name="date" content="31.02.2026">' + ARTICLE)
    assert item.notes == ("date: unreadable date '31.02.2026', kept without a date",)


@pytest.mark.parametrize("broken", ["{", "[" * 100_000, '{"@graph": {"@graph": 5}}', '"NewsArticle"', '{"@type": 7}'])
def test_what_cannot_be_read_for_programs_is_read_as_readers_see_it(tmp_path: Path, broken: str) -> None:
    head = f'<script type="application/ld+json">{broken}</script><title>Ёлка</title>'
    assert found(tmp_path / "a.html", head + ARTICLE).document.title == "Ёлка"


@pytest.mark.parametrize(
    "line",
    ["Учредитель завода Глеб Кулёв сказал, что ель не его.", "Информационное агентство «Степь» сообщило о ёлке.",
     "Поделиться опытом приехали лесничие.", "Использование материалов из ели обсудят весной.",
     "По теме ели выступил Ёлкин.", "Реклама ёлок подорожала."],
)  # fmt: skip
def test_a_paragraph_that_only_begins_like_a_line_around_an_article_stays(tmp_path: Path, line: str) -> None:
    text = found(tmp_path / "a.html", f"{ARTICLE}<p>{line}</p><p>Читайте также: Пихта</p>").document.text
    assert text.split("\n\n")[1:] == [line]


@pytest.mark.parametrize(
    "around",
    [
        '<div class="page with-menu no-sidebar"><h1>Ёлка</h1>{}</div>',
        '<form id="aspnetForm">{}</form>',
        '<div class="share-and-ads">{}</div>',
        '<article class="comment-allowed">{}</article>',
    ],
)
def test_a_frame_may_be_called_as_it_likes(tmp_path: Path, around: str) -> None:
    assert "Ель срубили" in found(tmp_path / "a.html", around.format(ARTICLE)).document.text


@pytest.mark.parametrize(
    ("encoding", "declared", "wanted"),
    [
        ("cp1251", "windows-1251", "cp1251"),
        ("koi8-r", "windows-1251", "koi8-r"),  # what servers once converted
        ("cp1251", "iso-8859-1", "cp1251"),
        ("iso8859-5", "iso-8859-5", "iso8859-5"),
        ("utf-8", "windows-1251", "utf-8"),
        ("utf-8-sig", "windows-1251", "utf-8"),
        ("utf-16", "utf-8", "utf-16"),
        ("cp1251", "нет такой", "cp1251"),
        ("cp1251", "utf-16", "cp1251"),
    ],
)
def test_an_encoding_that_is_declared_is_one_more_that_may_be(
    tmp_path: Path, encoding: str, declared: str, wanted: str
) -> None:
    head = f'<html><meta http-equiv="Content-Type" content="text/html; charset={declared}">'
    item = found(tmp_path / "a.html", (head + ARTICLE).encode(encoding, "replace"))
    assert item.encoding == wanted
    assert "Артём Ёлкин" in item.document.text


def test_an_encoding_that_is_given_overrules_what_is_declared(tmp_path: Path) -> None:
    item = found(tmp_path / "a.html", ("<meta charset=koi8-r>" + ARTICLE).encode("cp1251"), encoding="cp1251")
    assert "Артём Ёлкин" in item.document.text


def test_a_bad_byte_counts_where_it_stands_in_what_is_kept(tmp_path: Path) -> None:
    assert (
        reason(tmp_path / "a.html", b"<p>1\n<p>2\xff." + ARTICLE.encode())
        == "a.html:2: byte 0xFF in column 5 is not utf-8"
    )
    item = found(tmp_path / "a.html", b'<meta name="description" content="\xd0">' + ARTICLE.encode())
    assert "Артём" in item.document.text


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        ("<p>Абзац.</p>" + "<div>" * 40_000 + ARTICLE, "its elements lie too deep inside each other"),
        ("<ul><li>" * 40_000, "its elements lie too deep inside each other"),
        ("<!--" * 100_000, "there is nothing to read in it"),
        ("<html><head><title>Ёлка</title></head></html>", "there is no article in it"),
        ("<ul>" + "<li><a href=/1>Ёлку привезли из леса</a></li>" * 50 + "</ul>", "there is no article in it"),
        ("<script>var a = 'Ель срубили под Вяткой.';</script>", "there is no article in it"),
    ],
)  # fmt: skip
def test_a_page_without_an_article_is_refused(tmp_path: Path, markup: str, wanted: str) -> None:
    assert reason(tmp_path / "a.html", markup).startswith(f"a.html: {wanted}")


@pytest.mark.parametrize(
    "markup",
    [
        "<p>" + "Ель срубили, но не довезли. <p>" * 9,
        "<b><i><p>Ель срубили, но не довезли.",
        "Ель срубили, но не довезли.",
        "<p>Ель срубили, но\0 не довезли." + ARTICLE,
        "<p>Ель срубили, &#0;&#55357;но не довезли.&nosuch;",
        "<p>Ель срубили, но не довезли.<p class=related>Пихта</p>\x1f&#1;&#xfffe;",
        "<table><tr><td><table><p>Ель срубили, но не довезли.",
        "<frameset><frame></frameset>Ель срубили, но не довезли.",
    ],
)
def test_markup_that_is_not_well_formed_is_read(tmp_path: Path, markup: str) -> None:
    assert found(tmp_path / "a.html", markup).document.text.startswith("Ель срубили, ")


def test_a_page_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "LONGEST", 1000)
    assert reason(tmp_path / "a.html", ARTICLE * 100_000) == ("a.html: longer than 5 MB: no page with an article is")


WIDE = "it has more than 100,000 elements, or 1,000 attributes of one"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>" * 200_000, WIDE),
        ("<p " + " ".join(f"a{number}" for number in range(20_000)) + ">", WIDE),
        ("<div>" * 300, "its elements lie too deep inside each other: what is below cannot be read"),
    ],
    ids=["elements", "attributes", "depth"],
)
def test_a_page_that_would_take_minutes_is_refused(tmp_path: Path, markup: str, expected: str) -> None:
    assert reason(tmp_path / "a.html", markup) == f"a.html: {expected}"


def test_a_page_with_many_titles_is_compared_with_few(tmp_path: Path) -> None:
    many = found(tmp_path / "a.html", "<title>ель</title>" * 40_000 + "<b>пихта</b>" * 40_000 + ARTICLE)
    assert many.document.title == "ель"


@pytest.mark.parametrize("depth", [10, 300, 480, 900, 100_000])
def test_what_a_page_says_of_itself_may_be_as_deep_as_it_likes(tmp_path: Path, depth: int) -> None:
    deep = "[" * depth + '"Ель"' + "]" * depth
    for told in (f'{{"@type": "Article", "headline": {deep}}}', f'{{"@type": {deep}}}', deep):
        script = f'<script type="application/ld+json">{told}</script>'
        assert found(tmp_path / "a.html", script + ARTICLE * 3).document.text


TAGS = st.sampled_from(
    ["p", "div", "a", "table", "td", "li", "h1", "title", "time", "body", "script", "pre", "article"]
)
PIECES = (
    TAGS.map("<{}>".format)
    | TAGS.map("</{}>".format)
    | st.sampled_from([ARTICLE, "<", ">", "&", "<!--", "<![CDATA[", "\0", "\udcff", '<p class="related'])
    | st.sampled_from([' itemprop="articleBody">', '<meta itemprop="datePublished" content="'])
    | st.just('<script type="application/ld+json">{"@type": "Article"}</script>')
    | st.text(max_size=9)
)


@given(st.lists(PIECES, max_size=20).map("".join))
def test_no_markup_breaks_the_reading(markup: str) -> None:
    (row,) = Page(1, 1, markup).rows("utf-8")
    assert isinstance(row, Row | Broken)
    if isinstance(row, Row):
        assert str(row.values["text"]).strip()

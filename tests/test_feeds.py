"""Feeds: RSS 2.0, RSS 1.0 and Atom, what stands before a fault, and entities that are bombs or reach outside."""

from __future__ import annotations

import gzip
import tracemalloc
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.reading.markup import feed
from indexer.reading.opening.opened import Coding, Opened
from indexer.reading.row import Broken, Row
from indexer.reading.sources import Found, ReadOptions, pieces, survey
from tests.conftest import MOSCOW
from tests.reading import read_all, told

RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel>
<title>Лесная газета</title><link>https://les.example.org/</link><description>Новости леса</description>
<image><title>Знак</title><url>https://les.example.org/logo.png</url></image>
<item>
  <media:content url="x.jpg"><media:title>Снимок</media:title></media:content>
  <title>Ёлку привезли</title>
  <link>https://les.example.org/1</link>
  <guid isPermaLink="false">les-1</guid>
  <pubDate>Mon, 05 Jan 2026 12:30:00 +0300</pubDate>
  <dc:creator>Вера Лёвина</dc:creator>
  <category>Лес</category>
  <description>Кратко о ёлке.</description>
  <content:encoded><![CDATA[<p>Ель срубили&nbsp;под <b>Вяткой</b>.</p><script>a()</script><p>Везли три дня.</p>
  <p>Читайте также: <a href="/2">Пихта</a></p><p><a href="/1">Читать далее</a></p>]]></content:encoded>
</item>
<item>
  <title>Пихта &amp; сосна</title>
  <link>https://les.example.org/2</link>
  <pubDate>Mon, 5 Jan 2026 09:30:00 GMT</pubDate>
  <author>mail@example.org (Пётр Сом)</author>
  <category>лес</category><category>ёлки</category>
  <description>Пихту&nbsp;не &lt;i&gt;тронули&lt;/i&gt;.&lt;br/&gt;Сосну &mdash; тоже.</description>
</item>
</channel></rss>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://les.example.org/rdf"><title>Лесная газета</title></channel>
<item rdf:about="https://les.example.org/1"><title>Ёлку привезли</title><link>https://les.example.org/1</link>
<description>Ель срубили под Вяткой.</description><dc:date>2026-01-05T12:30:00+03:00</dc:date>
<dc:creator>Вера Лёвина</dc:creator></item></rdf:RDF>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Лесная газета</title>
<updated>2026-02-01T00:00:00Z</updated>
<entry><id>urn:les:1</id><title>Ёлку привезли</title><updated>2026-01-07T00:00:00Z</updated>
<published>2026-01-05T12:30:00+03:00</published><author><name>Вера Лёвина</name><email>v@example.org</email></author>
<link rel="self" href="https://les.example.org/1.atom"/><link href="https://les.example.org/1"/>
<category term="Лес"/><summary>Кратко.</summary>{content}</entry></feed>"""


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "koi8-r", "utf-16"])
def test_items_of_rss_are_documents(tmp_path: Path, encoding: str) -> None:
    content = RSS.replace("{encoding}", encoding)
    first, second = read_all(tmp_path / "лес.rss", content.encode(encoding), mapping={"title": "headline"})
    assert isinstance(first, Found) and isinstance(second, Found)
    one, two = first.document, second.document
    assert (one.id, one.title, one.text) == ("les-1", "Ёлку привезли", "Ель срубили под Вяткой.\n\nВезли три дня.")
    assert (one.date, one.author, one.section) == (datetime(2026, 1, 5, 9, 30, tzinfo=UTC), "Вера Лёвина", "Лес")
    assert (one.url, one.source, one.keywords) == ("https://les.example.org/1", "", ())
    assert (two.id, two.title, two.text) == (two.url, "Пихта & сосна", "Пихту не тронули.\n\nСосну — тоже.")
    assert (two.date, two.author, two.keywords) == (one.date, "Пётр Сом", ("лес", "ёлки"))
    assert (first.format, first.encoding, first.where) == ("feed", encoding, f"{tmp_path / 'лес.rss'}, item 1")


def test_items_of_rdf_are_documents(tmp_path: Path) -> None:
    (item,) = read_all(tmp_path / "лес.xml", RDF)
    assert isinstance(item, Found)
    document = item.document
    assert (document.id, document.url) == ("https://les.example.org/1", "https://les.example.org/1")
    assert (document.title, document.text) == ("Ёлку привезли", "Ель срубили под Вяткой.")
    assert (document.date, document.author) == (datetime(2026, 1, 5, 9, 30, tzinfo=UTC), "Вера Лёвина")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ('<content type="html">&lt;p&gt;Ель.&lt;/p&gt;&lt;p&gt;Пихта.&lt;/p&gt;</content>', "Ель.\n\nПихта."),
        ('<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Ель.</p><p>Пихта.</p></div></content>',
         "Ель.\n\nПихта."),
        ("<content>Знак &lt; и &lt;b&gt; как есть</content>", "Знак < и <b> как есть"),
        ('<content src="https://les.example.org/1"/>', "Кратко."),
        ("", "Кратко."),
    ],
)  # fmt: skip
def test_entries_of_atom_are_documents(tmp_path: Path, content: str, text: str) -> None:
    (item,) = read_all(tmp_path / "лес.atom", ATOM.format(content=content))
    assert isinstance(item, Found)
    document = item.document
    assert (document.id, document.url, document.text) == ("urn:les:1", "https://les.example.org/1", text)
    assert (document.date, document.author, document.section) == (
        datetime(2026, 1, 5, 9, 30, tzinfo=UTC), "Вера Лёвина", "Лес",
    )  # fmt: skip


def item(number: int, more: str = "") -> str:
    return f"<item><guid>{number}</guid><description>Ель {number}.</description>{more}</item>"


def rss(*items: str) -> str:
    return f"<rss><channel>{''.join(items)}</channel></rss>"


@pytest.mark.parametrize(
    ("written", "when"),
    [
        ("Mon, 05 Jan 2026 12:30:00 MSK", datetime(2026, 1, 5, 9, 30, tzinfo=UTC)),
        ("05 Jan 2026 12:30 +0300", datetime(2026, 1, 5, 9, 30, tzinfo=UTC)),
        ("5 января 2026", date(2026, 1, 5)),
    ],
)
def test_dates_are_read_as_everywhere(tmp_path: Path, written: str, when: date) -> None:
    (one,) = read_all(tmp_path / "a.rss", rss(item(1, f"<pubDate>{written}</pubDate>")))
    assert isinstance(one, Found)
    assert one.document.date == when


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Рога & копыта", "Рога & копыта"),
        ("Рога&nbsp;&mdash; копыта &amp;c.", "Рога — копыта &c."),
        ("<![CDATA[Рога & копыта]]>", "Рога & копыта"),
        ("<![CDATA[?a=1&b=2]]> & <![CDATA[&c]]>", "?a=1&b=2 & &c"),
        ("Рога &laquo;и&raquo; копыта &", "Рога «и» копыта &"),
    ],
)
@pytest.mark.parametrize("size", [1, 7, 1000])
def test_an_ampersand_by_itself_and_entities_of_html_mean_what_they_say(written: str, title: str, size: int) -> None:
    content = rss(f"<item><title>{written}</title><description>Ель.</description></item>").encode()
    (row,) = (row for stretch in feed.cut(in_blocks(content, size)) for row in stretch.rows("utf-8"))
    assert isinstance(row, Row)
    assert row.values["title"] == title


def in_blocks(content: bytes, size: int) -> Opened:
    blocks = (content[start : start + size] for start in range(0, len(content), size))
    return Opened(Path("a.xml"), "utf-8", Coding("utf-8", "marked"), blocks, None)  # type: ignore[arg-type]


def test_text_without_elements_keeps_its_lines(tmp_path: Path) -> None:
    yandex = '<full-text xmlns="http://news.yandex.ru">Первый абзац.\n\n  Второй &amp;amp; третий.</full-text>'
    (one,) = read_all(tmp_path / "a.rss", rss(item(1, yandex)))
    assert isinstance(one, Found)
    assert one.document.text == "Первый абзац.\n\nВторой & третий."


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (rss(), ["a.xml: there is no document in it"]),
        (rss(item(1), "<item><title>Ель</title></item>", item(3)), ["1", "a.xml, item 2: there is no text", "3"]),
        (rss(item(1), item(2))[:-10], ["1", "2", "a.xml, item 3: not XML: "]),
        (rss(item(1), "<item><b></item>", item(3)), ["1", "a.xml, item 2: not XML: Opening and ending tag mismatch"]),
        (rss(item(1)) + "мусор", ["1", "a.xml, item 2: not XML: Extra content at the end of the document"]),
        (rss(item(1), "<item>" + "<b>" * 100_000), ["1", "a.xml, item 2: not XML: Excessive depth in document"]),
        (rss(item(1, "\x0b\x00")), ["1"]),
        ("<urlset><url><loc>https://les.example.org</loc></url></urlset>",
         ["a.xml: it is XML, but no feed: it begins with <urlset>, and not with <rss>, <rdf:RDF> or <feed>"]),
        ("Ель срубили под Вяткой.", ["a.xml, item 1: not XML: Start tag expected, '<' not found, line 1"]),
        (rss(item(1, "<description>" + "&lt;div&gt;" * 300 + "</description>").replace("Ель 1.", ""), item(2)),
         ["a.xml, item 1: its elements lie too deep inside each other: what is below cannot be read", "2"]),
    ],
)  # fmt: skip
def test_what_stands_before_a_fault_counts_and_the_fault_is_told(
    tmp_path: Path, content: str, wanted: list[str]
) -> None:
    items = told(read_all(tmp_path / "a.xml", content))
    assert len(items) == len(wanted), items
    assert all(item.startswith(start) for item, start in zip(items, wanted, strict=True)), items


def test_an_undecodable_byte_costs_its_item(tmp_path: Path) -> None:
    content = rss(*map(item, range(1, 9))).encode().replace("Ель 2".encode(), "Ель".encode() + b"\xff")
    one, two, three, *_ = told(read_all(tmp_path / "a.rss", content))
    assert (one, two, three) == ("1", "a.rss, item 2: it has bytes that are not utf-8", "3")


def test_of_a_truncated_gzip_the_items_that_are_whole_are_read(tmp_path: Path) -> None:
    packed = gzip.compress(rss(*(item(number, f"<x>{hash(str(number))}</x>") for number in range(2000))).encode())
    *items, last = told(read_all(tmp_path / "a.rss.gz", packed[: len(packed) // 2]))
    assert len(items) > 500
    assert items == [str(number) for number in range(len(items))]
    assert last == "a.rss.gz: the gzip stream is cut short: what follows is lost"


BOMB = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
DECLARED = "a.xml: it declares entities, which no feed needs: they can stand for gigabytes, or for other files"


@pytest.mark.parametrize(
    "declared",
    [f'<!ENTITY l0 "ёлка">{BOMB}', '<!ENTITY l11 SYSTEM "{secret}">', '<!ENTITY l11 "ёлка">',
     '<!ENTITY % all SYSTEM "{secret}">%all;<!ENTITY l11 "x">'],
    ids=["a billion", "a file", "a word", "a parameter"],
)  # fmt: skip
def test_entities_of_its_own_are_not_resolved(tmp_path: Path, declared: str) -> None:
    secret = tmp_path / "тайна.txt"
    secret.write_text("Ключ под ёлкой.", encoding="utf-8")
    head = f"<!DOCTYPE rss [{declared.replace('{secret}', secret.as_uri())}]>"
    tracemalloc.start()
    for more in ("<author>&l11;</author>", '<source url="&l11;">x</source>'):
        (line,) = told(read_all(tmp_path / "a.xml", head + rss(item(1, more))))
        assert line == DECLARED or line.startswith("a.xml, item 1: not XML: ")
    assert tracemalloc.get_traced_memory()[1] < 30 << 20
    tracemalloc.stop()


def test_a_definition_that_lies_elsewhere_is_not_fetched(tmp_path: Path) -> None:
    outside = tmp_path / "rss.dtd"
    outside.write_text('<!ENTITY тайна "Ключ под ёлкой.">', encoding="utf-8")
    head = f'<!DOCTYPE rss SYSTEM "{outside.as_uri()}">'
    items = told(read_all(tmp_path / "a.xml", head + rss(item(1, "<author>&тайна;</author>"), item(2))))
    assert items == ["a.xml, item 1: it uses &тайна;, which stands for something outside of it", "2"]


def test_an_item_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "LONGEST", 200_000)
    content = rss(item(1), *(item(number) for number in range(2, 9000)), "<item>" + "<b>ель</b>" * 40_000)
    *_, last, broken = told(read_all(tmp_path / "a.xml", content))
    assert last == "8999"
    assert broken == "a.xml, item 9000: an item longer than 5 MB: it and what follows are lost"


def test_the_elements_of_an_item_are_bounded(tmp_path: Path) -> None:
    content = rss(item(1), "<item>" + "<b/>" * 200_000)
    first, broken = told(read_all(tmp_path / "a.xml", content))
    assert first == "1"
    assert broken.startswith("a.xml, item 2: an item with more than 100,000 elements, ")


def test_items_with_nothing_in_them_do_not_fill_the_memory(tmp_path: Path) -> None:
    (tmp_path / "a.rss").write_text(rss("<item/>" * 100_000), encoding="utf-8")
    (source,), _ = survey([tmp_path / "a.rss"])
    assert len(list(pieces([source], ReadOptions(MOSCOW)))) > 5


def test_a_prefix_that_no_one_declared_ends_the_feed_there(tmp_path: Path) -> None:
    content = rss(item(1), item(2, "<dc:creator>Вера Лёвина</dc:creator>")).replace("xmlns:dc", "xmlns:no")
    assert "Namespace prefix dc" in told(read_all(tmp_path / "a.xml", content))[-1]


def test_a_long_feed_comes_in_pieces(tmp_path: Path) -> None:
    path = tmp_path / "a.rss"
    path.write_text(rss(*(item(n, f"<content>{'слово ' * 200}</content>") for n in range(4000))), encoding="utf-8")
    (source,), _ = survey([path])
    assert len(list(pieces([source], ReadOptions(MOSCOW)))) > 3


MARKUP = (
    "<rss> <channel> <item> </item> <title> </title> <![CDATA[ ]]> & &nbsp; &#0; &#xd800; <!-- --> < > </rss> <?x"
)
SCRAPS = st.sampled_from([*MARKUP.split(), item(1), "\0", "\ufffe", '<a b="', "<!DOCTYPE rss [", "]>", "</channel>"])


@given(st.lists(SCRAPS | st.text(max_size=5), max_size=15).map("".join), st.integers(1, 50))
def test_no_markup_breaks_the_reading(markup: str, size: int) -> None:
    content = markup.encode("utf-8", "surrogatepass")
    for stretch in feed.cut(in_blocks(content, size)):
        assert all(isinstance(row, Row | Broken) for row in stretch.rows("utf-8"))

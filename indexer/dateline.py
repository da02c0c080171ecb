"""Where a news text was sent from, and by whom: the dateline that its first words hold.

    АСТАНА, 5 января. /ТАСС/. Президент…        place «Астана», agency «ТАСС»
    Москва. 5 января. INTERFAX.RU - Министр…    place «Москва», agency «Интерфакс»

A dateline without a date must name an agency of the table below; one without an agency must have its place
in capitals, a date, and a full stop or a dash. What is shaped otherwise is taken for plain text: a missed
dateline costs a reader less than a false one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dateline:
    """Place and agency as a reader writes them: `Dateline("Санкт-Петербург", "РИА Новости")`."""

    place: str
    agency: str


AGENCIES = {
    "ТАСС": "ТАСС|TASS",
    "ИТАР-ТАСС": "ИТАР-ТАСС|ITAR-TASS",
    "РИА Новости": 'РИА Новости|РИА "Новости"|РИАН|RIA Novosti',
    "Интерфакс": r"Интерфакс|Interfax(?:\.ru)?",
    "Интерфакс-Казахстан": "Интерфакс-Казахстан|Interfax-Kazakhstan",
    "Интерфакс-Украина": "Интерфакс-Украина|Interfax-Ukraine",
    "Интерфакс-Запад": "Интерфакс-Запад",
    "Интерфакс-АВН": "Интерфакс-АВН|АВН",
    "ПРАЙМ": "ПРАЙМ|1prime",
    "Прайм-ТАСС": "Прайм-ТАСС",
    "REGNUM": "REGNUM|РЕГНУМ",
    "Росбалт": "Росбалт",
    "РБК": "РБК",
    "РАПСИ": "РАПСИ",
    "Р-Спорт": "Р-Спорт",
    "АиФ": "АиФ|Аргументы и факты",
    "Финмаркет": "Финмаркет",
    "Новый Регион": "Новый Регион",
    "Татар-информ": "Татар-информ",
    "Sputnik": "Sputnik",
    "Казинформ": "Казинформ|[KQ]azinform",
    "КазТАГ": "КазТАГ|KazTAG",
    "БЕЛТА": "БЕЛТА|БелТА|BelTA",
    "Укринформ": "Укринформ|Ukrinform",
    "УНИАН": "УНИАН|UNIAN",
    "АКИpress": "АКИpress|AKIpress",
    "Кабар": "Кабар|Kabar",
    "Азертадж": "Азертадж|Azertac",
    "Trend": "Trend",
    "Арменпресс": "Арменпресс|Armenpress",
    "Reuters": "Reuters|Рейтерс?",
    "AFP": "AFP|АФП|Франс[- ]пресс?",
    "AP": "AP|АП|Associated Press|Ассошиэйтед пресс",
    "DPA": "DPA|ДПА",
    "Bloomberg": "Bloomberg|Блумберг",
    "Синьхуа": "Синьхуа|Xinhua",
    "Киодо": "Киодо|Kyodo",
    "Анадолу": "Анадолу|Anadolu",
}
"""Canonical name → its spellings, in any case of letters; «ИА», «корр.» and quotes stand outside them."""

# Of two names that fit, the longer one: «Интерфакс-Казахстан», not «Интерфакс».
_LONGEST_FIRST = sorted(AGENCIES.items(), key=lambda row: -len(row[0]))
_CANONICAL = tuple((name, re.compile(spelt, re.I)) for name, spelt in _LONGEST_FIRST)

_UPPER = "A-ZА-ЯЁЄІЇҐЎӘҒҚҢӨҰҮҺ"
_LOWER = "a-zа-яёєіїґўәғқңөұүһ"

# 5 января · 5 янв. · 5-6 января 2026 г. · 5 января, 10:30 мск · 05.01.2026
_MONTH = (
    r"(?i:янв(?:аря)?|февр?(?:аля)?|мар(?:та?)?|апр(?:еля)?|ма[яй]|ию[нл]я?|авг(?:уста)?"
    r"|сент?(?:ября)?|окт(?:ября)?|ноя(?:б|бря)?|дек(?:абря)?)(?!\w)\.?"
)
_YEAR = r"(?:,? \d{4}(?: ?г(?:ода)?(?!\w)\.?)?)?"
_TIME = r"(?:,? (?:в )?\d{1,2}[:.]\d\d(?: ?\(?(?i:мск|msk|gmt|utc)\)?)?)?"
_DATE = rf"(?:\d{{1,2}}(?: ?[-—] ?\d{{1,2}})? {_MONTH}{_YEAR}|\d{{1,2}}\.\d\d\.\d{{2,4}}){_TIME}"

# САНКТ-ПЕТЕРБУРГ · ПОС. КАРАБАШ (Челябинская область) · АСТАНА/МОСКВА
_NOTE = r"(?: ?\([^()]{2,50}\)| /[^/]{2,50}/)"
_CAPS_WORD = rf"\"?[{_UPPER}]+(?:[-'’][{_UPPER}\d]+)*\"?(?![{_LOWER}])"
_KIND = r"(?:Г|С|П|Д|О|Х|ПОС|ПГТ|ДЕР|СТ|ХУТ)\. ?"
_CAPS = rf"(?:{_KIND}|(?=[{_UPPER}]{{2}})){_CAPS_WORD}(?: {_CAPS_WORD}){{0,3}}{_NOTE}?"
_CAPITALS = rf"{_CAPS}(?:(?: ?[/—] ?| - |, ){_CAPS}){{0,2}}"
# Нижний Новгород · Ростов-на-Дону · Москва - Вашингтон
_TITLE_WORD = rf"[{_UPPER}][{_LOWER}]+(?:-[{_UPPER}{_LOWER}]+)*"
_TITLE = rf"{_TITLE_WORD}(?: {_TITLE_WORD}){{0,2}}"
_PLACE = rf"(?P<place>{_CAPITALS}|{_TITLE}(?:(?: ?[/—] ?| - ){_TITLE}){{0,2}})"

# РИА Новости, Иван Петров. · КАЗИНФОРМ /Имя Фамилия/ — · АиФ-Москва Президент…
_NAME = rf"(?<!\w)(?i:{'|'.join(spelt for _, spelt in _LONGEST_FIRST)})(?!\w)"
_KNOWN = re.compile(_NAME)
_PREFIX = r"(?i:(?:ИА|МИА|АЭИ|агентство|(?:соб\. ?)?корр\.?) ?){0,2}\"?"
_STOP = rf"(?= ?(?:[.:)]|—|- |$|, ?[{_UPPER}]|[/(][^/()]{{3,50}}[/)]))"
_BARE = rf"{_PREFIX}{_NAME}\"?(?:-[{_UPPER}]\w+(?= [{_UPPER}\"])|(?:[ -][{_UPPER}]\w+){{0,2}}{_STOP})"
# /Корр. ТАСС Иван Петров/ · (ИА "Новый Регион", Иван Петров) · /Иван Петров - БЕЛТА/
_PEOPLE = rf"(?:[{_UPPER}][\w.]*[ ,]{{0,2}}(?:[-—] )?){{0,3}}"
_BRACKETED = rf"[/(] ?{_PEOPLE}{_PREFIX}{_NAME}\"?(?:[ ,-][^/()]{{0,50}})?[/)]"

_GAP = r"(?:[.,] ?[—-]?| ?—| -) ?"
_CREDIT = rf"(?P<credit>{_GAP}{_BARE}|(?:{_GAP}| ){_BRACKETED})"
_DASH = r"(?= ?(?:/[^/]{3,50}/ ?)?(?:—|- ))"
_TEXT_FOLLOWS = rf"(?:\.| ?—| -)(?! ?[{_LOWER}\d])"

_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        # МОСКВА, 5 янв - РИА Новости. · Москва. 5 января. Интерфакс — · НЬЮ-ЙОРК, 5 января. /ТАСС/.
        rf"\(?{_PLACE}{_GAP}{_DATE}{_CREDIT}",
        # РОСТОВ-НА-ДОНУ, 5 января. Президент · МОСКВА — ВАШИНГТОН, 5 янв — Президент
        rf"(?P<place>{_CAPITALS}){_GAP}{_DATE}{_TEXT_FOLLOWS}",
        # АСТАНА. КАЗИНФОРМ — · МОСКВА /ТАСС/.
        rf"(?P<place>{_CAPITALS})(?P<credit>{_GAP}{_BARE}{_DASH}|(?:{_GAP}| ){_BRACKETED}{_STOP})",
        # Москва. Интерфакс — · Москва. /ТАСС/.
        rf"(?P<place>{_TITLE})\. (?P<credit>{_BARE}{_DASH}|{_BRACKETED}{_STOP})",
        # 5 января, Минск /Корр. БЕЛТА/.
        rf"{_DATE}, {_PLACE}(?P<credit> {_BRACKETED})",
        # 5 янв — ПРАЙМ. · 5 января. /ТАСС/.
        rf"{_DATE}{_CREDIT}",
        # /ТАСС/. Президент · (Интерфакс-Казахстан) — Президент
        rf"(?P<credit>{_BRACKETED}){_TEXT_FOLLOWS}",
    )
)

# Most texts begin otherwise, and cost no more than this look: /… · 5 янв. — · Нижний Новгород. 5
_MAY_BEGIN = re.compile(
    r"[/(]|\d[\d\s—–-]*+[^\W\d]++\.?\s*(?:\d{4}\s*+(?:г\w*\.?\s*)?)?[.,(/—–-]|\d\d?\.\d\d\."
    rf"|(?:[«\"“„]?[{_UPPER}][^\s.,(/—«»\"“”„]*+[»\"”“]?\s*+){{1,5}}+[.,(/—–-][\s.,(/—–-]*[«\"“„]?[\d{_UPPER}]"
)

# In lower case though the rest of the name is not: «Ростов-на-Дону», «Красное море», «пос. Карабаш».
_SMALL = re.compile(
    "на|де|ди|ду|да|д|ла|ле|лос|ас|дель|сюр|о|оф|и|в|под|апон|эль|аль|эш|эд|эр|эс|эн|ан|уль"
    "|район|област[ьи]|кра[йя]|округ|республик[аи]|город|пос[её]лок|село|деревня|станица"
    "|самол[её]та|корабля|крейсера|ледокола|поезда|база|аэропорт|аэродром|космодром|полигон"
    "|острова?|озеро|река|мор[ея]|океан|залив|пролив|граница|станция",
    re.IGNORECASE,
)
_KIND_WORD = re.compile(_KIND)
_ACRONYM = re.compile("ООН|МИД|США|ОАЭ|КНР|КНДР|ЮАР|ФРГ|СССР|РФ|ЕС|НАТО|СНГ|МКС|ЦУП|АЭС|ГЭС|ДНР|ЛНР")
# ПОНЕДЕЛЬНИК, 5 января. · ИЗ МОСКВЫ, 5 января. · Напомним, 5 января, ТАСС, Reuters и…
_NO_PLACE = re.compile(
    "(?:на|из|до|по|от|за|об|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|сегодня|завтра|вчера"
    r"|накануне|напомним|ранее|так|итак|кстати|обновлено|дополнено|внимание|срочно|молния|фото|видео)\b",
    re.IGNORECASE,
)

_OPENING = 2000  # characters that hold a lead, and the dateline after it
_HEAD = 200  # characters that hold the longest dateline, with its notes and names
_INK = re.compile(r"[^\s\ufeff\u200b]")
_WORD = re.compile(r"\w+\.?")
_BETWEEN_PLACES = re.compile(r" ?[/—] ?| - |, ")
_IN_BRACKETS = re.compile(_NOTE)
_INNER_DASH = re.compile(r"–(?<=\w–)(?=\w)")
_PLAIN = (*zip("‐‑‒–―−«»“”„", '--————"""""', strict=True), ("\xad", ""), ("\u200b", ""), ("\ufeff", ""))
_NONE = Dateline("", "")


def dateline(text: str) -> Dateline:
    """Read place and agency out of the first words of a text, or of the paragraph after its lead.

    >>> dateline("АСТАНА, 5 января. /ТАСС/. Президент Казахстана заявил…")
    Dateline(place='Астана', agency='ТАСС')
    """
    for start in _paragraphs(text):
        if _MAY_BEGIN.match(text, start, _OPENING):
            head = text[start : min(start + _HEAD, _OPENING)]
            if found := _read(_plain(head)):
                return found
    return _NONE


def _paragraphs(text: str) -> Iterator[int]:
    """Where each of the first three paragraphs begins in the opening; a line is one, where no line is blank."""
    gap = "\n\n" if text.find("\n\n", 0, _OPENING) >= 0 else "\n"
    end = 0
    for _ in range(3):
        if end < 0 or not (ink := _INK.search(text, end, _OPENING)):
            return
        yield ink.start()
        end = text.find(gap, ink.start(), _OPENING)


def _plain(head: str) -> str:
    """One kind of space, dash, hyphen and quote: «САНКТ–ПЕТЕРБУРГ,  5 янв –» → «САНКТ-ПЕТЕРБУРГ, 5 янв —»."""
    head = _INNER_DASH.sub("-", head)
    for odd, plain in _PLAIN:
        head = head.replace(odd, plain)
    return " ".join(head.split())


def _read(head: str) -> Dateline | None:
    """The dateline of one paragraph, by the first shape that fits it."""
    for shape in _SHAPES:
        found = shape.match(head)
        if found and not _NO_PLACE.match(place := found.groupdict("").get("place", "")):
            credit = found.groupdict("").get("credit", "")
            return Dateline(_places(place), _agency(credit) or _agency(place))
    return None


def _agency(words: str) -> str:
    """The agency named first: « /Корр. ТАСС Иван Петров/» → «ТАСС»."""
    found = _KNOWN.search(words)
    return next(name for name, spelling in _CANONICAL if spelling.fullmatch(found[0])) if found else ""


def _places(capitals: str) -> str:
    """Places in order, without notes: «ГОМЕЛЬ (Беларусь)/МИНСК» → «Гомель, Минск»; an agency is none."""
    names = _BETWEEN_PLACES.split(_IN_BRACKETS.sub("", capitals))
    return ", ".join(_WORD.sub(_cased, name.replace('"', "")) for name in names if not _agency(name))


def _cased(word: re.Match[str]) -> str:
    """A word in capitals as it is written in a line: НА → на, БОРТ → Борт, ООН → ООН."""
    if not word[0].isupper() or _ACRONYM.fullmatch(word[0]):
        return word[0]
    small = _KIND_WORD.fullmatch(word[0]) or (word.start() and _SMALL.fullmatch(word[0]))
    return word[0].lower() if small else word[0].capitalize()

"""The case forms of a name, from its nominative: Токаев → Токаева, Токаеву, Токаевым, Токаеве.

By its ending alone a name belongs to one or more *types*. Where gender or stress cannot be told, the forms of every
reading are given: «Меркель» stays as it is for a woman and is declined for a man, «Иртыш» has -ем and -ом. The
dictionary is asked only about three endings: «Харьков» is a town, «Полина» no woman named Полин, «Игорь» a man.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product

from search.russian.lemmas import morphology
from search.russian.names import LONGEST_ACRONYM
from search.russian.spelling import fold


@dataclass(frozen=True, slots=True)
class _Type:
    """Names with an ending: what is cut off, and what stands there in the other cases, in both readings of each.

    `cases`: genitive, dative, accusative, instrumental, prepositional; `/` parts what may stand in one case, `_` is
    nothing. The accusative of a man is the genitive, that of a town the nominative, which every name has anyway.
    """

    ending: str
    cut: str
    cases: str
    example: str


_MAN = "а у а ом е"
_SOFT_MAN = "я ю я ем е"
_SOFT_WOMAN = "и и ь ью и"
_ADJECTIVE = "ого ому ого им ом"
_MASCULINE = "[оеё]в|[^аеёиоуыэюя][иы]н"  # «Путин», but not «Воин» or «Ын»

# The first ending that fits decides; a name has all the types that are written with it.
_TYPES = (
    # Surnames and towns in -ов, -ин
    _Type(_MASCULINE, "", "а у а ым е", "Токаев: Токаевым, Путин: Путиным"),
    _Type(_MASCULINE, "", _MAN, "Харьков: Харьковом, Берлин: Берлином"),
    _Type(f"(?:{_MASCULINE})а", "а", "ой ой у ой ой", "Захарова: Захаровой"),
    _Type(f"(?:{_MASCULINE})а", "а", "ы е у ой е", "Полина: Полины, Женева: Женевы"),
    _Type(f"(?:{_MASCULINE})о", "о", "а у о ом е", "Домодедово: Домодедовом"),
    # Adjectives
    _Type("кий", "ий", _ADJECTIVE, "Зеленский: Зеленского, Горький: Горького"),
    _Type("[жшчщ]ий", "ий", "его ему его им ем", "Рабочий: Рабочего"),
    _Type("[гх]ий|ний", "ий", "ия ию ия ием ии", "Георгий: Георгия, Антоний: Антония"),
    _Type("[гх]ий|ний", "ий", "ого/его ому/ему ого/его им ом/ем", "Тихий: Тихого, Крайний: Крайнего"),
    _Type("ый", "ый", "ого ому ого ым ом", "Чёрный: Чёрного"),
    _Type("^[^аеёиоуыэюя]+ой", "й", "я ю я ем е", "Цой: Цоя"),
    _Type("[гкхжшчщ]ой", "ой", _ADJECTIVE, "Трубецкой: Трубецкого"),
    _Type("ой", "ой", "ого ому ого ым ом", "Толстой: Толстого"),
    _Type("[жшчщ]ая", "ая", "ей ей ую ей ей", "Рабочая: Рабочей"),
    _Type("^[^аеёиоуыэюя]*ая", "я", "и е ю ей е", "Рая: Раи"),
    _Type("ая", "ая", "ой ой ую ой ой", "Плисецкая: Плисецкой"),
    _Type("яя", "яя", "ей ей юю ей ей", "Крайняя: Крайней"),
    # Men and towns: consonants, -й
    _Type("[гкхшчщн]их|ых", "", "_ _ _ _ _", "Черных, Долгих"),
    _Type("[аеёиоуыэюя]ец", "ец", "йца йцу йца йцем йце", "Коломиец: Коломийца"),
    _Type("[аеёиоуыэюя]лец", "ец", "ьца ьцу ьца ьцом/ьцем ьце", "Стрелец: Стрельца"),
    _Type("[аеёиоуыэюя].ец", "ец", "ца цу ца цом/цем це", "Кравец: Кравца"),
    _Type("[ое]вич", "", "а у а ем е", "Абрамович: Абрамовичем"),
    _Type("[жшчщц]", "", "а у а ем/ом е", "Вучич: Вучичем, Иртыш: Иртышом"),
    _Type("[бвгдзклмнпрстфх]", "", _MAN, "Трамп: Трампа"),
    _Type("ий", "ий", "ия ию ия ием ии", "Дмитрий: Дмитрия"),
    _Type("й", "й", _SOFT_MAN, "Милей: Милея"),
    # -ь: men and women cannot be told apart, some endings aside
    _Type("[жшчщбвмпс]ь|[сф]ть|знь", "ь", _SOFT_WOMAN, "Роснефть: Роснефти"),
    _Type("тель|арь", "ь", _SOFT_MAN, "Лазарь: Лазаря"),
    _Type("ь", "ь", _SOFT_MAN, "Надаль: Надаля"),
    _Type("ь", "ь", _SOFT_WOMAN, "Ухань: Ухани"),
    # -а, -я
    _Type("[аеёиоуыэю]а", "", "_ _ _ _ _", "Гарсиа, Самоа"),
    _Type("[гкх]а", "а", "и е у ой е", "Ольга: Ольги"),
    _Type("[жшчщ]а", "а", "и е у ей/ой е", "Саша: Сашей, Левша: Левшой"),
    _Type("ца", "а", "ы е у ей/ой е", "Царица: Царицей"),
    _Type("а", "а", "ы е у ой е", "Кафка: Кафки"),
    _Type("ия", "я", "и и ю ей и", "Мария: Марии"),
    _Type("ья", "я", "и е ю ей/ёй е", "Наталья: Натальей, Илья: Ильёй"),
    _Type("я", "я", "и е ю ей е", "Гойя: Гойи"),
    # Towns in the plural; persons in -о, -е, -и, -у, -ю, -э do not change, those in -ко neither
    _Type("цы", "ы", "_ ам ы ами ах", "Сланцы: Сланцам"),
    _Type("ы", "ы", "_ ам ы ами ах", "Черкассы: Черкасс"),
    _Type("ищи", "и", "_ ам и ами ах", "Мытищи: Мытищ"),
)
_FITTING = [(re.compile(f"(?:{one.ending})$"), one) for one in _TYPES]

# What the ending does not tell: the stem of the other cases, and the genitive of plurals.
_FLEETING = {
    "лев": "льв",
    "павел": "павл",
    "пётр": "петр",
    "орёл": "орл",
    "орел": "орл",
    "козёл": "козл",
    "козел": "козл",
    "заяц": "зайц",
}
_PLURALS = {
    "горки": "горок",
    "луки": "лук",
    "люберцы": "люберец",
    "нидерланды": "нидерландов",
    "петушки": "петушков",
    "салоники": "салоник",
    "сокольники": "сокольников",
    "химки": "химок",
    "черновцы": "черновцов",
}
_TOWNS = frozenset(("львов",))  # that the dictionary takes for surnames
_FIXED = frozenset(("дюма", "золя", "петипа"))

_RUSSIAN = re.compile(r"[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*")
_BETWEEN = frozenset(("на", "над", "под", "у", "при", "в"))
_SURNAME = re.compile(f"(?:(?:{_MASCULINE})а?|[сц]к(?:ий|ая))$")
_NAME = re.compile("Name|Geox|Orgn")
_CASES = 5

_Forms = tuple[tuple[str, ...], ...]
"""What may stand in each of the five cases beside the nominative."""


def declined(name: str) -> tuple[str, ...]:
    """All case forms of a name given in the nominative singular, that first; letter case is kept.

    >>> declined("Токаев")
    ('Токаев', 'Токаева', 'Токаеву', 'Токаевым', 'Токаевом', 'Токаеве')
    >>> declined("Нур-Султан")
    ('Нур-Султан', 'Нур-Султана', 'Нур-Султану', 'Нур-Султаном', 'Нур-Султане')

    What does not change («Лукашенко», «НАТО») and what is no Russian word («Trump») is given back alone.
    """
    if not _RUSSIAN.fullmatch(name):
        return (name,)
    return tuple(dict.fromkeys((name, *(form for case in _hyphenated(name) for form in case))))


def _hyphenated(name: str) -> _Forms:
    """«Ростов-на-Дону» changes before the preposition, «Римский-Корсаков» in both parts, «Нур-Султан» in the last."""
    parts = name.split("-")
    if len(parts) == 3 and parts[1].lower() in _BETWEEN:
        return tuple(tuple(f"{form}-{parts[1]}-{parts[2]}" for form in case) for case in _forms(parts[0]))
    columns = [_forms(part) if _SURNAME.search(part.lower()) else ((part,),) * _CASES for part in parts[:-1]]
    columns.append(_forms(parts[-1]))
    return tuple(tuple("-".join(forms) for forms in product(*case)) for case in zip(*columns, strict=True))


def _forms(word: str) -> _Forms:
    """What may stand in each case of one word: the forms of all its types together."""
    lower = word.lower()
    if lower in _FIXED or (word.isupper() and len(word) <= LONGEST_ACRONYM and lower[-1] in "аеёиоуыэюяй"):
        return ((word,),) * _CASES
    if lower in _FLEETING:
        return _like(word, _with_endings(_FLEETING[lower], _MAN))
    if lower in _PLURALS:
        others = _with_endings(lower[:-1], f"_ ам {lower[-1]} ами ах")[1:]
        return _like(word, ((_PLURALS[lower],), *others))
    readings = [_with_endings(word.removesuffix(_as_spelt(one.cut, word)), one.cases) for one in _types(lower)]
    return tuple(_distinct(column) for column in zip(*readings, strict=True)) if readings else ((word,),) * _CASES


def _types(lower: str) -> list[_Type]:
    """The types of a word: those with the first ending that fits, of which the dictionary may know the right ones."""
    first = next((one for ending, one in _FITTING if ending.search(lower)), None)
    if first is None:
        return []
    fitting = [one for one in _TYPES if one.ending == first.ending]
    choose = _CHOICES.get(first.ending)
    return fitting if choose is None else choose(fitting, lower, _tags(lower))


def _surname_or_town(both: list[_Type], lower: str, tags: str) -> list[_Type]:
    """«Токаев» is a surname; so is «Путин», but who knows of «Цзиньпин»; a town may be a surname too: «Ростов»."""
    if "Name" in tags and "Surn" not in tags:
        return both[1:]  # «Константином»
    may_be_foreign = lower.endswith("н") and "Surn" not in tags
    return both if may_be_foreign or "Geox" in tags or lower in _TOWNS else both[:1]


def _surname_or_name(both: list[_Type], lower: str, tags: str) -> list[_Type]:
    """«Захарова» is a surname, «Полина» a name of its own, «Калина» may be either."""
    if not tags:
        return both[:1]
    return both[1:] if _NAME.search(tags) else both


def _man_or_woman(both: list[_Type], lower: str, tags: str) -> list[_Type]:
    """«Игорь» is a man, «Пермь» feminine; «Надаль» and «Меркель» may be either."""
    if "Fixd" in tags or not _NAME.search(tags):
        return both
    if "masc" in tags:
        return both[:1] if "Name" in tags else both  # of towns the dictionary is not so sure: «Ухань»
    return both[1:]


_CHOICES: dict[str, Callable[[list[_Type], str, str], list[_Type]]] = {
    _MASCULINE: _surname_or_town,
    f"(?:{_MASCULINE})а": _surname_or_name,
    "ь": _man_or_woman,
}


def _tags(lower: str) -> str:
    """The tags of the nouns in the dictionary that have this very word for their nominative; empty without any."""
    readings = morphology(lower)
    lemmas = readings.lemmas if readings.known else ()
    return " ".join(lemma.tag for lemma in lemmas if lemma.text == fold(lower) and lemma.tag.startswith("NOUN"))


def _with_endings(stem: str, cases: str) -> _Forms:
    endings = (case.replace("_", "").split("/") for case in cases.split())
    return tuple(tuple(stem + _as_spelt(ending, stem) for ending in case) for case in endings)


def _like(word: str, forms: _Forms) -> _Forms:
    """Forms in the letter case of a word: «Павел», павла → «Павла»."""
    spelt = str.upper if word.isupper() else str.capitalize if word[0].isupper() else str
    return tuple(tuple(map(spelt, case)) for case in forms)


def _as_spelt(ending: str, word: str) -> str:
    """An ending in the letter case of its word: «ТОКАЕВУ», but «ХАМАСу»."""
    return ending.upper() if word.isupper() and len(word) > LONGEST_ACRONYM else ending


def _distinct(column: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form for forms in column for form in forms))

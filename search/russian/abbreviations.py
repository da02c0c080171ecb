"""What common abbreviations are short for: «5 млрд руб.» is found by `миллиард` and by `рубль`.

Only such as mean one thing wherever they stand. Left as they are: «м.», «с.», «ч.», and what is a word or a name
itself («мин», «сек», «им», «коп», «ВВ»). «г.» is taken for «год» alone, though it may be «город»: every article
has a year, and `город` would find them all.
"""

from __future__ import annotations

_SHORT_FOR = {
    "тыс": "тысяча", "млн": "миллион", "млрд": "миллиард", "трлн": "триллион",
    "руб": "рубль", "долл": "доллар", "проц": "процент", "экз": "экземпляр", "чел": "человек",
    "г": "год", "гг": "год",
    "янв": "январь", "фев": "февраль", "февр": "февраль", "апр": "апрель", "авг": "август", "сент": "сентябрь",
    "окт": "октябрь", "нояб": "ноябрь",
    "мм": "миллиметр", "км": "километр", "кг": "килограмм", "га": "гектар",
    "ул": "улица", "обл": "область", "просп": "проспект", "пр-т": "проспект", "р-н": "район",
    "проф": "профессор", "акад": "академик", "напр": "например",
}  # fmt: skip


def long_form(word: str) -> str | None:
    """What a word, in lower case, is short for: «млрд» → «миллиард»; None for any other word."""
    return _SHORT_FOR.get(word)

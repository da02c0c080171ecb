"""What went wrong, as a reader of the page is told it: what happened, and what to do now."""

from __future__ import annotations

from dataclasses import dataclass

from search.errors import BadParameter, DocumentNotFound, IndexDamaged, IndexUnavailable, OtherFormat, QueryLimit
from search.results import PER_PAGE_LIMIT, RECENCY_LIMIT
from web.params import SEARCH
from web.russian import NBSP, figures

_VALUES = {
    "q": "В нём стоит запрос.",
    "sort": "Порядок бывает таким: relevance (по релевантности), newest (сначала новые), oldest (сначала старые).",
    "match": "Слова ищутся так: all (все сразу), any (любое из них) или auto.",
    "page": "Страницы нумеруются с единицы.",
    "strict": "Строгий поиск бывает включён (1) или выключен (0).",
    "recency": f"Возраст учитывается так: за сколько дней оценка падает вдвое, до{NBSP}{RECENCY_LIMIT}; 0 — никак.",
    "broaden": "Расширение запроса бывает включено (1) или выключено (0).",
    "forms": "Счёт форм бывает включён (1) или выключен (0).",
    "expand": "Поиск по синонимам бывает включён (1) или выключен (0).",
    "per_page": f"На странице бывает от{NBSP}1 до{NBSP}{PER_PAGE_LIMIT} документов.",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A heading and the advice under it. `mendable`: the search form, put right, may bring an answer."""

    heading: str
    advice: str
    mendable: bool = False


_PERIOD = Refusal(
    "Период не понят",
    "День пишется так: 05.01.2026 или 2026-01-05, месяц — 2026-01, год — 2026. "
    f"Первая дата должна быть не{NBSP}позже второй.",
    mendable=True,
)
_LIMITS = {
    "length": ("Запрос слишком длинный", "В нём может быть до {most} знаков. Оставьте самое важное."),
    "clauses": ("Запрос слишком длинный", "В нём может быть до {most} слов. Оставьте самые важные."),
    "depth": ("Запрос слишком сложный", "Скобок внутри скобок может быть до {most}. Упростите запрос."),
    "expansions": (
        "Запрос слишком широкий",
        "Под слово с «*», «?» или «~» подходит больше {most} разных слов. Допишите в нём ещё несколько букв.",
    ),
}
_STRICT = Refusal(
    "Запрос понят не целиком",
    "Это строгий поиск: он не отбрасывает того, чего не понял. Исправьте запрос или уберите из адреса strict=1.",
    mendable=True,
)
_NO_DOCUMENT = Refusal(
    "Такого документа в архиве нет", "Возможно, его удалили или в адресе опечатка. Попробуйте найти его."
)
_NO_INDEX = Refusal(
    "Архив пока недоступен",
    "Индекс ещё не построен, или его не прочесть. Зайдите немного позже. Если это ваш сервер, причина записана "
    f"в{NBSP}его журнале, а{NBSP}строит индекс команда slovoform build.",
)
_DAMAGED = Refusal(
    "Индекс архива повреждён",
    "Зайдите немного позже. Если это ваш сервер, повреждённые файлы назовёт команда slovoform check, "
    "а восстановит что можно slovoform check --repair.",
)
_OTHER_FORMAT = Refusal(
    "Индекс архива записан другой версией программы",
    "Зайдите немного позже. Если это ваш сервер, постройте индекс заново командой slovoform build или запустите "
    "ту версию, что его записала.",
)
_BY_STATUS = {
    404: Refusal("Такой страницы нет", "Возможно, в адресе опечатка. Начните с поиска."),
    405: Refusal("Так эту страницу не открыть", "Её можно только читать: откройте её обычной ссылкой."),
    500: Refusal(
        "На сервере случилась ошибка",
        f"Попробуйте ещё раз немного позже. Подробности записаны в{NBSP}журнале сервера.",
    ),
}
_OTHER = Refusal("Запрос не понят", "Сервер не смог его прочесть. Начните с поиска.")


def refusal_of(error: Exception, status: int) -> Refusal:
    """Say what an error, answered with this status, means to a reader."""
    match error:
        case BadParameter(parameter="from" | "to"):
            return _PERIOD
        case BadParameter(parameter="q", flaws=(_, *_)):
            return _STRICT
        case BadParameter():
            return _parameter(error.parameter)
        case QueryLimit():
            return _limit(error)
        case DocumentNotFound():
            return _NO_DOCUMENT
        case IndexDamaged():
            return _DAMAGED
        case OtherFormat():
            return _OTHER_FORMAT
        case IndexUnavailable():
            return _NO_INDEX
    return _BY_STATUS.get(status, _OTHER)


def _limit(error: QueryLimit) -> Refusal:
    heading, advice = _LIMITS[error.limit]
    return Refusal(heading, advice.format(most=figures(error.most)), mendable=True)


def _parameter(name: str) -> Refusal:
    if name in _VALUES:
        advice = f"Параметр «{name}» не понят. {_VALUES[name]} Повторять его не нужно."
    else:
        advice = f"Параметра «{name}» у{NBSP}поиска нет, есть такие: {', '.join(SEARCH)}."
    return Refusal("В адресе ошибка", advice, mendable=True)

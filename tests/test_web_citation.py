"""How documents are cited, by ГОСТ Р 7.0.5–2008."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from search.documents import Document
from search.russian.persons import Person, person
from tests.conftest import MOSCOW
from web.pages.document.citation import citation

_TODAY = date(2026, 11, 30)
_MARCH = date(2024, 3, 15)

# author | title | source | url → the reference, for a text of 15 March 2024 that was read on 30 November 2026.
_CASES = """
Лариса Юдина | Витраж вернули | Степные вести | https://example.org
→ Юдина Л. Витраж вернули // Степные вести. 2024. 15 марта. URL: https://example.org (дата обращения: 30.11.2026).
Л. П. Юдина, Семён Приходько | Витраж вернули | Степные вести |
→ Юдина Л. П., Приходько С. Витраж вернули // Степные вести. 2024. 15 марта.
Юдина Лариса и Приходько С. А. | Витраж вернули | |
→ Юдина Л., Приходько С. А. Витраж вернули. 2024. 15 марта.
Лев Чухонский; Вера Ильинских; Антон Клячин; Лариса Юдина | Витраж вернули | Степные вести |
→ Витраж вернули / Лев Чухонский [и др.] // Степные вести. 2024. 15 марта.
Пресс-служба завода | Витраж вернули | Степные вести |
→ Витраж вернули / Пресс-служба завода // Степные вести. 2024. 15 марта.
Лариса Юдина, ТАСС | Витраж вернули | Степные вести |
→ Витраж вернули / Лариса Юдина, ТАСС // Степные вести. 2024. 15 марта.
| Витраж вернули. | Степные вести. |
→ Витраж вернули // Степные вести. 2024. 15 марта.
| Кто вернул витраж? | Степные вести |
→ Кто вернул витраж? // Степные вести. 2024. 15 марта.
| | Степные вести | https://example.org
→ [Без заглавия] // Степные вести. 2024. 15 марта. URL: https://example.org (дата обращения: 30.11.2026).
| | | javascript:alert(1)
→ [Без заглавия]. 2024. 15 марта.
"""


_LINES = _CASES.strip().splitlines()


@pytest.mark.parametrize(("known", "cited"), [*zip(_LINES[::2], _LINES[1::2], strict=True)])
def test_a_document_is_cited_by_what_is_known_of_it(known: str, cited: str) -> None:
    author, title, source, url = (cell.strip() for cell in known.split("|"))
    document = Document("1", title, "", _MARCH, author=author, source=source, url=url)
    assert f"→ {citation(document, MOSCOW, _TODAY)}" == cited


def test_an_instant_is_of_the_day_that_the_archive_has_it_on() -> None:
    document = Document("1", "Ночью вернули витраж", "", datetime(2023, 12, 31, 22, 0, tzinfo=UTC))
    assert citation(document, MOSCOW, _TODAY) == "Ночью вернули витраж. 2024. 1 января."


def test_without_a_date_there_is_no_year() -> None:
    assert citation(Document("1", "Витраж", "", source="Вести"), MOSCOW, _TODAY) == "Витраж // Вести."


def test_a_reference_is_one_line_and_whole_however_long_the_title_is() -> None:
    document = Document("1", "Витраж\n" * 300, "", author="Лариса\u00a0Юдина")
    assert citation(document, MOSCOW, _TODAY) == f"Юдина Л. {' '.join(['Витраж'] * 300)}."


# A name as it stands → surname and initials; nothing where it is not sure which word is the surname.
_NAMES = """
Лариса Юдина → Юдина Л.
Юдина Лариса → Юдина Л.
Вера Ильинских → Ильинских В.
Семён Андреевич Приходько → Приходько С. А.
Приходько Семён Андреевич → Приходько С. А.
Л. Юдина → Юдина Л.
Л.П. Юдина → Юдина Л. П.
Римский-Корсаков Н. А. → Римский-Корсаков Н. А.
Анна-Мария Орлова → Орлова А.-М.
Лариса →
Л. П. →
Степные вести →
ТАСС →
John Smith →
редакция сайта →
Лариса Петровна Юдина Младшая →
"""


@pytest.mark.parametrize("case", _NAMES.strip().splitlines())
def test_a_surname_is_told_from_what_stands_with_it(case: str) -> None:
    name, _, read = case.partition("→")
    surname, *initials = read.split() or [""]
    assert person(name.strip()) == (Person(surname, tuple(initials)) if surname else None)

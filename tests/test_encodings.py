from __future__ import annotations

import codecs

import pytest

from indexer.reading.opening.encodings import NotText, damage, detect, known_encoding
from search.errors import BadParameter

TITLE = "Токаев не стремится вернуться на работу в ООН"
BRANDS = "Компания «РусГидро» и банк ВТБ объявили о сделке, сообщает АвтоСтат"
SHOUT = "ПРЕЗИДЕНТ КАЗАХСТАНА ПРИБЫЛ В АСТАНУ"


@pytest.mark.parametrize("text", [TITLE, BRANDS, SHOUT])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "koi8-r", "cp866", "mac-cyrillic", "utf-16-le", "utf-16-be"])
def test_a_line_of_russian_gives_its_encoding_away(text: str, encoding: str) -> None:
    raw = text.encode(encoding, "ignore")
    assert raw.decode(detect(raw)) == raw.decode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_names_the_encoding(encoding: str) -> None:
    raw = TITLE.encode(encoding)
    assert raw.decode(detect(raw)).removeprefix("\ufeff") == TITLE


def test_plain_ascii_is_utf_8() -> None:
    assert detect(b"DSA-708-1 php3") == "utf-8"


def test_utf_8_may_be_cut_inside_a_letter() -> None:
    assert detect("Астана".encode()[:-1]) == "utf-8"


def test_a_stray_byte_does_not_turn_a_utf_8_text_into_another_encoding() -> None:
    assert detect(TITLE.encode() + b" \xff " + TITLE.encode()) == "utf-8"


def test_a_given_encoding_overrules_the_guess() -> None:
    assert detect(TITLE.encode("cp1251"), "koi8-r") == "koi8-r"
    assert detect(codecs.BOM_UTF8 + b"x", "cp866") == "cp866"


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "ZIP archive or an office document"),
        (b"\x1f\x8b\x08....", r"name ending in \.gz"),
        (bytes(range(256)) * 8, "binary"),
        (b"\0" * 4096, "binary"),
        (b"\x7fELF\2\1\1" + b"\0" * 57, "binary"),
        ("Über die Größe der Städte und ihre Häuser".encode("cp1252"), "--encoding"),
        ("Le Président a été réélu à l'étranger".encode("cp1252"), "--encoding"),
        ("Ο Πρόεδρος της Δημοκρατίας".encode("cp1253"), "--encoding"),
        ("日本の首相".encode("shift-jis"), "--encoding"),
    ],
)
def test_what_is_no_text_that_can_be_told_is_refused(head: bytes, reason: str) -> None:
    with pytest.raises(NotText, match=reason):
        detect(head)


def test_utf_16_that_was_named_without_its_mark_must_be_named_by_its_order() -> None:
    with pytest.raises(NotText, match="utf-16-le"):
        detect(TITLE.encode("utf-16-le"), "utf-16")


@pytest.mark.parametrize(
    ("raw", "encoding", "problem"),
    [
        ("Астана".encode(), "utf-8", ""),
        (b"\xd0\x90\xff", "utf-8", "byte 0xFF in column 2 is not utf-8"),
        (b"\xc0\x98", "cp1251", "byte 0x98 in column 2 is not cp1251"),
        (b"\x10\x04\x41", "utf-16-le", "byte 0x41 in column 2 is not utf-16-le"),
        ("смех 😀".encode("utf-16-le"), "utf-16-le", ""),
    ],
)
def test_an_undecodable_byte_is_named_with_its_place(raw: bytes, encoding: str, problem: str) -> None:
    assert damage(raw.decode(encoding, "marked"), encoding) == problem


def test_an_encoding_that_a_person_names_is_known_by_any_of_its_names() -> None:
    assert known_encoding("windows-1251") == "windows-1251"


@pytest.mark.parametrize("name", ["cp125", "", "base64", "idna", "a\0b"])
def test_an_unknown_encoding_is_refused_with_examples(name: str) -> None:
    with pytest.raises(BadParameter, match="cp1251") as refusal:
        known_encoding(name)
    assert refusal.value.parameter == "encoding"


@pytest.mark.parametrize(
    "text",
    [
        "Президент Қасым-Жомарт Тоқаев прибыл в Астану из Женевы, где выступал.",
        "Аким области встретился с жителями села Қарағаш и обещал починить дорогу.",
        "Әлия Назарбаева открыла выставку в музее города, сообщает пресс-служба.",
        "Қазақстан Республикасының Президенті бүгін Астанада үкімет отырысын өткізді.",
        "Мемлекет басшысы халыққа жолдауын жариялап, жаңа міндеттер қойды деп хабарлады.",
    ],
)
def test_kazakh_letters_tell_kz_1048_from_cp1251(text: str) -> None:
    assert detect(text.encode("kz1048")) == "kz1048"


@pytest.mark.parametrize(
    "text",
    [
        "Президент України прибув до Києва, її зустріли в аеропорту, повідомляє агентство",
        "Прэзідэнт Беларусі наведаў Віцебск і сустрэўся з жыхарамі, паведамляе агенцтва",
    ],
)
def test_ukrainian_and_belarusian_letters_are_not_taken_for_kazakh_ones(text: str) -> None:
    assert detect(text.encode("cp1251")) != "kz1048"

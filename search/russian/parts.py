"""Parts of speech, as the tags of OpenCorpora name them and as a reader knows them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from search.results import Part
from search.russian.lemmas import morphology

_PROPER = re.compile("Name|Surn|Patr|Geox|Orgn")
_PARTS: dict[str, Part] = {
    "NOUN": "noun",
    "INFN": "verb",
    "VERB": "verb",
    "PRTF": "verb",
    "PRTS": "verb",
    "GRND": "verb",
    "ADJF": "adjective",
    "ADJS": "adjective",
    "COMP": "adjective",
    "ADVB": "adverb",
    "NUMR": "numeral",
    "NPRO": "pronoun",
}


def part(tag: str) -> Part:
    """The part of speech of a tag: `NOUN,inan,femn sing,gent` → noun; with a grammeme of names it is a name.

    Participles and gerunds are forms of their verb; «первый» is a numeral and «этот» a pronoun, whatever their forms.
    """
    if "Apro" in tag:
        return "pronoun"
    if "Anum" in tag:
        return "numeral"
    if tag.startswith("NOUN") and _PROPER.search(tag):
        return "name"
    return _PARTS.get(tag[:4], "other")


def part_of(lemma: str, forms: Iterable[str]) -> Part:
    """The part of speech of a lemma as some forms have it, else as it has itself.

    >>> part_of("сталь", ["стали"]), part_of("миллиард", ["млрд"])
    ('noun', 'noun')

    A lemma that is two words at once («печь», the oven and to bake) is the likelier of them in that form.
    """
    for form in (*forms, lemma):
        for reading in morphology(form.lower()).lemmas:
            if reading.text == lemma:
                return part(reading.tag)
    return "other"

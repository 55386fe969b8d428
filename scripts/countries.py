"""Writes the countries' names, from the Unicode CLDR as Babel carries it.

``python scripts/countries.py`` writes ``kg/reading/data/countries.tsv``; what we know besides
(adjectives, inhabitants, capitals) stands beside it in ``states.tsv``, by ISO code.
"""

import re
from pathlib import Path

from babel import Locale

TARGET = Path(__file__).resolve().parent.parent / "kg" / "reading" / "data" / "countries.tsv"
LANGUAGES = {"en": "en", "de": "de", "ru": "ru", "zh": "zh_Hans"}
# Codes of CLDR that are no country: what is made up for tests, groups, exceptional reservations.
NO_COUNTRY = {"XA", "XB", "ZZ", "EU", "EZ", "UN", "QO", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"}
SPELT_OUT = {
    " & ": " and ",
    "St. ": "Saint ",
    "о-ва ": "острова ",
    "о-в ": "остров ",
    " о-ва": " острова",
    "Св. ": "Святой ",
    " (САР)": "",
    " SAR China": "",
    " (Великобритания)": "",
    " (США)": "",
    "Sonderverwaltungsregion ": "",
    "中国香港特别行政区": "香港",
    "中国澳门特别行政区": "澳门",
    "’": "'",
}


def spelt_out(name: str) -> str:
    """Return *name* as running text has it; what it holds in brackets is a second name.

    >>> spelt_out("Myanmar (Burma)")
    'Myanmar; Burma'
    >>> spelt_out("о-ва Кука")
    'острова Кука'
    """
    for short, long in SPELT_OUT.items():
        name = name.replace(short, long)
    return re.sub(r" \((.+)\)$", r"; \1", name)


def rows() -> list[list[str]]:
    """Return a line a country, sorted by code: the code and its name in each language."""
    names = {lang: Locale.parse(tag).territories for lang, tag in LANGUAGES.items()}
    codes = {code for code in names["en"] if re.fullmatch("[A-Z]{2}", code)} - NO_COUNTRY
    return [[code, *(spelt_out(names[lang][code]) for lang in names)] for code in sorted(codes)]


def main() -> None:
    """Write the table."""
    lines = [["iso", *LANGUAGES], *rows()]
    TARGET.write_text("".join("\t".join(line) + "\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()

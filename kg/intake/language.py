"""Which language a text is in, by py3langid; and whether that may be relied on.

py3langid and not lingua: 5 MB beside numpy, and half a second, where lingua takes 113 MB. The text
is looked at in pieces, and the pieces vote: of two languages in one text the reader should know.
"""

from collections import Counter
from functools import cache
from typing import Any, NamedTuple

from kg.intake.seen import needed

# Those that documents of this field are in; the fewer, the surer the short ones.
_LANGUAGES = (
    *("ar", "be", "bg", "cs", "de", "en", "es", "fa", "fi", "fr", "he", "hi", "hu", "it", "ja"),
    *("ka", "kk", "ko", "ky", "mn", "nl", "pl", "pt", "ro", "ru", "sr", "sv", "th", "tr", "uk"),
    *("ur", "uz", "vi", "zh"),
)
_PIECE = 1_000
_PIECES = 15
_FEW = 80  # letters; a text with fewer may be a mere name
_FEW_SIGNS = 20  # of Chinese and the like
_AGREED = 0.75


class Language(NamedTuple):
    """A language (ISO 639-1), and why it is unsure; *doubt* is empty where it is not."""

    code: str
    doubt: str = ""


def language_of(text: str) -> Language | None:
    """Return the language of *text*; None where it has no letters.

    Raises KgError where the library for it is not installed.
    """
    letters = sum(map(str.isalpha, text[: _PIECE * _PIECES]))
    if not letters:
        return None
    votes = Counter(_identifier().classify(piece)[0] for piece in _pieces(text))
    code, most = votes.most_common(1)[0]
    share = most / votes.total()
    if letters < (_FEW_SIGNS if code in {"zh", "ja", "ko"} else _FEW):
        return Language(code, f"only {letters} letters")
    if share < _AGREED:
        others = ", ".join(other for other, _ in votes.most_common(3)[1:])
        return Language(code, f"{share:.0%} of the text; the rest looks like {others}")
    return Language(code)


def _pieces(text: str) -> list[str]:
    """Return pieces from all over *text*, with letters in each."""
    step = max(_PIECE, len(text) // _PIECES)
    cut = (text[at : at + _PIECE] for at in range(0, len(text), step))
    pieces = [piece for piece in cut if sum(map(str.isalpha, piece)) >= min(_FEW, len(text) // 3)]
    return pieces or [text[: _PIECE * _PIECES]]


@cache
def _identifier() -> Any:
    library = needed("py3langid.langid", "recognising the language (else give --lang)")
    identifier = library.LanguageIdentifier.from_model_file(library.MODEL_FILE)
    identifier.set_languages(list(_LANGUAGES))
    return identifier

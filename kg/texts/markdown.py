"""A dossier in Markdown, with the footnotes that GitHub, Pandoc and Obsidian know.

Whatever a label or a quote says stays text: every sign that Markdown, or the HTML in it, could
take for markup is escaped.
"""

import re
from collections.abc import Iterator

from kg.texts.dossier import Dossier, Group, Section
from kg.texts.notes import Head, Note

_SIGNS = re.compile(r"([\\`*_\[\]<>&#|~$@^{}!])")
_LINKS = re.compile(r"(?i)\b(www)\.|:(?=\S)")
_BLOCK = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))")


def escaped(words: str) -> str:
    r"""Return *words* so that Markdown shows them and does nothing else.

    >>> escaped("<b>*no*</b> [x](http://x) www.x")
    '\\<b\\>\\*no\\*\\</b\\> \\[x\\](http\\://x) www\\.x'
    """
    signs = _SIGNS.sub(r"\\\1", words)
    links = _LINKS.sub(lambda found: f"{found[1]}\\." if found[1] else "\\:", signs)
    return _BLOCK.sub(_without_block, links)


def _without_block(found: re.Match[str]) -> str:
    """Escape what would begin a list, a rule or an underlined heading."""
    sign = found[2]
    return f"{found[1]}{sign}" if sign[0].isdigit() else f"{found[1]}\\{sign}"


def as_markdown(dossier: Dossier) -> str:
    """Return *dossier* as Markdown."""
    return "\n".join(_lines(dossier)).rstrip("\n") + "\n"


def _lines(dossier: Dossier) -> Iterator[str]:
    yield f"# {escaped(dossier.title)}"
    for paragraph in dossier.lead:
        yield from ("", escaped(paragraph))
    yield from _sources(dossier)
    for section in dossier.sections:
        yield from _section(section)
    yield from _gaps(dossier)
    for paragraph in dossier.closing:
        yield from ("", escaped(paragraph))
    for note in dossier.notes:
        yield from ("", f"[^{note.number}]: {note_in_markdown(note, dossier)}")


def _sources(dossier: Dossier) -> Iterator[str]:
    words = dossier.words["dossier"]
    if dossier.sources:
        yield from ("", f"## {words['sources']}", "")
    for head in dossier.sources:
        number = f"{dossier.numbers[head.id]}: " if head.id in dossier.numbers else ""
        yield f"- {number}{head_in_markdown(head, dossier.words['note'])}"
        if head.rights:
            yield f"  {escaped(words['rights'].format(head.rights))}"
        if head.silent:
            yield f"  {words['none']}"


def head_in_markdown(head: Head, words: dict[str, str]) -> str:
    """Return publisher, title and date of a source."""
    publisher = f"{escaped(head.publisher)}: " if head.publisher else ""
    ours = words["title_gloss"].format(head.title_gloss) if head.title_gloss else ""
    date = head.date or words["no_date"]
    return f"{publisher}*{escaped(head.title)}*{escaped(ours)}, {escaped(date)}."


def _section(section: Section) -> Iterator[str]:
    yield from ("", f"## {section.title}", "", f"*{escaped(section.lead)}*")
    for group in section.groups:
        yield from _group(group)


def _group(group: Group) -> Iterator[str]:
    if group.heading:
        yield from ("", f"### {escaped(group.heading)}")
    yield ""
    for item in group.items:
        yield f"- {escaped(item.mark)}{escaped(item.sentence)}[^{item.note}]"


def _gaps(dossier: Dossier) -> Iterator[str]:
    if dossier.gaps:
        missing = dossier.missing
        yield from ("", f"## {missing.title}", "", f"*{escaped(missing.lead)}*", "")
    for gap in dossier.gaps:
        yield f"- {escaped(gap.text)}: {' '.join(f'[^{number}]' for number in gap.notes)}"


def note_in_markdown(note: Note, dossier: Dossier) -> str:
    """Return a footnote as one paragraph."""
    words = dossier.words["note"]
    quotes = []
    for quote in note.quotes:
        said = f"«{escaped(quote.words)}»" if quote.words else words["silent"]
        ours = escaped(words["gloss"].format(quote.gloss)) if quote.gloss else ""
        quotes.append(f"{said}{ours} {escaped(quote.place)}, *{escaped(quote.title)}*.")
    return " ".join((*quotes, *map(escaped, note.rest)))

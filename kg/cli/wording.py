"""The table of wordings: what a status says, and what it does not."""

_HEAD = {
    "en": "A status says how a source puts it, not whether it is so.",
    "de": "Ein Status sagt, wie eine Quelle es darstellt, nicht, ob es so ist.",
}


def statuses_explained(lang: str) -> str:
    """Return every status with its wording and definition in *lang*."""
    from kg.models import Polarity, Status

    rows = [_HEAD[lang], ""]
    for status in Status:
        word = status.value if status is Status.ASSERTED else status.value.upper()
        wording = (status.wording_de if lang == "de" else status.wording).format(who="N")
        meaning = status.meaning_de if lang == "de" else status.meaning
        rows.append(f"{word:<13} {wording}")
        rows.append(f"{'':<13} {meaning}")
    negative = Polarity.NEGATIVE.de if lang == "de" else Polarity.NEGATIVE.en
    rows += [f"{'NOT SO':<13} {negative}"]
    return "\n".join(rows)

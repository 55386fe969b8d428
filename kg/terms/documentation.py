"""The documentation of the kinds: what can be recorded, in both languages, field by field."""

from collections.abc import Iterable, Iterator, Mapping

from kg.models import EdgeRule, Entity, EntityClass, Group, Polarity, Record, Stage, Status
from kg.models import fields_of as all_fields
from kg.models.codes import Code
from kg.models.schema import Field, Sort, own_fields
from kg.models.values import Asset, Attribution, Quantity, Time
from kg.terms.properties import codes_of, one_a_language, property_of
from kg.terms.turtle import short_name
from kg.terms.vocabulary import definition_of

_HEAD = """\
<!-- Written by python -m kg.terms from the classes in kg/models; not to be edited by hand. -->
# What can be recorded

A record is one predicate with its arguments and one status, and the words of the source that say
it. This page lists the kinds of records and their fields, as `records.yaml` writes them, in
English and German. Beside it lie the same as OWL (`sinorus.ttl`), the codes as SKOS
(`vocabulary.ttl`), the shapes as SHACL (`shapes.ttl`), a JSON-LD context (`context.jsonld`) and a
JSON Schema of `records.yaml` for editors (`records.schema.json`); `alignments.ttl` says what is
close to them elsewhere. IRIs lie below `https://w3id.org/sinorus/`, which is proposed, not
registered.

An editor that knows JSON Schema checks while you write, with this first line in `records.yaml`:

```yaml
# yaml-language-server: $schema=../../ontology/records.schema.json
```
"""
_WRITTEN = """\
## Evidence and short forms

Evidence is the words, copied letter for letter; or, written out, with which of several places and
our working translation, which is never evidence itself. The build finds the offsets.

```yaml
evidence:
  - quote: die angeblich Wälzlager an das russische Transportunternehmen Tascom liefert
    nth: 1
    gloss: {en: which allegedly supplies bearings to the Russian transport company Tascom}
```

Where a field may hold several, one value needs no list. `when: 2021` is `{edtf: 2021}`,
`attributed_to: reuters` is `{who: reuters}`, and `evidence:` may be the words alone. A record is
named by its id, another source's as `<source>/<id>`. Every value is read as text: `2021` and `no`
mean what they say.
"""
_SORTS = {
    Sort.ENTITY: "entity",
    Sort.RECORD: "record",
    Sort.CONCERN: "id of a matter",
    Sort.CODE: "code",
    Sort.WORDS: "words of the text",
    Sort.TEXTS: "text by language",
    Sort.TIME: "[time](#time)",
    Sort.QUANTITY: "[quantity](#quantity)",
    Sort.ATTRIBUTION: "[attribution](#attribution)",
    Sort.EVIDENCE: "[words](#evidence-and-short-forms)",
    Sort.ASSET: "[asset](#asset)",
    Sort.FLAG: "true or false",
    Sort.COUNT: "whole number",
    Sort.DECIMAL: "number",
    Sort.EDTF: "date (EDTF)",
    Sort.UNIT: "unit",
    Sort.HEADING: "HS heading",
    Sort.TEXT: "text",
}
_PARTS: dict[str, type] = {
    "Time": Time,
    "Quantity": Quantity,
    "Attribution": Attribution,
    "Asset": Asset,
}
_CODES = {"Groups": Group, "Polarity": Polarity}


def documentation(kinds: Iterable[type[Record]], examples: Mapping[str, str]) -> str:
    """Return the page that documents *kinds*, as Markdown, with a real record each.

    *examples* are records as written in YAML, by kind.
    """
    every = tuple(kinds)
    blocks = [
        _HEAD,
        *_overview(every),
        *_statuses(),
        *_stages(),
        "## Every record\n",
        _table(all_fields(Record)),
        *(block for kind in every for block in _kind(kind, examples.get(kind.kind_name()))),
        *(block for name, model in _PARTS.items() for block in _part(name, model)),
        _WRITTEN,
        *_entities(),
        *(block for name, codes in _CODES.items() for block in _code_section(name, codes)),
    ]
    return "\n".join(blocks)


def _overview(kinds: Iterable[type[Record]]) -> Iterator[str]:
    rows = [
        (
            f"[`{kind.kind_name()}`](#{_anchor(kind)})",
            kind.label_en,
            kind.label_de,
            definition_of(kind),
        )
        for kind in kinds
    ]
    yield "## Kinds\n"
    yield _rows(("kind", "English", "Deutsch", "what it is"), rows)


def _statuses() -> Iterator[str]:
    yield "## Statuses\n"
    yield (
        "A status is how the source puts it, not whether it is so. Where several fit, take the\n"
        "first of these: denied, hypothetical, threatened, demanded, planned, alleged, reported,\n"
        "asserted. What is said is put as something that is so.\n"
    )
    rows = [
        (
            f"`{status}`",
            status.de,
            f"{status.wording} · {status.wording_de}",
            f"{status.meaning} · {status.meaning_de}",
            "yes" if status.factual else "no",
            str(status.strength),
        )
        for status in Status
    ]
    yield _rows(("status", "Deutsch", "wording", "meaning", "said", "strength"), rows)


def _stages() -> Iterator[str]:
    yield "## Stages\n"
    yield (
        "One list for all kinds. A stage before the deed can't stand with a status that says it\n"
        "is done, and one that says it is done can't stand with a plan, a threat or a demand.\n"
    )
    rows = [(f"`{stage}`", stage.en, stage.de, stage.phase) for stage in Stage]
    yield _rows(("stage", "English", "Deutsch", "phase"), rows)


def _kind(kind: type[Record], example: str | None) -> Iterator[str]:
    yield f"## {kind.label_en.capitalize()} · {kind.label_de}\n"
    yield f"`kind: {kind.kind_name()}` · `sr:{kind.__name__}`\n"
    yield f"{definition_of(kind)}\n\n{kind.de}\n"
    fields = own_fields(kind)
    yield _table(fields)
    for field in fields:
        if field.sort is Sort.CODE:
            listed = ", ".join(_code(code) for code in codes_of(kind, field))
            yield f"`{field.name}`: {listed}\n"
    if kind.edges:
        yield "Direct edges that follow from it:\n"
        yield "\n".join(_edge(rule) for rule in kind.edges) + "\n"
    else:
        yield "No direct edge follows from it.\n"
    if example:
        yield f"```yaml\n{example}\n```\n"


def _edge(rule: EdgeRule) -> str:
    if rule.source == rule.target:
        ends = f"between each two of `{rule.source}`, both ways"
        ends += f", for at most {rule.at_most}" if rule.at_most else ""
    else:
        ends = f"from `{rule.source}` to `{rule.target}`"
    forms = f"; only of form {', '.join(f'`{form}`' for form in rule.forms)}" if rule.forms else ""
    return f"- `{rule.name}` {ends}{forms}; status {', '.join(rule.allows)}"


def _part(name: str, model: type) -> Iterator[str]:
    yield f"## {name}\n"
    yield f"{(model.__doc__ or '').partition(chr(10))[0]}\n"
    fields = all_fields(model)
    yield _table(fields)
    for field in fields:
        if field.sort is Sort.CODE:
            listed = ", ".join(_code(code) for code in codes_of(model, field))
            yield f"`{field.name}`: {listed}\n"


def _entities() -> Iterator[str]:
    yield "## Entities\n"
    yield f"{(Entity.__doc__ or '').partition(chr(10))[0]}\n"
    yield _table(all_fields(Entity))
    rows = [(f"`{code}`", f"`sr:{code.rdf_name()}`", code.en, code.de) for code in EntityClass]
    yield _rows(("class", "in RDF", "English", "Deutsch"), rows)


def _code_section(name: str, codes: type[Code]) -> Iterator[str]:
    yield f"## {name}\n"
    yield f"{(codes.__doc__ or '').partition(chr(10))[0]}\n"
    yield _rows(("code", "English", "Deutsch"), [(f"`{code}`", code.en, code.de) for code in codes])


# -- tables -------------------------------------------------------------------------------


def _table(fields: Iterable[Field]) -> str:
    rows = [
        (
            f"`{field.name}`",
            f"{field.term.en} · {field.term.de}",
            f"{field.term.meaning} · {field.term.meaning_de}",
            _SORTS[field.sort],
            _how_many(field),
            f"`{field.term.example}`" if field.term.example else "",
            f"`{short_name(property_of(field))}`",
        )
        for field in fields
    ]
    head = ("field", "label", "meaning", "holds", "how many", "example", "in RDF")
    return _rows(head, rows)


def _how_many(field: Field) -> str:
    if one_a_language(field):
        return "one a language" if field.required else "none or one a language"
    if field.many or field.sort is Sort.TEXTS:
        return "one or more" if field.required else "any number"
    return "one" if field.required else "none or one"


def _code(code: Code) -> str:
    return f"`{code}` {code.en} · {code.de}"


def _rows(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines
    )


def _anchor(kind: type[Record]) -> str:
    """Return the anchor that GitHub gives to the heading of *kind*."""
    return f"{kind.label_en} · {kind.label_de}".lower().replace("·", "").replace(" ", "-")

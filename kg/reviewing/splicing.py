"""Putting a record, an entity, a name into a YAML file that people keep: all the rest stays.

Nothing is read and written again: what is new is set in between the signs that stand there, so
that comments, order, quotation marks and line breaks come out byte for byte. Every change is read
back before it counts; what can't be set in like that is refused with its place.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import yaml

from kg.corpus.yaml_text import Unreadable, read_yaml
from kg.errors import KgError
from kg.reviewing.written import Data, indented, inline, item

_BOM = "\ufeff"


class Edit(NamedTuple):
    """In a text, *old* at the offset *at* gives way to *new*."""

    at: int
    new: str
    old: str = ""


def applied(content: str, edits: Iterable[Edit]) -> str:
    """Return *content* with all *edits*, whose offsets are those of *content*."""
    for at, new, old in sorted(edits, reverse=True):
        content = content[:at] + new + content[at + len(old) :]
    return content


def with_item(content: str, data: Data, file: str, *, after: str | None = None) -> tuple[Edit, ...]:
    """Return the edits that put *data* into a list of records or entities, at its end.

    *after* names the id that it comes behind; "" stands for the very beginning. Raises KgError.
    """
    root = _root(content, file)
    snippet = item(data)
    if after and (root is None or _index(root.value, after) < 0):
        raise KgError(f"{file}: {after} is no longer there")

    def expected(found: Any) -> Any:
        items = list(found or [])
        place = len(items) if after is None else 1 + _index(items, after)
        return [*items[:place], data, *items[place:]]

    return _checked(content, _item_edits(content, root, snippet, after), expected, file)


def _item_edits(
    content: str, root: yaml.Node | None, snippet: str, after: str | None
) -> tuple[Edit, ...]:
    if root is None:
        gap = "" if not content or content.endswith("\n") else "\n"
        return (Edit(len(content), gap + snippet),)
    if not isinstance(root, yaml.SequenceNode) or (root.flow_style and root.value):
        return ()
    start = _start(root, content)
    if not root.value:  # []
        end = _end(root, content)
        return (Edit(start, snippet.removesuffix("\n"), content[start:end]),)
    moved = indented(snippet, root.start_mark.column)
    if after == "":
        return (Edit(start, moved.lstrip(" ") + "\n" + " " * root.start_mark.column),)
    before = root.value[-1] if after is None else root.value[_index(root.value, after)]
    at = _line_end(content, _end(before, content))
    return (Edit(at, "\n\n" + moved.removesuffix("\n")),)


def _index(items: Sequence[Any], wanted: str) -> int:
    """Return where the item with the id *wanted* stands; -1 for ""."""
    for index, one in enumerate(items if wanted else ()):
        found = _key(one, "id") if isinstance(one, yaml.Node) else one.get("id")
        if (found[1].value if isinstance(found, tuple) else found) == wanted:
            return index
    return -1


def with_concerns(content: str, record: str, matter: str, file: str) -> tuple[Edit, ...]:
    """Return the edits that write ``concerns: matter`` into *record*. Raises KgError."""
    node = _record(content, record, file)
    keys = [key for key, _ in node.value]
    names = [key.value for key in keys]
    place = names.index("status")
    if not node.flow_style and place + 1 < len(keys):
        place += 1
    key = keys[place]
    gap = ", " if node.flow_style else "\n" + " " * key.start_mark.column
    edit = Edit(_start(key, content), f"concerns: {matter}{gap}")

    def expected(found: Any) -> Any:
        return _with(found, record, {"concerns": matter})

    return _checked(content, (edit,), expected, file)


def with_evidence(content: str, record: str, data: Data, file: str) -> tuple[Edit, ...]:
    """Return the edits that add a quote to the evidence of *record*. Raises KgError."""
    node = _record(content, record, file)
    found_at = _key(node, "evidence")

    def expected(found: Any) -> Any:
        quotes = found[_index(found, record)]["evidence"]
        return _with(found, record, {"evidence": [*_listed(quotes), data]})

    edits = tuple(_appended(content, found_at[1], data)) if found_at else ()
    return _checked(content, edits, expected, file)


def with_form(content: str, entity: str, form: Any, file: str) -> tuple[Edit, ...]:
    """Return the edits that add a form of *entity* to ``names.yaml``. Raises KgError."""
    root = _root(content, file)

    def expected(found: Any) -> Any:
        known = (found or {}).get(entity, [])
        return {**(found or {}), entity: [*_listed(known), form]}

    return _checked(content, tuple(_form_edits(content, root, entity, form)), expected, file)


def _form_edits(content: str, root: yaml.Node | None, entity: str, form: Any) -> Iterator[Edit]:
    row = f"{entity}: [{inline(form)}]\n"
    known = _key(root, entity) if isinstance(root, yaml.MappingNode) else None
    if known is not None:
        yield from _appended(content, known[1], form)
    elif root is None:
        gap = "" if not content or content.endswith("\n") else "\n"
        yield Edit(len(content), gap + row)
    elif isinstance(root, yaml.MappingNode) and not root.value:  # {}
        start, end = _start(root, content), _end(root, content)
        yield Edit(start, row.removesuffix("\n"), content[start:end])
    elif isinstance(root, yaml.MappingNode) and not root.flow_style:
        at = _line_end(content, _end(root, content))
        yield Edit(at, "\n" + indented(row, root.start_mark.column).removesuffix("\n"))


def _appended(content: str, value: yaml.Node, data: Any) -> Iterator[Edit]:
    """Yield the edits that add *data* to a list, or to a value that stands for a list of one."""
    if isinstance(value, yaml.SequenceNode) and value.value and not value.flow_style:
        columns = value.start_mark.column
        snippet = item(data) if isinstance(data, dict) else f"- {inline(data)}\n"
        at = _line_end(content, _end(value, content))
        yield Edit(at, "\n" + indented(snippet, columns).removesuffix("\n"))
    elif isinstance(value, yaml.SequenceNode):
        gap = ", " if value.value else ""
        at = _end(value.value[-1], content) if value.value else _start(value, content) + 1
        yield Edit(at, gap + inline(data))
    elif _is_in_line(value):
        yield Edit(_start(value, content), "[")
        yield Edit(_end(value, content), f", {inline(data)}]")


def with_alias(content: str, entity: str, lang: str, name: str, file: str) -> tuple[Edit, ...]:
    """Return the edits that give *entity* another name in ``entities.yaml``. Raises KgError."""
    node = _record(content, entity, file)

    def expected(found: Any) -> Any:
        alias = found[_index(found, entity)].get("alias", {})
        names = [*_listed(alias.get(lang, [])), name]
        return _with(found, entity, {"alias": {**alias, lang: names}})

    return _checked(content, tuple(_alias_edits(content, node, lang, name)), expected, file)


def _alias_edits(content: str, node: yaml.MappingNode, lang: str, name: str) -> Iterator[Edit]:
    alias = _key(node, "alias")
    names = _key(alias[1], lang) if alias is not None else None
    if names is not None:
        yield from _appended(content, names[1], name)
    elif alias is not None and _is_in_line(alias[1]) and alias[1].value:
        yield Edit(_start(alias[1], content) + 1, f"{lang}: [{inline(name)}], ")
    elif alias is None:
        key, value = _key(node, "name") or node.value[0]
        row = f"alias: {{{lang}: [{inline(name)}]}}"
        if node.flow_style:
            yield Edit(_end(value, content), f", {row}")
        else:
            at = _line_end(content, _end(value, content))
            yield Edit(at, "\n" + " " * _column(node, key) + row)


def _column(node: yaml.MappingNode, key: yaml.Node) -> int:
    return int((node.value[0][0] if node.value else key).start_mark.column)


# -- where things stand ---------------------------------------------------------------------


def _root(content: str, file: str) -> yaml.Node | None:
    _read(content, file)
    found: yaml.Node | None = yaml.compose(content.removeprefix(_BOM), Loader=yaml.CSafeLoader)
    return found


def _record(content: str, wanted: str, file: str) -> yaml.MappingNode:
    """Return the node of the item with the id *wanted*."""
    root = _root(content, file)
    items = root.value if isinstance(root, yaml.SequenceNode) else []
    index = _index(items, wanted)
    if index < 0:
        raise KgError(f"{file}: {wanted} is no longer there")
    found: yaml.MappingNode = items[index]
    return found


def _key(node: yaml.Node, name: str) -> tuple[yaml.Node, yaml.Node] | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next(((key, value) for key, value in pairs if key.value == name), None)


def _is_in_line(node: yaml.Node) -> bool:
    """Return whether *node* can stand inside brackets as it is."""
    return isinstance(node, yaml.ScalarNode) or bool(getattr(node, "flow_style", False))


def _start(node: yaml.Node, content: str) -> int:
    return int(node.start_mark.index) + content.startswith(_BOM)


def _end(node: yaml.Node, content: str) -> int:
    """Return where the signs of *node* end: a block's mark lies behind the space after it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last, content)
    end = int(node.end_mark.index) + content.startswith(_BOM)
    return len(content[:end].rstrip()) if getattr(node, "style", None) in {"|", ">"} else end


def _line_end(content: str, at: int) -> int:
    """Return the end of the line of *at*, before its line break; a comment stays in its line."""
    end = content.find("\n", at)
    end = len(content) if end < 0 else end
    return end - content.endswith("\r", 0, end) if end else end


# -- read back ------------------------------------------------------------------------------


def _checked(
    content: str, edits: tuple[Edit, ...], expected: Callable[[Any], Any], file: str
) -> tuple[Edit, ...]:
    """Return *edits* if they make of *content* what is expected, and nothing else of it."""
    before = _read(content, file)
    if "\r\n" in content:
        edits = tuple(edit._replace(new=edit.new.replace("\n", "\r\n")) for edit in edits)
    if not edits or not _is(applied(content, edits), expected(before), file):
        raise KgError(f"{file}: is written in a way that nothing can be set into; add it by hand")
    return edits


def _with(items: Any, wanted: str, changed: Data) -> Any:
    """Return *items* with the one whose id is *wanted* changed."""
    at = _index(items, wanted)
    return [*items[:at], {**items[at], **changed}, *items[at + 1 :]]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _is(content: str, expected: Any, file: str) -> bool:
    try:
        return bool(_read(content, file) == _as_text(expected))
    except KgError:
        return False


@lru_cache(maxsize=8)  # what one change leaves is what the next one begins with
def _read(content: str, file: str) -> Any:
    try:
        return read_yaml(content.removeprefix(_BOM), file)
    except Unreadable as error:
        raise KgError(str(error.finding)) from error


def _as_text(data: Any) -> Any:
    match data:
        case dict():
            return {str(key): _as_text(value) for key, value in data.items()}
        case list():
            return [_as_text(value) for value in data]
    return str(data) if data is not None else None

"""JSON-LD of one page: what it describes, what it refers to, and what is wrong with it whatever other pages say."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from plugins.checks.resolving import WHOLE

ADDRESSES = ("url", "item", "image", "logo", "license", "sameAs", "contentUrl", "thumbnailUrl")
"""Properties that hold addresses where they hold text, beside `@id`."""

_HOLDING = (dict, list)

NOT_WHOLE = "an address in the page's JSON-LD is not whole"


@dataclass
class ReadData:
    """What the JSON-LD of a page says, each once.

    `unreadable` are blocks that are no JSON, each with what is wrong; `wrong` messages and what each was said of.
    `described` are the ids of all that has a type, `referred` those of what is only named, `addresses` all others.
    """

    unreadable: list[tuple[str, str]] = field(default_factory=list)
    wrong: dict[tuple[str, str], None] = field(default_factory=dict)
    described: dict[str, None] = field(default_factory=dict)
    referred: dict[str, None] = field(default_factory=dict)
    addresses: dict[str, None] = field(default_factory=dict)


def read_linked_data(texts: Iterable[str]) -> ReadData:
    """Return what the blocks of JSON-LD of a page say."""
    read, graphs = ReadData(), []
    for text in texts:
        try:
            graphs.append(json.loads(text))
        except ValueError as error:
            read.unreadable.append((text.strip(), str(error)))
    for graph in graphs:
        if not isinstance(graph, dict) or "@context" not in graph:
            read.wrong["JSON-LD on the page has no @context", _show(graph)] = None
    _read_things(read, graphs)
    return read


def _read_things(read: ReadData, value: list[Any] | dict[str, Any]) -> None:
    """Take down the things of a graph, however deep; what only holds the graph is none."""
    inner: Iterable[Any] = value
    if isinstance(value, dict):
        if len(value) == 1 and "@id" in value and isinstance(value["@id"], str):
            _read_name(read, value["@id"])  # as most are
            return
        if "@value" in value:
            return
        if "@context" in value:
            value = {key: one for key, one in value.items() if key != "@context"}
        if "@graph" not in value:
            _read_node(read, value)
        inner = value.values()
    for one in inner:
        if isinstance(one, _HOLDING):
            _read_things(read, one)


def _read_name(read: ReadData, name: str) -> None:
    """Take down what is only named."""
    read.referred[name] = None
    if not name.startswith(WHOLE):
        read.wrong[NOT_WHOLE, name] = None


def _read_node(read: ReadData, node: Mapping[str, Any]) -> None:
    """Take down one thing. What an id has behind its mark is a name that the page need not have."""
    name, has_type = node.get("@id"), "@type" in node
    if not has_type and len(node) > ("@id" in node):
        read.wrong["a thing in the page's JSON-LD has no @type", _show(node)] = None
    elif isinstance(name, str):
        (read.described if has_type else read.referred)[name] = None
    for address in _list_texts(name):
        if not address.startswith(WHOLE):
            read.wrong[NOT_WHOLE, address] = None
    if not node.keys().isdisjoint(ADDRESSES):
        _read_addresses(read, node)


def _read_addresses(read: ReadData, node: Mapping[str, Any]) -> None:
    for value in [node[key] for key in ADDRESSES if key in node]:
        for address in _list_texts(value):
            if address.startswith(WHOLE):
                read.addresses[address] = None
            else:
                read.wrong[NOT_WHOLE, address] = None


def _list_texts(value: object) -> Sequence[str]:
    """Return the texts that a property holds: one, some, or none."""
    if isinstance(value, str):
        return (value,)
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else ()


def _show(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)

"""JSON-LD on the pages: it can be read, everything in it has a type, and every address is whole and leads somewhere.

Source: https://www.w3.org/TR/json-ld11/
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from plugins.checks.origins import Origin
from plugins.checks.written import SCHEMES, WrittenSite
from plugins.diagnostics import Code, Diagnostic, make_error
from plugins.site.registry import Output

ADDRESSES = ("@id", "url", "item", "image", "logo", "license", "sameAs", "contentUrl", "thumbnailUrl")
"""Properties that hold addresses where they hold text."""

HINT = "Mend the template or plugin that writes it; what Casebook itself writes wrong, please report."


def check_linked_data(site: WrittenSite) -> Iterator[Diagnostic]:
    """Go through what is wrong with the JSON-LD of all pages."""
    graphs: dict[str, list[Any]] = {}
    for output in site.outputs:
        for text in site.pages[output.path].data:
            try:
                graphs.setdefault(output.path, []).append(json.loads(text))
            except ValueError as error:
                place = site.origins.locate_in(output.subject, text.strip())
                yield _explain(site, output, "the page has JSON-LD that is no JSON", str(error), place)
    nodes = {path: [node for graph in each for node in _find_nodes(graph)] for path, each in graphs.items()}
    described = {node["@id"] for each in nodes.values() for node in each if "@type" in node and "@id" in node}
    for output in site.outputs:
        each, path = nodes.get(output.path, []), output.path
        for message, found in (*_check_contexts(graphs.get(path, [])), *_check_nodes(site, path, each, described)):
            yield _explain(site, output, message, found)


def _check_contexts(graphs: list[Any]) -> Iterator[tuple[str, str]]:
    for graph in graphs:
        if not isinstance(graph, dict) or "@context" not in graph:
            yield "JSON-LD on the page has no @context", _show(graph)


def _check_nodes(
    site: WrittenSite, path: str, nodes: list[dict[str, Any]], described: set[Any]
) -> Iterator[tuple[str, str]]:
    """Go through what is wrong with the nodes of one page; `described` are the ids of all nodes of the site."""
    for node in nodes:
        if "@type" not in node and node.keys() - {"@id"}:
            yield "a thing in the page's JSON-LD has no @type", _show(node)
        elif node.keys() == {"@id"} and node["@id"] not in described and _is_own(site, node["@id"]):
            yield "the page's JSON-LD refers to what no page describes", str(node["@id"])
        for key, address in _find_addresses(node):
            if wrong := _explain_address(site, path, key, address):
                yield f"an address in the page's JSON-LD {wrong}", address


def _explain_address(site: WrittenSite, path: str, key: str, address: str) -> str:
    """Return what is wrong with an address: "" where it is whole, and leads somewhere if it lies in the site.

    What `@id` has behind its mark is a name that the page need not have.
    """
    if urlsplit(address).scheme not in SCHEMES:
        return "is not whole"
    return site.explain_target(address.partition("#")[0] if key == "@id" else address, path)


def _find_nodes(value: object) -> Iterator[dict[str, Any]]:
    """Go through the things of a graph, however deep; what only holds the graph is none."""
    if isinstance(value, list):
        for one in value:
            yield from _find_nodes(one)
    elif isinstance(value, dict) and "@value" not in value:
        if not {"@graph"} & value.keys():
            yield {key: one for key, one in value.items() if key != "@context"}
        for key, one in value.items():
            if key != "@context":
                yield from _find_nodes(one)


def _find_addresses(node: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key in ADDRESSES:
        values = node.get(key, ())
        yield from ((key, one) for one in (values if isinstance(values, list) else [values]) if isinstance(one, str))


def _is_own(site: WrittenSite, address: object) -> bool:
    return isinstance(address, str) and address.startswith(f"{site.url}/")


def _show(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _explain(site: WrittenSite, output: Output, message: str, found: str, place: Origin | None = None) -> Diagnostic:
    """Return a mistake at `place`, or at the line that has what is wrong, else at the page's own origin."""
    path, position = place or site.origins.locate(output, found)[0]
    return make_error(path, position, Code.BAD_LINKED_DATA, f"{message} ({output.path})", found=found, hint=HINT)

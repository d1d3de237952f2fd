"""What machines read of a built page: the head, the graph in it, and the files beside the pages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import html5lib
from lxml import etree

from tests.browser.building import BuiltSite

Graph = dict[str, Any]
NAMESPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@dataclass(frozen=True)
class Head:
    """The head of a page."""

    html: str

    @cached_property
    def elements(self) -> list[Any]:
        head = html5lib.parse(self.html, namespaceHTMLElements=False).find("head")
        assert head is not None
        return list(head)

    def find(self, name: str, /, **attributes: str) -> list[Mapping[str, str]]:
        """Return the attributes of all elements of a name that have these."""
        found = [dict(one.attrib) for one in self.elements if one.tag == name]
        return [one for one in found if attributes.items() <= one.items()]

    def read_property(self, name: str) -> str | None:
        """Return the one value of a property of Open Graph, or None."""
        values = self.read_properties(name)
        assert len(values) < 2, (name, values)
        return values[0] if values else None

    def read_properties(self, name: str) -> list[str]:
        return [one["content"] for one in self.find("meta", property=name)]

    def read_name(self, name: str) -> str | None:
        return next((one["content"] for one in self.find("meta", name=name)), None)

    @property
    def graphs(self) -> list[Graph]:
        """The documents in JSON-LD, as a machine gets them out of the page."""
        texts = [one.text for one in self.elements if one.attrib.get("type") == "application/ld+json"]
        return [json.loads(text) for text in texts]

    @property
    def nodes(self) -> list[dict[str, Any]]:
        """The nodes of the one graph, or none."""
        assert len(self.graphs) < 2
        return [node for graph in self.graphs for node in graph["@graph"]]

    def find_node(self, kind: str) -> dict[str, Any]:
        """Return the one node of a type."""
        (node,) = [node for node in self.nodes if node["@type"] == kind]
        return node


def read_head(site: BuiltSite, path: str) -> Head:
    return Head(site.read(path))


def read_heads(site: BuiltSite) -> Iterator[tuple[str, Head]]:
    """Go through the heads of all pages."""
    return ((page.path, read_head(site, page.path)) for page in site.pages)


def read_sitemap(file: Path) -> dict[str, str | None]:
    """Return the time of each address of a sitemap."""
    root = etree.parse(file).getroot()
    return {
        str(one.findtext("s:loc", namespaces=NAMESPACE)): one.findtext("s:lastmod", namespaces=NAMESPACE)
        for one in root
    }

"""What a screen reader is given: Chromium's accessibility tree, as lines that a person can read aloud.

Each line is a role, a level or state where there is one, and a name or text. Boxes without a meaning are left out, and
so is text that a name has said already.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Page

SILENT = frozenset({"none", "generic", "group", "sectionheader", "time", "InlineTextBox", "LineBreak", "ListMarker"})
"""Roles that are never announced."""

NAMED = frozenset({"heading", "link", "button", "DisclosureTriangle", "columnheader", "rowheader", "cell", "term"})
"""Roles that are read by their name, which their text has made."""

WORDS = {"DescriptionList": "pairs", "DisclosureTriangle": "control", "StaticText": "text"}
"""Our words for roles that Chromium has names of its own for."""

INDENT = "  "

Node = Mapping[str, Any]


def read_tree(page: Page, selector: str) -> str:
    """Return the part of the tree below the first element that a selector finds, a line for each thing said."""
    session = page.context.new_cdp_session(page)
    session.send("Accessibility.enable")
    document = session.send("DOM.getDocument")
    found = session.send("DOM.querySelector", {"nodeId": document["root"]["nodeId"], "selector": selector})
    element = session.send("DOM.describeNode", {"nodeId": found["nodeId"]})["node"]["backendNodeId"]
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    root = next(node for node in nodes if node.get("backendDOMNodeId") == element)
    return "".join(f"{line}\n" for line in _tell(root, {node["nodeId"]: node for node in nodes}))


def _tell(node: Node, nodes: Mapping[str, Node]) -> list[str]:
    """Return the lines of a node and of all below it; what is only a text stands in one line with what it is."""
    line = _describe(node)
    children = [nodes[child] for child in node.get("childIds", ()) if child in nodes]
    if line and _read_role(node) in NAMED and not any(_read_role(child) in NAMED for child in children):
        return [line]
    below = [told for child in children for told in _tell(child, nodes)]
    if line is None:
        return below
    if len(below) == 1 and below[0].startswith("text: "):
        return [f"{line}{below[0].removeprefix('text')}"]
    return [line, *(f"{INDENT}{told}" for told in below)]


def _read_role(node: Node) -> str:
    return "none" if node.get("ignored") else str(node.get("role", {}).get("value", "none"))


def _describe(node: Node) -> str | None:
    """Return a node in one line, or None where it says nothing."""
    role = _read_role(node)
    name = " ".join(str(node.get("name", {}).get("value", "")).split())
    if role in SILENT or (role == "StaticText" and not name):
        return None
    properties = {one["name"]: one["value"].get("value") for one in node.get("properties", ())}
    level = f" {properties['level']}" if role == "heading" else ""
    state = {None: "", True: " open", False: " closed"}[properties.get("expanded")]
    said = (f" “{name}”" if role in NAMED else f": {name}") if name else ""
    return f"{WORDS.get(role, role)}{level}{state}{said}"

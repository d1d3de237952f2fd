"""JSON-LD, manifest and sitemap hold to what others have written down of them, and nothing is fetched to find out.

For schema.org these are Google's own types for TypeScript (https://github.com/google/schema-dts), for the manifest
those of DefinitelyTyped: what a page says is written as a constant of the type, and the compiler has the word.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.browser.building import ROOT, BuiltSite
from tests.machines.reading import read_heads

NODE = os.environ.get("CASEBOOK_NODE") or "node"
MODULES = ROOT / "node_modules"
XSD = Path(__file__).parent / "schemas" / "sitemap.xsd"
HEAD = 'import type * as schema from "schema-dts";\nimport type { WebAppManifest } from "web-app-manifest";\n'


def compile_constants(folder: Path, constants: Iterable[tuple[str, str, Any]]) -> list[str]:
    """Return what the compiler has against values; each is given with what it is called and its type."""
    file = folder / "constants.ts"
    lines = [
        f"// {name}\nexport const value{number}: {kind} = {json.dumps(value)};"
        for number, (name, kind, value) in enumerate(constants)
    ]
    file.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    (folder / "node_modules").symlink_to(MODULES)
    command = [NODE, str(MODULES / "typescript" / "bin" / "tsc"), "--noEmit", "--strict", "--skipLibCheck"]
    options = [
        "--moduleResolution",
        "bundler",
        "--module",
        "esnext",
        "--target",
        "es2022",
        "--types",
        "web-app-manifest",
    ]
    done = subprocess.run([*command, *options, str(file)], cwd=folder, capture_output=True, check=False, timeout=120)
    return done.stdout.decode("utf-8").splitlines()


def list_values(sites: dict[str, BuiltSite]) -> list[tuple[str, str, Any]]:
    """Return every node of every page and the manifest of every site, those that are alike once."""
    graphs = [
        (f"{name}: {path}", graph)
        for name, site in sites.items()
        for path, head in read_heads(site)
        for graph in head.graphs
    ]
    assert len(graphs) > 80
    assert {tuple(graph) for _, graph in graphs} == {("@context", "@graph")}
    nodes = {
        json.dumps(node): (name, f"schema.{node['@type']}", node) for name, graph in graphs for node in graph["@graph"]
    }
    manifests = (
        (name, "WebAppManifest", json.loads(site.read("manifest.webmanifest"))) for name, site in sites.items()
    )
    return [(graphs[0][0], "schema.Graph", graphs[0][1]), *nodes.values(), *manifests]


def test_every_graph_and_manifest_is_of_its_type(sites: dict[str, BuiltSite], tmp_path: Path) -> None:
    values = list_values(sites)
    assert len(values) > 80
    assert compile_constants(tmp_path, values) == []


WORK = {"@type": "BlogPosting", "headline": "A", "author": {"@id": "x"}}


@pytest.mark.parametrize(
    ("kind", "value", "found"),
    [
        ("schema.Graph", {"@context": "https://schema.org", "@graph": [{**WORK, "headlines": "A"}]}, "headlines"),
        ("schema.Graph", {"@context": "https://schema.org", "@graph": [{**WORK, "wordCount": ["x", {}]}]}, "wordCount"),
        ("schema.Graph", {"@context": "https://schema.org", "@graph": [{**WORK, "@type": "BlogPost"}]}, "BlogPost"),
        ("schema.Graph", {"@context": "https://schema.example", "@graph": [WORK]}, "schema.example"),
        ("WebAppManifest", {"name": "A", "display": "window"}, "window"),
    ],
    ids=["property", "value", "type", "context", "display"],
)
def test_what_is_wrong_would_be_found(kind: str, value: Any, found: str, tmp_path: Path) -> None:
    """Without this, the test above could pass for nothing."""
    assert any("error TS" in line and found in line for line in compile_constants(tmp_path, [("wrong", kind, value)]))


def find_faults(data: bytes) -> list[str]:
    """Return what the schema has against a sitemap."""
    schema = etree.XMLSchema(etree.parse(XSD))
    try:
        schema.assertValid(etree.fromstring(data))
    except etree.DocumentInvalid as error:
        return [str(error)]
    return []


def test_every_sitemap_holds_to_the_schema(sites: dict[str, BuiltSite]) -> None:
    for site in sites.values():
        assert find_faults((site.folder / "sitemap.xml").read_bytes()) == []


@pytest.mark.parametrize(
    "inner",
    [
        "",
        "<url/>",
        "<url><loc>/a/</loc></url>",
        "<url><loc>https://example.org/ä</loc></url>",
        f"<url><loc>https://example.org/{'a' * 2048}</loc></url>",
        "<url><loc>https://example.org/</loc><lastmod>5 May 2026</lastmod></url>",
        "<url><loc>https://example.org/</loc><lastmod>2026-05-05T12:00:00</lastmod></url>",
        "<url><loc>https://example.org/</loc><lastmod></lastmod></url>",
        "<url><loc>https://example.org/</loc></url><url><loc>https://example.org/</loc></url>",
        "<url><loc>https://example.org/</loc><images/></url>",
    ],
)
def test_a_wrong_sitemap_would_be_found(inner: str) -> None:
    namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
    assert find_faults(f'<urlset xmlns="{namespace}">{inner}</urlset>'.encode()) != []

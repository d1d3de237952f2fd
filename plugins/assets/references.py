"""What stylesheets and modules refer to: fonts and pictures by `url()`, other modules by `import`.

A reference is relative to where the asset is written, which is the folder `theme/` for all that is joined.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from plugins.assets.minifying import minify_css, minify_js
from plugins.diagnostics import Code, Diagnostic
from plugins.documents.sources import Source

URL = re.compile(r"""url\(\s*(?P<quote>["']?)(?P<target>[^"')\s]+)(?P=quote)\s*\)""", re.IGNORECASE)
IMPORT = re.compile(
    r"""\b(?:(?:import|export)\b[\w\s{},*$]*\bfrom|import)\s*\(?\s*"""
    r"""(?P<quote>["'])(?P<target>\.{1,2}/[^"']+|(?:https?:)?//[^"']+)(?P=quote)"""
)
PATTERNS = {".css": URL, ".js": IMPORT}
MINIFIERS: Mapping[str, Callable[[str], str]] = {".css": minify_css, ".js": minify_js}


@dataclass(frozen=True)
class References:
    """The references of one asset: the name of another asset by how it is written."""

    names: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...] = ()


def find_references(name: str, sources: tuple[Source, ...], known: Mapping[str, object]) -> References:
    """Return what the sources of an asset refer to, and a diagnostic for each reference that leads nowhere."""
    names: dict[str, str] = {}
    problems: list[Diagnostic] = []
    for source in sources:
        for target in _find_targets(name, source.text):
            if urlsplit(target).netloc:
                problems.append(_explain(name, source, target, Code.THIRD_PARTY_MEDIA))
            elif (found := resolve(name, target)) in known:
                names[target] = found
            else:
                problems.append(_explain(name, source, target, Code.MISSING_ASSET))
    return References(names, tuple(problems))


def rewrite(name: str, text: str, paths: Mapping[str, str]) -> str:
    """Return the text of an asset with each reference replaced by the path that `paths` has for it."""

    def replace(match: re.Match[str]) -> str:
        target = match["target"]
        start, end = (match.start("target") - match.start(), match.end("target") - match.start())
        return (
            f"{match.group()[:start]}{_point(target, paths[target])}{match.group()[end:]}"
            if target in paths
            else match.group()
        )

    return PATTERNS[PurePosixPath(name).suffix].sub(replace, text)


def resolve(name: str, target: str) -> str:
    """Return the name of the asset that a reference in another one leads to."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(urlsplit(target).path)))


def _find_targets(name: str, text: str) -> Iterator[str]:
    """Yield the references that lead to the theme or to another host; what stands in comments is none."""
    suffix = PurePosixPath(name).suffix
    for match in PATTERNS[suffix].finditer(MINIFIERS[suffix](text)):
        address = urlsplit(match["target"])
        if address.netloc or (not address.scheme and address.path and not address.path.startswith("/")):
            yield match["target"]


def _point(target: str, path: str) -> str:
    """Return a reference with the file's name as it is written; its folder and fragment stay."""
    address = urlsplit(target)
    folder = address.path.rpartition("/")[0]
    file = posixpath.basename(path)
    return address._replace(path=f"{folder}/{file}" if folder else file).geturl()


def _explain(name: str, source: Source, target: str, code: Code) -> Diagnostic:
    pattern = PATTERNS[PurePosixPath(name).suffix]
    index = next((match.start("target") for match in pattern.finditer(source.text) if match["target"] == target), 0)
    if code is Code.THIRD_PARTY_MEDIA:
        message, hint = "readers' browsers would load this from another site", "Copy it into the theme."
    else:
        message, hint = "the theme has no such file", f"Paths in it begin in the folder {posixpath.dirname(name)}/."
    return source.report(index, code, message, hint, target)

"""From the files of a theme to what is written: sources -> joined -> minified -> named by content -> linked.

The name of a file holds a hash of what is in it and in all that it refers to, so that a browser may keep it for ever:
what changes gets another name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from plugins.assets.keeping import make_key
from plugins.assets.references import MINIFIERS, find_references, rewrite
from plugins.containment import read_inside
from plugins.diagnostics import Diagnostic
from plugins.documents.sources import Source, explain_unreadable, read_source

DIGITS = 8
HASHED_ENDINGS = (".css", ".js", ".svg", ".png", ".woff2")
FIXED_NAMES = frozenset({"theme/favicon.ico"})
"""Files that are asked for by their names, and so keep them."""


@dataclass(frozen=True)
class Asset:
    """One file of the theme: `path` is where it is written."""

    path: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Assets:
    """The files of the theme, by the names that templates and stylesheets know."""

    files: Mapping[str, Asset]

    def find_path(self, name: str) -> str:
        """Return where a file is written; of one that the theme does not have the name, which leads nowhere."""
        asset = self.files.get(name)
        return asset.path if asset else name


@dataclass(frozen=True)
class _Draft:
    """A file before it is linked: its text or bytes, and the names of what it refers to by how it is written."""

    content: str | bytes
    references: Mapping[str, str] = field(default_factory=dict)

    @property
    def data(self) -> bytes:
        return self.content.encode("utf-8") if isinstance(self.content, str) else self.content


def make_assets(
    found: Mapping[str, tuple[Path, ...]], *, minify: bool, hashed: bool
) -> tuple[Assets, list[Diagnostic]]:
    """Return the files of a theme, ready to be written, and what is wrong with them."""
    drafts: dict[str, _Draft] = {}
    diagnostics: list[Diagnostic] = []
    for name, paths in found.items():
        drafts[name], problems = _draft(name, paths, found, minify=minify)
        diagnostics += problems
    paths_by_name = {name: _name_by_content(name, drafts) if hashed else name for name in drafts}
    return Assets(
        {name: Asset(paths_by_name[name], _link(name, drafts[name], paths_by_name)) for name in drafts}
    ), diagnostics


def _draft(
    name: str, paths: tuple[Path, ...], known: Mapping[str, object], *, minify: bool
) -> tuple[_Draft, list[Diagnostic]]:
    if PurePosixPath(name).suffix in MINIFIERS:
        return _draft_text(name, paths, known, minify=minify)
    try:
        return _Draft(read_inside(paths[0], paths[0].parent)), []
    except OSError as error:
        return _Draft(b""), [explain_unreadable(paths[0], error)]


def _draft_text(
    name: str, paths: tuple[Path, ...], known: Mapping[str, object], *, minify: bool
) -> tuple[_Draft, list[Diagnostic]]:
    sources: list[Source] = []
    diagnostics: list[Diagnostic] = []
    for path in paths:
        source, problems = read_source(path, path.parent)
        diagnostics += problems
        sources += [source] if source else []
    references = find_references(name, tuple(sources), known)
    text = join(tuple(source.text for source in sources))
    if minify:
        text = MINIFIERS[PurePosixPath(name).suffix](text)
    return _Draft(text, references.names), [*diagnostics, *references.diagnostics]


def join(texts: tuple[str, ...]) -> str:
    """Return several stylesheets or scripts as one; one alone stays as it is."""
    return texts[0] if len(texts) == 1 else "\n".join(text.strip() for text in texts) + "\n"


def _name_by_content(name: str, drafts: Mapping[str, _Draft]) -> str:
    """Return the path of a file: its name with a hash of its content before the ending."""
    path = PurePosixPath(name)
    if name in FIXED_NAMES or path.suffix not in HASHED_ENDINGS:
        return name
    # All that it leads to counts, not their names: files may refer to each other in a circle.
    key = make_key(*(drafts[one].data for one in _reach(name, drafts)))
    return str(path.with_suffix(f".{key[:DIGITS]}{path.suffix}"))


def _reach(name: str, drafts: Mapping[str, _Draft]) -> list[str]:
    """Return a file and all that it refers to, directly or not, each once, in the order of their references."""
    reached = [name]
    for one in reached:
        reached += [other for other in sorted({*drafts[one].references.values()}) if other not in reached]
    return reached


def _link(name: str, draft: _Draft, paths: Mapping[str, str]) -> bytes:
    if isinstance(draft.content, bytes):
        return draft.content
    written = {target: paths[other] for target, other in draft.references.items()}
    return rewrite(name, draft.content, written).encode("utf-8")

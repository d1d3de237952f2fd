"""From the content folder to checked documents: each Markdown file read once, its header validated, its kind told."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path, PurePosixPath

from plugins.diagnostics import Code, Diagnostic
from plugins.documents.headers import find_stray_header, read_header
from plugins.documents.models import MODELS, Document, Kind, drop_extra_keys
from plugins.documents.sources import Source, find_files, find_name, report_file
from plugins.documents.validation import parse_tree
from plugins.documents.values import Prose, Scalar, Tree
from plugins.settings import SiteSettings

MARKDOWN_ENDINGS = (".md", ".markdown", ".mkd", ".mdown")
MEDIA_ENDINGS = frozenset({
    ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".ico", ".pdf", ".epub", ".zip", ".gz", ".mp3", ".m4a",
    ".ogg", ".oga", ".opus", ".wav", ".flac", ".mp4", ".m4v", ".webm", ".mov", ".vtt", ".srt", ".csv", ".tsv", ".xlsx",
    ".ods", ".pptx", ".odp", ".ics", ".vcf", ".woff2",
})  # fmt: skip
"""Endings of what documents show or offer. Any other file beside them was written by somebody and would be lost."""

DATE_IN_NAME = re.compile(r"(\d{4}-\d\d-\d\d)(?=\D)")
FOLDERS = {
    "authors": Kind.AUTHOR, "categories": Kind.CATEGORY, "tags": Kind.TAG, "columns": Kind.COLUMN,
    "series": Kind.SERIES, "boxes": Kind.BOX, "downloads": Kind.DOWNLOAD,
}  # fmt: skip
"""What the Markdown files of folders that have a fixed name are."""

CASES_FOLDER = PurePosixPath("cases")
REPLIES_FOLDER = PurePosixPath("replies")


@dataclass(frozen=True)
class Files:
    """The files of the content by what they are for. All paths are absolute and sorted."""

    documents: tuple[tuple[Kind, Path], ...]
    cases: tuple[Path, ...]
    replies: tuple[Path, ...]
    others: tuple[Path, ...]


def sort_files(settings: SiteSettings) -> tuple[Files, list[Diagnostic]]:
    """Return every file of the content sorted into documents, parts of cases, and others such as pictures.

    A text file that nothing would read is a mistake.
    """
    paths, diagnostics = find_files(settings.content)
    sorter = _Sorter(settings)
    documents: list[tuple[Kind, Path]] = []
    sorted_: dict[_Use, list[Path]] = {use: [] for use in _Use}
    for path in paths:
        use = sorter.find_use(path)
        if isinstance(use, Kind):
            documents.append((use, path))
        else:
            sorted_[use].append(path)
    diagnostics += [_explain_lost_text(path, find_name(path, settings.content)) for path in sorted_[_Use.NOTHING]]
    cases, replies, others = (tuple(sorted_[use]) for use in (_Use.CASE, _Use.REPLY, _Use.OTHER))
    return Files(tuple(documents), cases, replies, others), diagnostics


class _Use(Enum):
    """What a file is for that is no document."""

    CASE = "part of a case"
    REPLY = "reply"
    OTHER = "other"
    NOTHING = "nothing"


class _Sorter:
    """Tells what files are for. Those of one ending in one folder are for the same, so only the first is looked at."""

    def __init__(self, settings: SiteSettings) -> None:
        self._settings = settings
        self._known: dict[tuple[str, str], Kind | _Use] = {}
        # Where the settings name a single file as a folder, it is that file only.
        folders = (*settings.post_paths, *settings.page_paths, *settings.static_paths)
        self._named = {os.fspath(settings.content / folder) for folder in folders}

    def find_use(self, path: Path) -> Kind | _Use:
        """Return the kind of a document, or what else a file is for."""
        written = os.fspath(path)
        if written in self._named:
            return self._look(find_name(path, self._settings.content))
        folder, _, name = written.rpartition("/")
        key = (folder, name[name.rfind(".") :] if "." in name else "")
        if key not in self._known:
            self._known[key] = self._look(find_name(path, self._settings.content))
        return self._known[key]

    def _look(self, name: PurePosixPath) -> Kind | _Use:
        kind = _find_kind(name, self._settings)
        if name.is_relative_to(CASES_FOLDER):
            return _Use.CASE
        if _is_reply(name, self._settings):
            return _Use.REPLY
        if kind is not None and name.suffix in MARKDOWN_ENDINGS:
            return kind
        is_lost = _is_lost_text(name, self._settings, in_documents=kind is not None)
        return _Use.NOTHING if is_lost else _Use.OTHER


def parse_document(kind: Kind, source: Source, settings: SiteSettings) -> tuple[Document | None, list[Diagnostic]]:
    """Return one document, or None where not even its header can be told from its body, and what is wrong with it."""
    header, diagnostics = read_header(source)
    if header is None:
        return None, diagnostics
    tree = _complete_tree(kind, header.tree, settings.extra_keys)
    fields, problems = parse_tree(MODELS[kind], tree, settings.zone, settings.extra_keys)
    diagnostics += problems
    body = Prose(source.text[header.body_start :], source, header.body_start, len(source.text))
    if header.is_pelican and (start := find_stray_header(body.text, MODELS[kind].model_fields)) is not None:
        message, hint = "a blank line has ended the header before this line", "Take the blank line out."
        found = body.text[start:].split("\n", 1)[0]
        diagnostics.append(source.report(header.body_start + start, Code.BAD_HEADER_LINE, message, hint, found))
    return Document(kind, source, tree, None if diagnostics else fields, body), diagnostics


def read_tree(kind: Kind, source: Source, extra_keys: tuple[str, ...]) -> Tree:
    """Return the header of a document that is whole, as it was written."""
    header, _ = read_header(source)
    assert header is not None
    return _complete_tree(kind, header.tree, extra_keys)


def _complete_tree(kind: Kind, tree: Tree, extra_keys: tuple[str, ...]) -> Tree:
    return drop_extra_keys(_add_date(kind, tree), MODELS[kind], extra_keys)


def _add_date(kind: Kind, tree: Tree) -> Tree:
    """Give a post that names no date the one that its file's name begins with, as stock Pelican does."""
    found = DATE_IN_NAME.match(tree.source.name.name)
    if kind is not Kind.POST or "date" in tree.data or found is None:
        return tree
    return replace(tree, data={**tree.data, "date": Scalar(found[1], tree.source, 0, 0)})


def _find_kind(name: PurePosixPath, settings: SiteSettings) -> Kind | None:
    """Return the kind of a document by its folder: the folder that is named first counts, the nearest first."""
    if name.parts[0] in FOLDERS and len(name.parts) > 1:
        return FOLDERS[name.parts[0]]
    if any(name.is_relative_to(folder) for folder in settings.page_paths):
        return Kind.PAGE
    if any(name.is_relative_to(folder or ".") for folder in settings.post_paths):
        return Kind.POST
    return None


def _is_reply(name: PurePosixPath, settings: SiteSettings) -> bool:
    """Tell whether a file is meant for a reader's reply; where the settings want none, the folder may be another's."""
    return name.is_relative_to(REPLIES_FOLDER) and (
        settings.post_replies
        or (name.suffix == ".yaml" and not any(name.is_relative_to(folder) for folder in settings.static_paths))
    )


def _is_lost_text(name: PurePosixPath, settings: SiteSettings, *, in_documents: bool) -> bool:
    if any(name.is_relative_to(folder) for folder in settings.static_paths):
        return False
    suffix = name.suffix.lower()
    return suffix in MARKDOWN_ENDINGS or (in_documents and suffix not in MEDIA_ENDINGS)


def _explain_lost_text(path: Path, name: PurePosixPath) -> Diagnostic:
    if name.suffix.lower() in MARKDOWN_ENDINGS and name.suffix not in MARKDOWN_ENDINGS:
        message, hint = "the ending of the file is in capitals", f"Name it {name.stem}{name.suffix.lower()}."
        return report_file(path, Code.UNKNOWN_FILE, message, hint, name.suffix)
    if name.suffix in MARKDOWN_ENDINGS:
        message, hint = "nothing reads Markdown in this folder", "Move it into a folder of posts or pages."
        return report_file(path, Code.UNKNOWN_FILE, message, hint, name.parent.as_posix())
    hint = "Write it in Markdown with the ending .md, or move it to a folder named in STATIC_PATHS."
    return report_file(path, Code.UNKNOWN_FILE, "nothing reads this kind of file", hint, name.suffix or name.name)

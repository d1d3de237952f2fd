"""Readers' replies to posts: `content/replies/<slug of the post>/<date>-<id>.yaml`, one file each.

They are read as reader outcomes are (plugins/cases), and each joins the post of its folder. A translation has a slug of
its own, and so its own replies: readers answer the text that they have read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from plugins.blog.entries import LEADING_DATE, Entry, EntryKind
from plugins.cases.held import load_held_replies
from plugins.cases.loading import READER_NAME
from plugins.cases.model import HeldOutcome, PostReply, ReaderFile
from plugins.cases.reader_rules import check_reader_file
from plugins.diagnostics import Code, Diagnostic, make_warning, suggest
from plugins.documents.models import Document, Kind
from plugins.documents.reading import REPLIES_FOLDER
from plugins.documents.sources import read_source, report_file
from plugins.documents.validation import parse_tree
from plugins.documents.yaml_reader import read_yaml
from plugins.settings import SiteSettings
from plugins.settings_file import find_setting

WHERE = f"content/{REPLIES_FOLDER}/<slug of the post>/"


@dataclass(frozen=True)
class ReplyFolder:
    """A folder of replies: its first file, and what it holds that is valid."""

    first: Path
    replies: list[PostReply]


@dataclass(frozen=True)
class LoadedReplies:
    """The folders of replies by their names; in the preview also what is held for posts, by their slugs."""

    folders: Mapping[str, ReplyFolder]
    held: Mapping[str, tuple[HeldOutcome, ...]] = field(default_factory=dict)


def load_replies(files: Iterable[Path], settings: SiteSettings) -> tuple[LoadedReplies, list[Diagnostic]]:
    """Return the replies to posts, and all that is wrong with those that are not valid.

    Where the settings want none, files that are there are named by a warning and are not read.
    """
    paths = list(files)
    if not settings.post_replies:
        return LoadedReplies({}), [_explain_unwanted(paths, settings)] if paths else []
    folders, diagnostics = _read_folders(paths, settings)
    held, problems = load_held_replies(settings) if settings.preview else ({}, [])
    return LoadedReplies(folders, held), [*diagnostics, *problems]


def _read_folders(paths: Iterable[Path], settings: SiteSettings) -> tuple[dict[str, ReplyFolder], list[Diagnostic]]:
    folders: dict[str, ReplyFolder] = {}
    diagnostics: list[Diagnostic] = []
    for path in paths:
        if problem := _explain_lost(path, settings.content):
            diagnostics.append(problem)
            continue
        folder = folders.setdefault(path.parent.name, ReplyFolder(path, []))
        reply, problems = _read_reply(path, settings)
        folder.replies.extend([reply] if reply else [])
        diagnostics += problems
    return folders, diagnostics


def _explain_unwanted(paths: list[Path], settings: SiteSettings) -> Diagnostic:
    position = find_setting(settings.settings_file, "POST_REPLIES")
    return make_warning(
        settings.settings_file, position, Code.UNUSED_FILE, "no page shows the replies to posts",
        found=paths[0].relative_to(settings.content).as_posix(), hint="Set POST_REPLIES = True in the settings.",
    )  # fmt: skip


def _explain_lost(path: Path, content: Path) -> Diagnostic | None:
    """Return what is wrong with the place or the name of a file that is no reply."""
    name = PurePosixPath(path.relative_to(content / REPLIES_FOLDER).as_posix())
    if len(name.parts) != 2:
        message, hint = "a reply does not lie in the folder of its post", f"Move it to {WHERE}."
        return report_file(path, Code.UNKNOWN_FILE, message, hint, name.as_posix())
    if not READER_NAME.fullmatch(name.name):
        hint = "Name it in a-z, 0-9 and hyphens with the ending .yaml, as 2026-02-03-7f3a9c.yaml."
        return report_file(path, Code.UNKNOWN_FILE, "a reply cannot have this name", hint, name.name)
    return None


def _read_reply(path: Path, settings: SiteSettings) -> tuple[PostReply | None, list[Diagnostic]]:
    source, diagnostics = read_source(path, settings.content)
    if source is None:
        return None, diagnostics
    tree, problems = read_yaml(source)
    diagnostics += problems
    if tree is None:
        return None, diagnostics
    fields, problems = parse_tree(ReaderFile, tree, settings.zone)
    diagnostics += problems
    if fields is None:
        return None, diagnostics
    diagnostics += check_reader_file(fields, tree)
    return None if diagnostics else PostReply(path.stem, fields, tree), diagnostics


def join_replies(
    entries: Iterable[Entry], replies: LoadedReplies, documents: Iterable[Document]
) -> tuple[list[Entry], list[Diagnostic]]:
    """Return the entries, each post with its replies, and an error for each folder that is no post's.

    `documents` tell which posts cannot be read: to their folders nothing is said.
    """
    folders = replies.folders
    joined = [_join(entry, replies) for entry in entries]
    slugs = {kind: {entry.slug for entry in joined if entry.kind is kind} for kind in EntryKind}
    unknown = sorted(folders.keys() - slugs[EntryKind.POST] - set(map(_guess_slug, documents)))
    return joined, [_explain_unknown(slug, folders[slug].first, slugs) for slug in unknown]


def _join(entry: Entry, replies: LoadedReplies) -> Entry:
    if entry.kind is not EntryKind.POST:
        return entry
    folder, held = replies.folders.get(entry.slug), replies.held.get(entry.slug, ())
    if folder is None and not held:
        return entry
    return replace(entry, replies=tuple(folder.replies) if folder else (), held=held)


def _guess_slug(document: Document) -> str:
    """Return the slug that a post without a header would have, or "" for a document that is whole."""
    if document.kind is not Kind.POST or document.fields is not None:
        return ""
    return str(document.tree.data.get("slug") or LEADING_DATE.sub("", document.source.name.stem))


def _explain_unknown(slug: str, first: Path, slugs: Mapping[EntryKind, set[str]]) -> Diagnostic:
    hint = suggest(slug, sorted(slugs[EntryKind.POST]))
    if slug in slugs[EntryKind.CASE]:
        hint = f"What readers send to a case lies in content/cases/{slug}/readers/."
    return report_file(first, Code.UNKNOWN_FILE, "no post has the slug of this folder", hint, slug)

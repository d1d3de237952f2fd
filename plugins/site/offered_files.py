"""Files that pages offer besides those that texts refer to: authors' pictures, and downloads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from plugins.blog.downloads import Download, find_downloads
from plugins.blog.terms import Profiles, TermKind, Terms
from plugins.diagnostics import Code, Diagnostic
from plugins.documents.models import AuthorHeader, Document
from plugins.site.addresses import Addresses
from plugins.site.link_rules import suggest_path

PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif")


@dataclass(frozen=True)
class OfferedFiles:
    """What is offered: `copied` are files by output path, `kept` those that nobody is to see yet.

    `pictures` are those of authors, by path inside the content.
    """

    pictures: Mapping[tuple[TermKind, str], str]
    downloads: tuple[Download, ...]
    copied: frozenset[tuple[str, Path]]
    kept: frozenset[Path]


def find_offered_files(
    documents: Iterable[Document], profiles: Profiles, terms: Terms, addresses: Addresses
) -> tuple[OfferedFiles, list[Diagnostic]]:
    """Return the offered files, and a mistake for each that is not there.

    Kept back are the pictures of authors without a page, and downloads that are dated later than now.
    """
    settings = addresses.settings
    found, problems = find_downloads(documents, addresses.files)
    downloads = tuple(one for one in found if settings.preview or not one.date or one.date <= settings.now)
    pictures, more = find_pictures(profiles, addresses)
    shown = {name: addresses.files[name] for (kind, key), name in pictures.items() if key in terms[kind]}
    copied = frozenset({*shown.items(), *((one.path, one.origin) for one in downloads)})
    every = {*(addresses.files[name] for name in pictures.values()), *(one.origin for one in found)}
    kept = frozenset(every - {origin for _, origin in copied})
    return OfferedFiles(pictures, downloads, copied, kept), [*problems, *more]


def find_pictures(profiles: Profiles, addresses: Addresses) -> tuple[dict[tuple[TermKind, str], str], list[Diagnostic]]:
    """Return authors' pictures, by path inside the content, and a mistake for each that is none."""
    pictures: dict[tuple[TermKind, str], str] = {}
    diagnostics: list[Diagnostic] = []
    for key, profile in profiles.items():
        written = profile.fields.picture if isinstance(profile.fields, AuthorHeader) else None
        if written is None:
            continue
        name = addresses.find_file(profile.source.name, written)
        if name is not None and PurePosixPath(name).suffix.lower() in PICTURE_ENDINGS:
            pictures[key] = name
        else:
            message, hint = "the picture is no picture of the content", suggest_path(written, addresses.files)
            diagnostics.append(profile.tree.report(("picture",), Code.BROKEN_LINK, message, hint, written))
    return pictures, diagnostics

"""Files that pages offer besides those that texts refer to: authors' pictures, and downloads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from plugins.blog.downloads import Download, find_downloads
from plugins.blog.terms import Profiles, TermKind, Terms
from plugins.diagnostics import Code, Diagnostic
from plugins.documents.measuring import HugePictureError, PictureError, measure_picture
from plugins.documents.models import AuthorHeader, Document
from plugins.documents.pictures import BAD_HINT, HUGE_HINT
from plugins.site.addresses import Addresses
from plugins.site.link_rules import suggest_path


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
        problem = _explain_picture(written, addresses.files.get(name or ""), addresses)
        if problem is None and name is not None:
            pictures[key] = name
        elif problem is not None:
            diagnostics.append(profile.tree.report(("picture",), *problem, written))
    return pictures, diagnostics


def _explain_picture(written: str, path: Path | None, addresses: Addresses) -> tuple[Code, str, str] | None:
    """Return what keeps a file from being a picture: code, message and hint."""
    if path is None:
        message = "the picture is no file of the content"
        return Code.BROKEN_LINK, message, suggest_path(written, addresses.files)
    try:
        measure_picture(path, addresses.settings.content)
    except HugePictureError as error:
        return Code.HUGE_PICTURE, str(error), HUGE_HINT
    except PictureError as error:
        return Code.BAD_PICTURE, str(error), BAD_HINT
    return None

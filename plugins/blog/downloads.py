"""Files that readers may take along: each with what it is, its kind and its size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from plugins.diagnostics import Code, Diagnostic, suggest
from plugins.documents.models import Document, DownloadHeader


class FileType(NamedTuple):
    """What people call a kind of file: `kind` is part of a message's key, or ""; `format` is a name, or ""."""

    kind: str
    format: str


TYPES = {
    ".pdf": FileType("", "PDF"), ".epub": FileType("", "EPUB"), ".zip": FileType("zip", ""),
    ".gz": FileType("compressed", ""), ".csv": FileType("table", "CSV"), ".tsv": FileType("table", "TSV"),
    ".xlsx": FileType("spreadsheet", "Excel"), ".ods": FileType("spreadsheet", "OpenDocument"),
    ".docx": FileType("document", "Word"), ".odt": FileType("document", "OpenDocument"),
    ".pptx": FileType("slides", "PowerPoint"), ".odp": FileType("slides", "OpenDocument"),
    ".txt": FileType("text", ""), ".ics": FileType("calendar", ""), ".vcf": FileType("contact", ""),
    ".mp3": FileType("audio", "MP3"), ".m4a": FileType("audio", "AAC"), ".ogg": FileType("audio", "Ogg"),
    ".opus": FileType("audio", "Opus"), ".wav": FileType("audio", "WAV"), ".mp4": FileType("video", "MP4"),
    ".webm": FileType("video", "WebM"), ".png": FileType("picture", "PNG"), ".jpg": FileType("picture", "JPEG"),
    ".jpeg": FileType("picture", "JPEG"), ".svg": FileType("drawing", "SVG"), ".webp": FileType("picture", "WebP"),
}  # fmt: skip
"""The kinds of files by their endings."""


@dataclass(frozen=True)
class Download:
    """One file: `path` is where it is written, `origin` what it is copied from, `size` its bytes.

    `about` is the document that says what it is.
    """

    path: str
    origin: Path
    title: str
    size: int
    date: datetime | None
    about: Document

    @property
    def type(self) -> FileType:
        """What kind of file it is."""
        return find_type(self.path)


def find_downloads(documents: Iterable[Document], files: Mapping[str, Path]) -> tuple[list[Download], list[Diagnostic]]:
    """Return all downloads, newest first, and a mistake for each whose file is not there.

    `files` are the files of the content by their path inside it.
    """
    downloads: list[Download] = []
    diagnostics: list[Diagnostic] = []
    for document in documents:
        fields = document.fields
        if not isinstance(fields, DownloadHeader):
            continue
        name = str(document.source.name.parent / fields.file)
        if name in files:
            path = files[name]
            downloads.append(Download(name, path, fields.title, path.stat().st_size, fields.date, document))
        else:
            beside = [other for other in files if PurePosixPath(other).parent == document.source.name.parent]
            names = [PurePosixPath(other).name for other in beside]
            hint = suggest(fields.file, names) if names else "Put the file there."
            message = "there is no such file beside this one"
            diagnostics.append(document.tree.report(("file",), Code.BROKEN_LINK, message, hint, fields.file))
    return sorted(downloads, key=_rank), diagnostics


def find_type(path: str) -> FileType:
    """Return what people call a kind of file; where it is not known here, its ending in capitals."""
    suffix = PurePosixPath(path).suffix.lower()
    ending = suffix.removeprefix(".").upper()
    return TYPES.get(suffix, FileType("", ending) if ending else FileType("unknown", ""))


def _rank(download: Download) -> tuple[float, str]:
    return (-download.date.timestamp() if download.date else 0, download.path)

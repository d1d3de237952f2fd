"""Files that readers may take along: each with what it is, its kind and its size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from plugins.diagnostics import Code, Diagnostic, suggest
from plugins.documents.models import Document, DownloadHeader

TYPES = {
    ".pdf": "PDF", ".epub": "EPUB", ".zip": "ZIP archive", ".gz": "compressed file", ".csv": "table (CSV)",
    ".tsv": "table (TSV)", ".xlsx": "spreadsheet (Excel)", ".ods": "spreadsheet (OpenDocument)",
    ".docx": "document (Word)", ".odt": "document (OpenDocument)", ".pptx": "slides (PowerPoint)",
    ".odp": "slides (OpenDocument)", ".txt": "plain text", ".ics": "calendar", ".vcf": "contact", ".mp3": "audio (MP3)",
    ".m4a": "audio (AAC)", ".ogg": "audio (Ogg)", ".opus": "audio (Opus)", ".wav": "audio (WAV)", ".mp4": "video (MP4)",
    ".webm": "video (WebM)", ".png": "picture (PNG)", ".jpg": "picture (JPEG)", ".jpeg": "picture (JPEG)",
    ".svg": "drawing (SVG)", ".webp": "picture (WebP)",
}  # fmt: skip
"""What people call a kind of file, by its ending."""


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
    def type(self) -> str:
        """What kind of file it is, in words."""
        return name_type(self.path)


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


def name_type(path: str) -> str:
    """Return what people call a kind of file: "PDF", "audio (WAV)", or its ending in capitals."""
    suffix = PurePosixPath(path).suffix.lower()
    return TYPES.get(suffix, suffix.removeprefix(".").upper() or "file")


def format_size(size: int) -> str:
    """Return a number of bytes for people: "870 bytes", "34 KB", "1.2 MB" (1 KB is 1,000 bytes)."""
    if size < 1000:
        return f"{size} bytes" if size != 1 else "1 byte"
    if size < 999_500:
        return f"{size / 1000:.0f} KB"
    return f"{size / 1_000_000:.1f} MB"


def _rank(download: Download) -> tuple[float, str]:
    return (-download.date.timestamp() if download.date else 0, download.path)

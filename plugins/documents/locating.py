"""The files that a text shows or plays, found on the disk."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from plugins.containment import is_inside
from plugins.documents.links import FILE_KINDS, find_target, parse_link, split_target
from plugins.documents.sources import is_passed_over


def locate_file(content: Path, source: PurePosixPath, written: str) -> Path | None:
    """Return the file that a link into the content leads to, or None where it is no such link or leads nowhere.

    `source` is the path inside the content of the file that holds the link. A link that leads nowhere is reported
    with all other links, and what is hidden or lies outside is never looked at.
    """
    link = parse_link(written)
    if link.kind not in FILE_KINDS:
        return None
    path = split_target(link.target)[0]
    return next((found for name in (path, unquote(path)) if (found := _find(content, source, name))), None)


def _find(content: Path, source: PurePosixPath, target: str) -> Path | None:
    name = find_target(source, target)
    if name is None or "\0" in name or any(is_passed_over(part) for part in PurePosixPath(name).parts):
        return None
    try:
        path = content / name
        return path if path.is_file() and is_inside(path, content) else None
    except (OSError, ValueError):  # a name longer than any file's
        return None

"""The files of the content: which there are, and each one's text, read once and strictly.

Text that a page or a feed could not carry is refused here, with its place, so that no later stage has to think of it.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path, PurePosixPath

from plugins.characters import UNWANTED, find_unwanted
from plugins.containment import LeavesFolderError, is_inside, read_inside
from plugins.diagnostics import Code, Diagnostic, Position, make_error

MOST_CHARACTERS = 20
"""Unwanted characters of one file that are named one by one."""

NEVER_LINKED = (".md", ".markdown", ".mkd", ".mdown", ".yaml", ".yml")
"""Endings of what is read and never copied: a link under another name would publish it as it is, drafts too."""

EDITOR_LEAVINGS = ("~", ".swp", ".swo", ".tmp", ".bak")


@dataclass(frozen=True)
class Source:
    """One text file: `path` on the disk, `name` inside the content, `text` with newlines as its only line ends."""

    path: Path
    name: PurePosixPath
    text: str = field(repr=False)

    def locate(self, index: int) -> Position:
        """Return the line and column of a character of the text."""
        return Position(self.text.count("\n", 0, index) + 1, index - self.text.rfind("\n", 0, index))

    def report(self, index: int, code: Code, message: str, hint: str, found: str = "") -> Diagnostic:
        """Return an error at a character of the text."""
        return make_error(self.path, self.locate(index), code, message, found=found, hint=hint)


def report_file(path: Path, code: Code, message: str, hint: str, found: str = "") -> Diagnostic:
    """Return an error of a file as a whole."""
    return make_error(path, Position(), code, message, found=found, hint=hint)


def find_files(content: Path) -> tuple[list[Path], list[Diagnostic]]:
    """Return every file of the content in sorted order, and a diagnostic for each that cannot be one.

    Names that begin with a dot and what editors leave behind are passed over. A link is followed to a file inside
    the content only; a link to a folder would publish its files twice and is refused.
    """
    files: list[Path] = []
    diagnostics: list[Diagnostic] = []
    for entry in _walk(os.fspath(content), diagnostics):
        path = _make_path(entry.path)
        problem = _check_file(path, entry, content)
        if problem is None:
            files.append(path)
        else:
            diagnostics.append(problem)
    return files, diagnostics


@lru_cache(maxsize=1 << 16)
def _make_path(path: str) -> Path:
    """Return a path; a preview asks for the same ones again and again, and making them takes longer than the walk."""
    return Path(path)


def _walk(folder: str, diagnostics: list[Diagnostic]) -> Iterator[os.DirEntry[str]]:
    """Go through all that is no folder, in the order of paths: by name, folder by folder."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        diagnostics.append(explain_unreadable(Path(folder), error))
        return
    for entry in entries:
        if is_passed_over(entry.name):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, diagnostics)
        else:
            yield entry


def is_passed_over(name: str) -> bool:
    """Tell whether a file or folder is no content by its name: hidden, or what an editor leaves behind."""
    return name.startswith((".", "#")) or name.endswith(EDITOR_LEAVINGS) or name == "__pycache__"


def _check_file(path: Path, entry: os.DirEntry[str], content: Path) -> Diagnostic | None:
    """Return what is wrong with a file as a file, before it is read. Named pipes and devices are never opened.

    What is no link lies where the walk found it: only a link can lead out of the content.
    """
    if not _has_plain_name(entry.path.removeprefix(os.fspath(content))):
        return report_file(path, Code.BAD_ENCODING, "the file's name is not UTF-8", "Rename the file.")
    if entry.is_symlink() and (problem := _check_link(path, content)):
        return problem
    try:
        return _check_kind(path, path.stat().st_mode) if not entry.is_file() else _check_access(path)
    except OSError as error:
        return explain_unreadable(path, error)


def _check_link(path: Path, content: Path) -> Diagnostic | None:
    if not is_inside(path, content):
        hint = "Copy the file into the content."
        return report_file(
            path, Code.OUTSIDE_CONTENT, "the link leads out of the content", hint, os.fspath(path.readlink())
        )
    if path.exists() and _is_private(path, content):
        message, hint = "the link leads to what is read and never copied", "Copy the file here, or link to its page."
        return report_file(path, Code.LINKED_DOCUMENT, message, hint, os.fspath(path.readlink()))
    return None


def _is_private(path: Path, content: Path) -> bool:
    """Tell whether a link leads to a document, a part of a case, or what is passed over."""
    real = Path(os.path.realpath(path)).relative_to(os.path.realpath(content))
    return real.suffix.lower() in NEVER_LINKED or any(is_passed_over(part) for part in real.parts)


def _check_kind(path: Path, mode: int) -> Diagnostic | None:
    if stat.S_ISDIR(mode):
        return report_file(
            path, Code.FOLDER_LINK, "a folder is linked into the content", "Move the folder here instead."
        )
    if not stat.S_ISREG(mode):
        return report_file(path, Code.UNREADABLE_FILE, "this is no regular file", "Remove it.")
    return _check_access(path)


def _check_access(path: Path) -> Diagnostic | None:
    if not os.access(path, os.R_OK):
        return report_file(path, Code.UNREADABLE_FILE, "the file cannot be read", "Mend its permissions or remove it.")
    return None


def _has_plain_name(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeError:
        return False
    return True


def read_source(path: Path, content: Path) -> tuple[Source | None, list[Diagnostic]]:
    """Return the text of one file of the content, or None where it is none, and what is wrong with its bytes.

    A byte order mark at the beginning is dropped; the line ends of Windows and of old Macintoshes become newlines.
    """
    try:
        data = read_inside(path, content)
    except OSError as error:
        return None, [explain_unreadable(path, error)]
    return make_source(path, content, data)


def make_source(path: Path, content: Path, data: bytes) -> tuple[Source | None, list[Diagnostic]]:
    """Return the text of a file whose bytes are read already, as `read_source` does."""
    try:
        source = decode_source(path, content, data)
    except UnicodeDecodeError as error:
        return None, [_explain_encoding(path, error)]
    unwanted = find_unwanted(source.text)
    problems = [_explain_character(source, match) for match in unwanted[:MOST_CHARACTERS]]
    if len(unwanted) > MOST_CHARACTERS:
        message, hint = f"there are {len(unwanted) - MOST_CHARACTERS} more of them", "Is this a text file at all?"
        problems.append(source.report(unwanted[MOST_CHARACTERS].start(), Code.CONTROL_CHARACTER, message, hint))
    # The rest of the text is read all the same, so that its mistakes are named in the same run.
    return replace(source, text=UNWANTED.sub("\ufffd", source.text)) if problems else source, problems


def decode_source(path: Path, content: Path, data: bytes) -> Source:
    """Return the text of a file that nothing is wrong with. Raises UnicodeDecodeError."""
    return Source(path, find_name(path, content), normalise_line_ends(data.decode("utf-8-sig")))


@lru_cache(maxsize=1 << 16)
def find_name(path: Path, content: Path) -> PurePosixPath:
    """Return the path of a file inside the content. Raises ValueError where it lies elsewhere."""
    written, folder = os.fspath(path), f"{os.fspath(content)}/"
    name = written[len(folder) :] if written.startswith(folder) else path.relative_to(content).as_posix()
    return PurePosixPath(name)


def normalise_line_ends(text: str) -> str:
    """Return the text with a newline for each line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def explain_unreadable(path: Path, error: OSError) -> Diagnostic:
    """Return that a file cannot be read, or leads out of its folder since it was found."""
    if isinstance(error, LeavesFolderError):
        hint = "Copy the file to where the link is."
        return report_file(path, Code.OUTSIDE_CONTENT, "the link leads out of its folder", hint)
    hint = "Mend its permissions or remove it."
    found = error.strerror or type(error).__name__
    return report_file(path, Code.UNREADABLE_FILE, "the file cannot be read", hint, found)


def _explain_encoding(path: Path, error: UnicodeDecodeError) -> Diagnostic:
    before = normalise_line_ends(error.object[: error.start].decode("utf-8-sig", errors="replace"))
    position = Position(before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1)
    found = f"byte 0x{error.object[error.start]:02X}"
    return make_error(path, position, Code.BAD_ENCODING, "the file is not UTF-8", found=found, hint="Save it as UTF-8.")


def _explain_character(source: Source, match: re.Match[str]) -> Diagnostic:
    found, hint = f"U+{ord(match.group()):04X}", "Delete it; it is invisible in most editors."
    return source.report(match.start(), Code.CONTROL_CHARACTER, "a character that no page can carry", hint, found)

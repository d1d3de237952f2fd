"""What a text sees on the disk: the files that it shows and plays. What it saw is part of what was made of it."""

from __future__ import annotations

from functools import cache
from pathlib import Path, PurePosixPath

from plugins.documents.locating import locate_file
from plugins.documents.measuring import MEASURED, Size, describe_measured, measure_picture, read_measured
from plugins.documents.remembering import find_stamp, is_older

FILE, PICTURE = "file", "picture"
"""The two questions: which file a link leads to, and what picture a file is."""

Looks = dict[tuple[str, str], str]
"""Questions (which, and about what) with their answers."""


class Looker:
    """Answers the questions of one text after another, and notes both."""

    def __init__(self, content: Path) -> None:
        self._content = content
        self.looks: Looks = {}

    def locate(self, source: PurePosixPath, written: str) -> Path | None:
        """Return the file that a link leads to, as `locate_file` does."""
        path = locate_file(self._content, source, written)
        self.looks[FILE, written] = self._name(path) if path else ""
        return path

    def measure(self, path: Path) -> Size | None:
        """Return the size of a picture, as `measure_picture` does, and raise what that raises."""
        self.looks[PICTURE, self._name(path)] = describe_measured(MEASURED(path, self._content))
        return measure_picture(path, self._content)

    def _name(self, path: Path) -> str:
        return path.relative_to(self._content).as_posix()


class Witness:
    """Tells whether texts would see now what they saw then. Within one run each question is asked once."""

    def __init__(self, content: Path) -> None:
        self._content = content
        self._answer = cache(self._look)

    def take(self, looks: Looks, begun: int) -> None:
        """Take what a text has seen in another process: its pictures need not be measured here again.

        It was rendered after `begun`, in nanoseconds since 1970; a picture that has changed since, or shortly before,
        may be another by now, and is measured again.
        """
        pictures = ((self._content / about, answer) for (which, about), answer in looks.items() if which == PICTURE)
        for path, answer in pictures:
            stamp = find_stamp(path)
            if stamp is not None and is_older(stamp, begun):
                MEASURED.teach(path, self._content, stamp, read_measured(answer))

    def confirms(self, folder: str, looks: Looks) -> bool:
        """Tell whether everything is as a text of a folder saw it."""
        return all(self._answer(which, folder, about) == answer for (which, about), answer in looks.items())

    def _look(self, which: str, folder: str, about: str) -> str:
        if which == PICTURE:
            path = self._content / about
            return describe_measured(MEASURED(path, self._content)) if path.is_file() else "gone"
        found = locate_file(self._content, PurePosixPath(folder, "text"), about)
        return found.relative_to(self._content).as_posix() if found else ""

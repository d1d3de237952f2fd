"""What `check --fix` mends: it writes the permanent ids that are missing, and shows what it changed."""

from __future__ import annotations

import difflib
import os
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from plugins.blog.entries import Entry, can_take_id


@dataclass(frozen=True)
class Fix:
    """A file before and after."""

    path: Path
    before: str
    after: str

    def format(self, base: Path) -> str:
        """Return the difference as a unified diff, paths from `base`."""
        name = os.path.relpath(self.path, base)
        lines = difflib.unified_diff(self.before.splitlines(), self.after.splitlines(), name, name, lineterm="", n=1)
        return "\n".join(lines) + "\n"


def make_random_part() -> str:
    """Return six random hexadecimal digits."""
    return secrets.token_hex(3)


def find_fixes(entries: Sequence[Entry], random_part: Callable[[], str] = make_random_part) -> list[Fix]:
    """Return a fix for each entry without an id, but for headers whose first key does not begin its line."""
    taken = {entry.fields.id for entry in entries}
    fixes: list[Fix] = []
    for entry in entries:
        first = entry.source.locate(min(index for place, index in entry.tree.keys.items() if len(place) == 1))
        if entry.fields.id is None and can_take_id(entry.tree):
            name = make_id(entry.slug, taken, random_part)
            taken.add(name)
            fixes.append(_insert_line(entry, first.line, f"id: {name}" if _is_lower(entry) else f"Id: {name}"))
    return fixes


def make_id(slug: str, taken: Iterable[str | None], random_part: Callable[[], str] = make_random_part) -> str:
    """Return a new permanent id: the first word of the slug, for people, and a random part, for certainty."""
    while (name := f"{slug.split('-', maxsplit=1)[0]}-{random_part()}") in taken:
        pass
    return name


def apply_fix(fix: Fix) -> None:
    """Write the file anew, its bytes otherwise kept; it is whole at every moment."""
    aside = fix.path.with_name(f".{fix.path.name}.{os.getpid()}")
    aside.write_bytes(fix.after.encode("utf-8"))
    aside.chmod(fix.path.stat().st_mode)
    aside.replace(fix.path)


def _is_lower(entry: Entry) -> bool:
    """Tell whether the header writes its keys in lower case."""
    line = entry.tree.locate_key("title").line
    return entry.source.text.split("\n")[line - 1][:1].islower()


def _insert_line(entry: Entry, number: int, line: str) -> Fix:
    before = entry.source.path.read_bytes().decode("utf-8")
    lines = before.splitlines(keepends=True)
    ending = "\r\n" if lines[number - 1].endswith("\r\n") else "\n"
    mark = "\ufeff" if number == 1 and before.startswith("\ufeff") else ""
    lines[number - 1] = f"{mark}{line}{ending}{lines[number - 1].removeprefix(mark)}"
    return Fix(entry.source.path, before, "".join(lines))

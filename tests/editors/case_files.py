"""Case files as far from the schema as those of the repository, and whole but for what a test changes in them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

from plugins.cases.schema import SCHEMA_FILE
from tests.editors.language_server import ROOT, Place
from tests.unit.pairs import SETTINGS, write_files

FIRST_LINE = "# yaml-language-server: $schema=../../../plugins/cases/case.schema.json\n"
CASE = (Path(__file__).parent / "whole_case.yaml").read_text(encoding="utf-8")
"""A case with every key."""

CURSOR = "‸"


class Change(NamedTuple):
    """What stands in CASE, and what an author writes instead."""

    right: str
    written: str

    def apply(self) -> str:
        """Return the case with the change."""
        assert CASE.count(self.right) == 1, f"{self.right!r} does not stand in the case just once"
        return CASE.replace(self.right, self.written)


def write_case(folder: Path, text: str, settings: str = SETTINGS) -> Path:
    """Write a site with one case into an empty folder, with its schema, and return its case.yaml."""
    files = {
        "../settings.py": settings,
        "authors/editor.md": "Name: The editor\n",
        "images/a.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="6"/>\n',
        "cases/a/case.yaml": FIRST_LINE + text,
        "cases/a/story.md": "The story.\n",
        "cases/a/answer.md": "The answer.\n",
    }
    write_files(folder / "content", files)
    copy_schema(folder)
    return folder / "content/cases/a/case.yaml"


def write_at_cursor(folder: Path, text: str) -> tuple[Path, Place]:
    """Write a case without the CURSOR that stands in it, and return its case.yaml and where the cursor is."""
    above, _, below = text.partition(CURSOR)
    file = write_case(folder, above + below)
    return file, Place((FIRST_LINE + above).count("\n"), len(above.rpartition("\n")[2]))


def copy_schema(folder: Path) -> Path:
    """Put a copy of the schema where the repository has it, and return it."""
    copy = folder / SCHEMA_FILE.relative_to(ROOT)
    copy.parent.mkdir(parents=True)
    shutil.copy(SCHEMA_FILE, copy)
    return copy

"""Pelican receives documents that are read and checked already, or nothing at all.

The checked content travels in Pelican's settings under HANDOVER, put there by the build. Without it (someone runs plain
`pelican`) every run ends here with one line: Pelican would publish what was never checked.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Protocol

from pelican import signals
from pelican.readers import BaseReader, Readers

from plugins.diagnostics import Code

HANDOVER = "CASEBOOK"
REFUSAL = f"error[{Code.UNCHECKED}]: plain `pelican` does not check the content. Run `python3 tasks.py build`."


class Handover(Protocol):
    """What the build hands over: each document as Pelican wants it, by absolute path."""

    def read_for_pelican(self, path: Path, settings: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        """Return the finished HTML and the metadata of one document."""
        ...


class CheckedReader(BaseReader):  # type: ignore[misc]  # Pelican has no types
    """Hands over what was read before; it opens no file."""

    enabled = True
    file_extensions: ClassVar[list[str]] = ["md", "markdown", "mkd", "mdown"]

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return the HTML and metadata of a checked document."""
        handover: Handover = self.settings[HANDOVER]
        return handover.read_for_pelican(Path(source_path), self.settings)


def refuse_unchecked(pelican: Any) -> None:
    """End the run where the content was not checked."""
    if HANDOVER not in pelican.settings:
        raise SystemExit(REFUSAL)


def use_checked_reader(readers: Readers) -> None:
    """Let every document be read by CheckedReader."""
    for extension in CheckedReader.file_extensions:
        readers.reader_classes[extension] = CheckedReader


def register() -> None:
    """Connect to Pelican."""
    signals.initialized.connect(refuse_unchecked)
    signals.readers_init.connect(use_checked_reader)

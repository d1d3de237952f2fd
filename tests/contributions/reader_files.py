"""What tests of readers' words make files of."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from plugins.documents.sources import Source


def make_source(text: str) -> Source:
    """Return a text as a file that holds nothing else."""
    return Source(Path("/x.yaml"), PurePosixPath("x.yaml"), text)

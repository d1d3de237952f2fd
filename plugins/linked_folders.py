"""Folders that may hold links to others, as a theme may: what the content does not allow."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path


def list_files(folder: Path) -> Iterator[str]:
    """Go through the paths of all files in a folder, also in folders that are links.

    A folder is gone into once, as a link may lead back to where it lies; one that cannot be read is passed over.
    """
    seen = {os.path.realpath(folder)}
    for place, folders, names in os.walk(folder, followlinks=True):
        real = {name: os.path.realpath(f"{place}/{name}") for name in folders}
        folders[:] = [name for name in folders if real[name] not in seen]
        seen.update(real.values())
        yield from (os.path.join(place, name) for name in names)  # noqa: PTH118 - paths of strings, as they come

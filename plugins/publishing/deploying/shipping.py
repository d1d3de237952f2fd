"""What is sent: the files of one release, checked against its manifest first."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from plugins.publishing.deploying.errors import DeployError
from plugins.publishing.deploying.programs import show_path
from plugins.publishing.manifests import FileFacts
from plugins.publishing.releases import Release, find_live_id, find_release
from plugins.site.registry import OutputKind

UNFIT = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
"""What no name may hold: lists of files are told apart by such characters, and lone surrogates are no text."""

SHOWN = 3
"""How many damaged files a message names."""

PASSING = (OutputKind.PACKED, OutputKind.SEARCH_INDEX, OutputKind.CARD)
"""Files that come and go with every change, as those do that have a hash in their name."""


@dataclass(frozen=True)
class Shipment:
    """The files of a release that go to one target, by their paths in `folder`."""

    folder: Path
    release: str
    digest: str
    files: Mapping[str, FileFacts]

    @cached_property
    def folders(self) -> frozenset[str]:
        """The folders that the files are in."""
        return frozenset(folder for path in self.files for folder in find_parents(path))

    def is_passing(self, path: str) -> bool:
        """Tell whether a file has an address that nobody keeps: it comes and goes with what it was made of."""
        facts = self.files[path]
        return facts.immutable or facts.kind in PASSING


def choose_release(public: Path, name: str | None) -> Release:
    """Return a release by its id or number, by default the one that is live. Raises DeployError."""
    wanted = find_live_id(public) if name is None else name
    found = find_release(public, wanted) if wanted else None
    if found is None and name is None:
        raise DeployError(f"there is no release in {public}. Type: tasks.py publish")
    if found is None:
        raise DeployError(f"there is no release {show_path(str(name))} in {public}. Type: tasks.py releases")
    return found


def load_shipment(release: Release, left_out: Collection[OutputKind] = ()) -> Shipment:
    """Return the files of a release but those of some kinds. Raises DeployError where it is not what was published."""
    if damages := release.damages:
        more = f" and {len(damages) - SHOWN} more" if len(damages) > SHOWN else ""
        found = ", ".join(map(show_path, damages[:SHOWN]))
        raise DeployError(f"the release {release.id} is not what was published: {found}{more}. Publish again.")
    files = {path: facts for path, facts in release.manifest.files.items() if facts.kind not in left_out}
    if unfit := [path for path in files if UNFIT.search(path)]:
        raise DeployError(f"{show_path(unfit[0])} cannot be sent: its name holds what no list of files can. Rename it.")
    return Shipment(release.folder, release.id, release.manifest.digest, files)


def find_parents(path: str) -> list[str]:
    """Return the folders that a path is in, without the outermost."""
    return [str(parent) for parent in PurePosixPath(path).parents][:-1]

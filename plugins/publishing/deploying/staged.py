"""How a release is sent to where each file is seen as soon as it is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from plugins.publishing.deploying.errors import DeployError
from plugins.publishing.deploying.plans import Plan, Remote, check_sent, make_plan
from plugins.publishing.deploying.records import PENDING, RECORD, Record, read_record
from plugins.publishing.deploying.shipping import Shipment, find_parents
from plugins.publishing.deploying.stages import sort_deletions, sort_uploads


class StagedRemote(Protocol):
    """A place that is written file by file. Each method raises DeployError where it cannot do what it says."""

    def read(self, shipment: Shipment) -> Remote:
        """Compare the remote with a release, by the hashes of all files that both have."""

    def upload(self, shipment: Shipment, paths: Sequence[str]) -> None:
        """Put files of the release there, each whole or not at all."""

    def delete(self, paths: Sequence[str]) -> None:
        """Take files away; one that is gone already is no mistake."""

    def delete_folders(self, folders: Sequence[str]) -> None:
        """Take empty folders away, given from the innermost; one that is not empty stays."""

    def read_record(self, name: str) -> bytes:
        """Return a record that is there."""

    def write_record(self, name: str, data: bytes) -> None:
        """Put a record there."""


def send_in_stages(remote: StagedRemote, plan: Plan, say: Callable[[str], None]) -> None:
    """Carry out a plan: first name all that may come to lie there, then send, delete, read back, and say what is ours.

    Killed at any point, the same again ends the same.
    """
    _begin(remote, plan)
    if plan.blocking:
        remote.delete(plan.blocking)
        remote.delete_folders([folder for folder in plan.folders if _is_blocking(folder, plan)])
    for stage, paths in sort_uploads(plan.shipment, plan.new, plan.changed):
        remote.upload(plan.shipment, paths)
        say(f"sent {len(paths)}: {stage.words}")
    for paths in sort_deletions({*plan.gone} - {*plan.blocking}):
        remote.delete(paths)
        say(f"deleted {len(paths)}")
    if plan.folders:
        remote.delete_folders(plan.folders)
    check_sent(make_plan(plan.shipment, remote.read(plan.shipment)))
    remote.write_record(RECORD, plan.record_after)
    if remote.read_record(RECORD) != plan.record_after:
        raise DeployError("the record of the deploy, read back, is not what was sent")
    remote.delete([PENDING])


def _begin(remote: StagedRemote, plan: Plan) -> None:
    """Write the record of what is there and what comes; at each moment a whole one names all that is there."""
    if plan.remote.pending == plan.record_during:
        return
    if read_record(plan.remote.pending) != Record():
        # It may be the only one that names what the deploy before has left: it is not touched until another does.
        remote.write_record(RECORD, plan.record_during)
    remote.write_record(PENDING, plan.record_during)


def _is_blocking(folder: str, plan: Plan) -> bool:
    """Tell whether a folder is, or lies in, what is to be a file."""
    return any(path in plan.shipment.files for path in [folder, *find_parents(folder)])

"""What a deploy is to do: the difference between a release and what the remote holds, shown before anything is done."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from plugins.publishing.deploying.errors import DeployError
from plugins.publishing.deploying.programs import show_path
from plugins.publishing.deploying.records import Record, make_record, read_record, write_record
from plugins.publishing.deploying.shipping import Shipment, find_parents

MOST_DELETIONS = 0.1
"""Which part of the files may go without a word."""


@dataclass(frozen=True)
class Remote:
    """What the remote holds: paths that differ from those of a release, and the records of the deploys before.

    `missing` and `changed` are files of the release; `extra` and `folders` are files and folders that it has not.
    `pending` is the record of a deploy that did not end.
    What is not `is_ready` lacks something that its host wants besides the site.
    """

    missing: frozenset[str]
    changed: frozenset[str]
    extra: frozenset[str]
    folders: frozenset[str] = frozenset()
    record: bytes | None = None
    pending: bytes | None = None
    is_ready: bool = True

    @property
    def known(self) -> Record:
        """All that deploys have sent here."""
        return read_record(self.record).unite(read_record(self.pending))


@dataclass(frozen=True)
class Plan:
    """What is to be done, as sorted paths: `folders` are emptied by it, `foreign` is others' and stays.

    `overwritten` are those of the `changed` that something else wrote, `lasting` is how many files with an address that
    people keep are there, and `vanishing` how many of them go.
    """

    shipment: Shipment
    remote: Remote
    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    folders: tuple[str, ...]
    foreign: tuple[str, ...]
    overwritten: tuple[str, ...]
    lasting: int
    vanishing: int

    @property
    def blocking(self) -> list[str]:
        """What goes because a file is to be where a folder was, or a folder where a file was."""
        return [path for path in [*self.gone, *self.foreign] if self._is_in_the_way(path)]

    @property
    def replaced(self) -> list[str]:
        """What others wrote and a file or folder of the release would take the place of."""
        return sorted({*self.overwritten, *filter(self._is_in_the_way, self.foreign)})

    def _is_in_the_way(self, path: str) -> bool:
        coming = {*self.new, *self.changed}
        return path in self.shipment.folders or bool(coming.intersection(find_parents(path)))

    @property
    def moves_files(self) -> bool:
        """Tell whether any file or folder of the remote is to be touched, the record not counted."""
        return bool(self.new or self.changed or self.gone or self.folders)

    @property
    def record_during(self) -> bytes:
        """The record of what is ours while the release is sent: what was there and what comes."""
        return write_record(self.remote.known.unite(make_record(self.shipment)))

    @property
    def record_after(self) -> bytes:
        """The record of what is ours when the release has been sent."""
        return write_record(make_record(self.shipment))

    @property
    def is_done(self) -> bool:
        """Tell whether there is nothing to do: the remote holds the release and the record of it, and no other."""
        is_recorded = self.remote.record == self.record_after and self.remote.pending is None
        return is_recorded and self.remote.is_ready and not self.moves_files


def make_plan(shipment: Shipment, remote: Remote) -> Plan:
    """Return what makes the remote equal to the release, but for files that are not ours."""
    record = remote.known
    gone = {path for path in remote.extra if record.knows(path)}
    foreign = remote.extra - gone
    same = shipment.files.keys() - remote.missing - remote.changed
    vanishing = sum(record.is_lasting(path) for path in gone)
    staying = sum(not shipment.is_passing(path) for path in same | remote.changed)
    return Plan(
        shipment,
        remote,
        new=tuple(sorted(remote.missing)),
        changed=tuple(sorted(remote.changed)),
        gone=tuple(sorted(gone)),
        folders=tuple(_find_emptied(remote, record, foreign)),
        foreign=tuple(sorted(foreign)),
        overwritten=tuple(sorted(path for path in remote.changed if not record.knows(path))),
        lasting=staying + vanishing,
        vanishing=vanishing,
    )


def _find_emptied(remote: Remote, record: Record, foreign: Collection[str]) -> list[str]:
    """Return the folders that a deploy made and that nothing is left in, the innermost first."""
    kept = {folder for path in foreign for folder in find_parents(path)}
    kept |= {parent for folder in remote.folders if not record.knows_folder(folder) for parent in find_parents(folder)}
    emptied = [folder for folder in remote.folders - kept if record.knows_folder(folder)]
    return sorted(emptied, key=lambda folder: (-folder.count("/"), folder))


def check_plan(plan: Plan, *, allow_deletions: bool, allow_foreign: bool, takes_all: bool) -> None:
    """Raise DeployError where a plan needs a word that was not given. `takes_all`: what is foreign would go, too."""
    foreign = sorted({*plan.replaced, *(plan.foreign if takes_all else ())})
    if foreign and not allow_foreign:
        raise DeployError(
            f"{_count(len(foreign), 'file')} that Casebook did not write would be replaced: {_name_some(foreign)}. "
            "Move them, choose another place in DEPLOY, or replace them with --allow-foreign."
        )
    if plan.vanishing > MOST_DELETIONS * plan.lasting and not allow_deletions:
        share = 100 * plan.vanishing / plan.lasting
        raise DeployError(
            f"{plan.vanishing} of {plan.lasting} addresses ({share:.0f}%) would go. "
            "If that is meant, repeat it with --allow-deletions."
        )


def check_sent(left: Plan) -> None:
    """Raise DeployError where a plan that was made anew, after all was sent, finds that files still differ."""
    if wrong := [*left.new, *left.changed, *left.gone, *left.folders]:
        raise DeployError(f"what was read back is not what was sent: {_name_some(wrong)}")


def format_plan(plan: Plan, *, takes_all: bool) -> Iterator[str]:
    """Go through the lines that say what changes and what goes, path by path, and then how much that is."""
    files = plan.shipment.files
    for word, paths in (("new", plan.new), ("changed", plan.changed)):
        yield from (f"{word:8} {show_path(path)}  {format_size(files[path].size)}" for path in paths)
    for word, paths in (("gone", plan.gone), ("foreign", plan.foreign)):
        yield from (f"{word:8} {show_path(path)}" for path in paths)
    counts = [
        f"{len(paths)} {word} ({format_size(sum(files[path].size for path in paths))})"
        for word, paths in (("new", plan.new), ("changed", plan.changed))
    ]
    same = len(files) - len(plan.new) - len(plan.changed)
    fate = "replaced" if takes_all else "left alone"
    foreign = [f"{len(plan.foreign)} not ours and {fate}"] if plan.foreign else []
    yield ", ".join([*counts, f"{len(plan.gone)} gone", f"{same} the same", *foreign])


def format_size(size: int) -> str:
    """Return a number of bytes for people."""
    for unit, step in (("MB", 1_000_000), ("kB", 1000)):
        if size >= step:
            return f"{size / step:.1f} {unit}"
    return f"{size} B"


def _name_some(paths: Collection[str]) -> str:
    shown = ", ".join(map(show_path, list(paths)[:5]))
    return f"{shown} and {len(paths) - 5} more" if len(paths) > 5 else shown


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"

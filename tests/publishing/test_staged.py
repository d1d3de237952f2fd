"""A deploy that is killed at any step, with the file of that step half written, is ended by the next one.

The place is in the memory: all steps of two deploys, one after the other, can be tried.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from plugins.publishing.deploying.errors import DeployError
from plugins.publishing.deploying.plans import Plan, Remote, make_plan
from plugins.publishing.deploying.records import PENDING, RECORD
from plugins.publishing.deploying.shipping import Shipment, find_parents, load_shipment
from plugins.publishing.deploying.staged import send_in_stages
from tests.publishing.sites import NEW, OLD, Site, find_dead_link

THIRD = {
    **{path: data for path, data in OLD.items() if path != "posts/b/index.html"},
    "posts/b": b"a file where a folder was",
    "posts/third/index.html": b"<a href='/'>home</a>",
    "tags/t/index.html": b"changed",
}
"""A third release, so that what two others left behind is in neither."""

FOREIGN = {"theirs.txt": b"theirs", "posts/theirs/x.txt": b"theirs"}


class KilledError(Exception):
    """The deploy was killed."""


class Place:
    """A place in the memory, where a step may be the last one and leave its file half written."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = dict(files)
        self.folders = {folder for path in files for folder in find_parents(path)}
        self.steps = 0
        self.last = -1

    def read(self, shipment: Shipment) -> Remote:
        there = {path: data for path, data in self.files.items() if path not in (RECORD, PENDING)}
        both = shipment.files.keys() & there.keys()
        return Remote(
            missing=frozenset(shipment.files.keys() - there.keys()),
            changed=frozenset(path for path in both if (shipment.folder / path).read_bytes() != there[path]),
            extra=frozenset(there.keys() - shipment.files.keys()),
            folders=frozenset(self.folders - shipment.folders),
            record=self.files.get(RECORD),
            pending=self.files.get(PENDING),
        )

    def upload(self, shipment: Shipment, paths: Sequence[str]) -> None:
        for path in paths:
            self._put(path, (shipment.folder / path).read_bytes())

    def delete(self, paths: Sequence[str]) -> None:
        for path in paths:
            self._step()
            self.files.pop(path, None)

    def delete_folders(self, folders: Sequence[str]) -> None:
        for folder in folders:
            self._step()
            if not any(path.startswith(f"{folder}/") for path in {*self.files, *self.folders}):
                self.folders.discard(folder)

    def read_record(self, name: str) -> bytes:
        return self.files[name]

    def write_record(self, name: str, data: bytes) -> None:
        self._put(name, data)

    def _put(self, path: str, data: bytes) -> None:
        assert path not in self.folders, "a file cannot be where a folder is"
        self.folders.update(find_parents(path))
        self.files[path] = data[: len(data) // 2]
        self._step()
        self.files[path] = data
        self.check()

    def check(self) -> None:
        """Hold that what can be reached leads only to what is there."""
        assert find_dead_link(self.files) is None

    def _step(self) -> None:
        self.steps += 1
        if self.steps == self.last:
            raise KilledError


def deploy(place: Place, shipment: Shipment, last: int = -1) -> Plan:
    """Deploy until the step `last`; return the plan."""
    place.steps, place.last = 0, last
    plan = make_plan(shipment, place.read(shipment))
    if not plan.is_done:
        send_in_stages(place, plan, lambda line: None)
    return plan


@pytest.fixture(scope="module")
def shipments(tmp_path_factory: pytest.TempPathFactory) -> list[Shipment]:
    site = Site(tmp_path_factory.mktemp("site"))
    return [load_shipment(site.publish(number, files)) for number, files in enumerate((OLD, NEW, THIRD), start=1)]


@pytest.fixture
def begin(shipments: list[Shipment]) -> Place:
    """Return a place where the old release lies, and files of somebody else."""
    place = Place(FOREIGN)
    deploy(place, shipments[0])
    assert place.files.keys() == {*OLD, *FOREIGN, RECORD}
    return place


def copy(place: Place) -> Place:
    copied = Place({})
    copied.files, copied.folders = dict(place.files), set(place.folders)
    return copied


def read(release: Shipment) -> dict[str, bytes]:
    return {path: (release.folder / path).read_bytes() for path in release.files}


@pytest.mark.parametrize("then", [(0, 2), (2, 0)])
def test_a_deploy_killed_twice_at_any_two_steps_leaves_nothing_behind(
    then: tuple[int, int], begin: Place, shipments: list[Shipment]
) -> None:
    """The first kill is on the way to NEW, the second to another release, and a third one is what is sent at last."""
    new, other, final = shipments[1], shipments[then[0]], shipments[then[1]]
    expected = {**FOREIGN, **read(final)}
    tried = 0
    for first in range(1, count_steps(begin, new) + 1):
        once = copy(begin)
        with pytest.raises(KilledError):
            deploy(once, new, first)
        for second in range(1, count_steps(once, other) + 1):
            twice = copy(once)
            with pytest.raises(KilledError):
                deploy(twice, other, second)
            deploy(twice, final)
            assert {path: data for path, data in twice.files.items() if path != RECORD} == expected, (first, second)
            assert twice.folders == final.folders | {"posts/theirs"}
            assert deploy(twice, final).is_done
            tried += 1
    assert tried > 400


class Forgetful(Place):
    """A place that says that it has taken every file, and has not."""

    def check(self) -> None:
        """Say nothing of dead links."""

    def upload(self, shipment: Shipment, paths: Sequence[str]) -> None:
        super().upload(shipment, [path for path in paths if path != "tags/new/index.html"])


def test_what_was_not_kept_is_found_when_it_is_read_back(begin: Place, shipments: list[Shipment]) -> None:
    place = Forgetful({})
    place.files, place.folders = begin.files, begin.folders
    before = place.files[RECORD]
    with pytest.raises(DeployError, match=r"read back is not what was sent: tags/new/index\.html"):
        deploy(place, shipments[1])
    assert place.files[RECORD] == before
    assert PENDING in place.files


def count_steps(place: Place, release: Shipment) -> int:
    tried = copy(place)
    deploy(tried, release)
    return tried.steps

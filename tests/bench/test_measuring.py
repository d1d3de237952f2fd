"""What the benchmark measures is what a command takes: time, processors, and the memory of all its processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.generators import provide_peers
from bench.memory import list_session, read_pss
from bench.running import RunError, measure_peak, time_command
from bench.scenarios import COLD, UNCHANGED, time_rounds
from bench.sites import Generator, MissingError, Site

MEGABYTE = 1_000_000
BUSY = "import time; end = time.process_time() + 0.2\nwhile time.process_time() < end: pass"
FAMILY = f"""
import os, time
held = bytearray(b'x') * {40 * MEGABYTE}
if os.fork() == 0:
    own = bytearray(b'x') * {30 * MEGABYTE}
    time.sleep(1)
    os._exit(0)
time.sleep(1)
os.wait()
"""
"""A process and its child share 40 MB, and the child has 30 MB of its own."""


def test_the_peak_is_of_all_processes_and_counts_what_they_share_once(tmp_path: Path) -> None:
    peak = measure_peak([sys.executable, "-c", FAMILY], tmp_path)
    assert 70 * MEGABYTE < peak < 100 * MEGABYTE


def test_the_memory_of_a_process_is_its_own(tmp_path: Path) -> None:
    assert read_pss(os.getpid()) > 10 * MEGABYTE
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, start_new_session=True) as process:
        assert list(list_session(process.pid)) == [process.pid]
        process.communicate(b"\n")
    assert read_pss(process.pid) == 0


def test_the_processors_time_of_children_counts(tmp_path: Path) -> None:
    alone = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {BUSY!r}])"
    taken = time_command([sys.executable, "-c", alone], tmp_path)
    assert taken.cpu >= 0.2
    assert taken.wall >= 0.2


def test_a_command_that_fails_says_what_it_said(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"failed with 3(.|\n)*no such thing"):
        time_command([sys.executable, "-c", "import sys; print('no such thing'); sys.exit(3)"], tmp_path)


def test_a_cold_build_finds_nothing_kept_and_peers_are_timed_where_it_says_something(tmp_path: Path) -> None:
    sites = [make_site(tmp_path, name) for name in ("Casebook", "Hugo")]
    timed = [(scenario.name, site.name) for scenario, site, _ in time_rounds(sites, 2)]
    assert len(timed) == 2 * 7
    assert timed[:3] == [(COLD.name, "Casebook"), (COLD.name, "Hugo"), (UNCHANGED.name, "Casebook")]
    # Each build adds a line; a cold one begins anew: of five builds in the last round one.
    assert (sites[0].output / "built").read_text(encoding="utf-8").count("\n") == 5
    assert (sites[1].output / "built").read_text(encoding="utf-8").count("\n") == 2


def make_site(folder: Path, name: str) -> Site:
    place = folder / name
    place.mkdir()
    (place / "post.md").write_text("title: One\n", encoding="utf-8")
    (place / "template.html").write_text("<article>", encoding="utf-8")
    build = (
        sys.executable,
        "-c",
        "import os; os.makedirs('out', exist_ok=True); print('one', file=open('out/built', 'a'))",
    )
    return Site(
        name=name,
        folder=place,
        build=build,
        rebuild=build,
        output=place / "out",
        post=place / "post.md",
        template=place / "template.html",
    )


def test_a_peer_that_cannot_be_had_is_named_and_the_others_are_there(tmp_path: Path) -> None:
    def fail(_store: Path) -> Generator:
        raise MissingError("npm: the registry is down")

    def find(_store: Path) -> Generator:
        return Generator("Hugo", "0.168.0", lambda _corpus, folder: make_site(folder, "Hugo"))

    found, missing = provide_peers(tmp_path, {"Hugo": find, "Eleventy": fail})
    assert [generator.name for generator in found] == ["Hugo"]
    assert missing == {"Eleventy": "npm: the registry is down"}

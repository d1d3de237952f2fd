"""The same content, lock and `now` give the same release wherever and however it is published, and `verify` says so."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from plugins.publishing.manifests import Manifest, read_manifest
from tests.building.running import NOW, ROOT, Run, compare_trees, read_tree, run_python, write_files
from tests.publishing.test_unpublished import PUBLIC, make_unpublished, publish

CHECKOUT = ("commands", "plugins", "tools", "theme", "tasks.py")
"""All of the repository that a build is made from."""

ELSEWHERE = {"LC_ALL": "C", "PYTHONUTF8": "0", "LANGUAGE": "de", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "4242"}
"""The other machine: its words, its clock and its mood."""

LONG_AGO = 1_000_000_000


RUN = """
import sys
import tasks
from tools import bootstrap
bootstrap.enter = lambda *_: None  # the checkout has no .venv of its own, and needs none
sys.exit(tasks.main(sys.argv[1:]))
"""


def run(command: str, site: Path, checkout: Path = ROOT, rights: str = "") -> Run:
    """Run a command of a checkout for a site, from the folder above that."""
    time = ["--now", NOW] if command == "publish" else []
    env = {**ELSEWHERE, "PYTHONPATH": os.pathsep.join([str(checkout), rights])}
    done = run_python("-c", RUN, command, "--settings", site / "settings.py", *time, cwd=site.parent, env=env)
    assert done.code == 0, done.out + done.err
    return done


def read_live(site: Path) -> Manifest:
    manifest = read_manifest(site / "public" / "current")
    assert manifest is not None
    return manifest


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site that is published here, with all that is kept of other runs."""
    site = tmp_path_factory.mktemp("here") / "site"
    publish(site, {**PUBLIC, **make_unpublished("hidden", "2026-01-04")})
    return site


def test_another_checkout_in_another_place_publishes_the_same_bytes(site: Path, tmp_path: Path) -> None:
    """Folders, locale, zone, hash seed, rights, the order and age of files, and what is kept: all of it differs."""
    checkout, there = tmp_path / "another checkout", tmp_path / "ünlike" / "place"
    for name in CHECKOUT:
        copy_old(ROOT / name, checkout / name)
    copy_old(site / "content", there / "content")
    settings = PUBLIC["settings.py"].replace(str(ROOT / "theme"), str(checkout / "theme"))
    settings = "".join(line for line in settings.splitlines(keepends=True) if not line.startswith("CACHE_PATH"))
    write_files(there, {"settings.py": settings})
    write_files(tmp_path, {"rights/sitecustomize.py": "import os\nos.umask(0o077)\n"})
    run("publish", there, checkout, rights=str(tmp_path / "rights"))
    assert not compare_trees(read_tree(site / "public" / "current"), read_tree(there / "public" / "current"))
    assert read_live(site).digest == read_live(there).digest
    assert (there / "public" / "current" / "index.html").stat().st_mode & 0o077 == 0, "the rights did not differ"


def test_verify_says_so_in_another_zone(site: Path) -> None:
    assert "byte for byte" in run("verify", site).out


def copy_old(source: Path, target: Path) -> None:
    """Copy a file or folder, the last file first, each as if it were from 2001."""
    files = [path for path in [source, *source.rglob("*")] if path.is_file() and "__pycache__" not in path.parts]
    for path in sorted(files, reverse=True):
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
        os.utime(copy, (LONG_AGO, LONG_AGO))

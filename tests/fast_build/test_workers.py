"""Files that are made by forked processes."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest

from plugins.fast_build import workers
from plugins.fast_build.making import LATER, Maker
from plugins.fast_build.workers import Job, make_files
from plugins.site.content import load_content
from plugins.site.registry import Output
from plugins.site.site_folder import SiteFolder
from tests.unit.pairs import load_settings, write_files


def test_workers_do_not_look_for_garbage_in_what_they_inherit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To look at it is to copy it. This process goes on looking when they are done."""
    monkeypatch.setattr(workers, "FEWEST", 1)
    monkeypatch.setattr(workers, "CHUNK", 2)
    monkeypatch.setattr(workers, "count_processors", lambda: 2)
    write_files(tmp_path / "site" / "content", {"posts/a.md": "Title: A\nDate: 2026-01-05\n\nA.\n"})
    content, _ = load_content(load_settings(tmp_path / "site" / "content"))
    (tmp_path / "output").mkdir()

    def inspect(_output: Output, _data: bytes) -> bytes:
        return f"{os.getpid() == parent} {gc.isenabled()}".encode()

    parent = os.getpid()
    outputs = [output for output in content.registry if output.kind not in LATER]
    made = [*make_files(Job(Maker(content), SiteFolder(tmp_path / "output"), inspect), outputs)]
    assert {one.facts for one in made} == {b"False False"}
    assert gc.isenabled()

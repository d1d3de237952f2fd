"""What was read and is to be published is published, whatever a plugin does with it: else nothing is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.building.running import Run, read_tree
from tests.publishing.good_site import GOOD, SETTINGS, run_publish, write_site

PLUGIN = """
import logging

from pelican import signals


def drop(generator):
    {body}


def register():
    signals.{signal}.connect(drop)
"""

PLUGINS = {
    "that logs an error": ("article_generator_init", "logging.getLogger('pelican').error('lost')", "pelican-error"),
    "that ends the program as if all were well": ("article_generator_init", "raise SystemExit(0)", "pelican-error"),
}


@pytest.mark.parametrize(("signal", "body", "code"), PLUGINS.values(), ids=PLUGINS)
def test_a_plugin_ends_the_build(signal: str, body: str, code: str, tmp_path: Path) -> None:
    run = run_with_plugin(tmp_path, signal, body)
    assert run.code == 1, run.out + run.err
    assert f" error[{code}]: " in run.err
    assert "Traceback" not in run.err
    assert not (tmp_path / "public" / "current").exists()


@pytest.mark.parametrize("body", ["generator.articles.pop()", "generator.tags = {}"], ids=["a post", "all tags"])
def test_what_a_plugin_takes_from_pelican_is_published_all_the_same(body: str, tmp_path: Path) -> None:
    run = run_with_plugin(tmp_path / "one", "article_generator_finalized", body)
    assert run.code == 0, run.out + run.err
    run_with_plugin(tmp_path / "other", "article_generator_init", "pass")
    assert read_tree(tmp_path / "one" / "public" / "current") == read_tree(tmp_path / "other" / "public" / "current")


def test_a_document_that_goes_while_it_is_built_ends_the_build(tmp_path: Path) -> None:
    """A file that is copied later than it was found may be gone by then."""
    run = run_with_plugin(tmp_path, "article_generator_init", "import os; os.remove('content/downloads/table.csv')")
    assert run.code == 1, run.out + run.err
    assert " error[" in run.err
    assert "Traceback" not in run.err
    assert not (tmp_path / "public" / "current").exists()


def run_with_plugin(folder: Path, signal: str, body: str) -> Run:
    """Run the command on the good site with a plugin that does something when Pelican gives a signal."""
    settings = SETTINGS.replace("PLUGINS = [", "PLUGINS = ['dropping', ") + "import sys\nsys.path.insert(0, '.')\n"
    write_site(folder, {**GOOD, "settings.py": settings, "dropping.py": PLUGIN.format(signal=signal, body=body)})
    return run_publish(folder)

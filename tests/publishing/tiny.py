"""A tiny site to be published again and again, in this process or by the real command, and what is asked of it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import tasks
from plugins.diagnostics import Code, Diagnostic, format_text
from plugins.publishing.manifests import find_differences, read_manifest
from plugins.publishing.releases import find_live_id
from plugins.publishing.releasing import PublishReport, publish_site
from plugins.settings import SiteSettings
from tests.building.running import CACHE, NOW, PLUGINS, ROOT, Run, load_settings, run_python, write_files
from tools import bootstrap

SETTINGS = f"""\
SITENAME = "Tiny"
CHECK_HTML = False
SITEURL = "https://tiny.example"
AUTHOR = "ada"
THEME = {str(ROOT / "tests" / "sites" / "theme")!r}
CACHE_PATH = {str(CACHE)!r}
SEARCH = CARDS = MINIFY = False
BROTLI_QUALITY = GZIP_LEVEL = 0
PLUGINS = {PLUGINS!r}
"""
POST = "---\nid: {name}-1\ntitle: Post {name}\ndate: 2026-01-01\n{more}---\n{text}\n"
EDITION = "content/posts/edition.md"


@dataclass(frozen=True)
class TinySite:
    """A folder with settings, content and, in `public`, releases."""

    folder: Path

    @property
    def settings_file(self) -> Path:
        return self.folder / "publishconf.py"

    @property
    def public(self) -> Path:
        return self.folder / "public"

    @property
    def live(self) -> str | None:
        return find_live_id(self.public)

    def write(self, name: str, text: str) -> None:
        write_files(self.folder, {name: text})

    def write_post(self, name: str, text: str = "Text.", more: str = "") -> None:
        self.write(f"content/posts/{name}.md", POST.format(name=name, text=text, more=more))

    def remove_post(self, name: str) -> None:
        (self.folder / "content" / "posts" / f"{name}.md").unlink()

    def write_edition(self, number: int) -> None:
        """Change the site, so that publishing it makes another release."""
        self.write_post("edition", f"This is edition {number}.")

    def load(self, overrides: Mapping[str, object] | None = None) -> SiteSettings:
        return load_settings(self.settings_file, self.folder / "output", overrides or {})

    def publish(self, *allowed: Code, **overrides: object) -> PublishReport:
        """Publish in this process."""
        return publish_site(self.load(overrides), frozenset(allowed))

    def run(self, command: str, *more: str | Path) -> Run:
        """Run a command of tasks.py in this process, which saves the time that a new one takes to begin."""
        out, err = io.StringIO(), io.StringIO()
        typed = [*make_command(self.settings_file, command), *map(str, more)][1:]
        with redirect_stdout(out), redirect_stderr(err), chdir(self.folder), patch.object(bootstrap, "enter"):
            code = tasks.main(typed)
        return Run(code, out.getvalue(), err.getvalue())

    def run_apart(self, command: str, *more: str | Path) -> Run:
        """Run a command of tasks.py in a process of its own."""
        return run_python(*make_command(self.settings_file, command), *more, cwd=self.folder)

    def list_public(self) -> list[str]:
        """Return the names in the folder of the releases and in `releases`."""
        found = [*self.public.iterdir(), *(self.public / "releases").iterdir()]
        return sorted(path.relative_to(self.public).as_posix() for path in found)


def make_command(settings_file: Path, command: str) -> list[str]:
    """Return the command line of Python for a command of tasks.py."""
    time = [] if command in ("rollback", "releases") else ["--now", NOW]
    return [str(ROOT / "tasks.py"), command, "--settings", str(settings_file), *time]


def make_tiny_site(folder: Path, posts: Iterable[str] = ("one",)) -> TinySite:
    """Write a site with a post `edition` and others."""
    site = TinySite(folder)
    site.write("publishconf.py", SETTINGS)
    site.write("content/authors/ada.md", "---\nname: Ada\n---\n")
    site.write_edition(1)
    for name in posts:
        site.write_post(name)
    return site


def find_damages(public: Path) -> list[str]:
    """Return what is wrong with the live tree, by its manifest."""
    manifest = read_manifest(public / "current")
    return ["there is no manifest"] if manifest is None else find_differences(manifest, (public / "current").resolve())


def print_all(diagnostics: Iterable[Diagnostic], folder: Path) -> list[str]:
    """Return diagnostics as they are printed."""
    return [format_text(diagnostic, folder) for diagnostic in diagnostics]

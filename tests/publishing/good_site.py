"""A small site without a mistake, which has one thing of each kind, and what tests of publishing do with it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.building.running import NOW, PLUGINS, ROOT, SITES, Run, run_python

SETTINGS = f"""\
SITENAME = "Tiny"
CHECK_HTML = False
SITEURL = "https://example.org"
AUTHOR = "ada"
DEFAULT_PAGINATION = 1
SEARCH = False
MINIFY = False
BROTLI_QUALITY = 0
THEME = {str(SITES / "theme")!r}
PLUGINS = {PLUGINS!r}
"""

POST = """\
---
id: {id}
title: {title}
date: 2026-01-0{day}
tags: [crm]
aliases: [/old-{id}/]
---
## A heading

{text}
"""

CASE = """\
id: case-1
title: A case
date: 2026-01-03
overview: |
  O.
roles:
  - id: seller
    kind: other
    name: The seller
    text: |
      Sells.
decisions:
  - id: now
    decider: seller
    question: What now?
    options:
      - id: go
        title: Go
        text: |
          Going.
"""

READER = """\
option: go
account: did
text: Words.
received: 2026-01-04
consent: true
"""

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>\n'


@dataclass(frozen=True)
class Link:
    """A symbolic link, by what it says."""

    target: str


@dataclass(frozen=True)
class Pipe:
    """A named pipe."""


Files = Mapping[str, str | bytes | Link | Pipe | None]
"""Files by their paths from the folder of the site; None takes one away."""

GOOD: Files = {
    "settings.py": SETTINGS,
    "content/authors/ada.md": "---\nname: Ada\n---\nShe writes.\n",
    "content/posts/one.md": POST.format(id="one-1", title="One", day=1, text="See [two]({filename}two.md#a-heading)."),
    "content/posts/two.md": POST.format(id="two-1", title="Two", day=2, text="![A drawing]({static}/images/a.svg)"),
    "content/posts/draft.md": "---\nid: draft-1\ntitle: Draft\ndate: 2026-01-01\nstatus: draft\n---\nNot yet.\n",
    "content/pages/about.md": "---\nid: about-1\ntitle: About\n---\nAbout us.\n",
    "content/cases/good/case.yaml": CASE,
    "content/cases/good/story.md": "It was so.\n",
    "content/cases/good/readers/2026-01-04-a1.yaml": READER,
    "content/images/a.svg": DRAWING,
    "content/downloads/table.csv": "a,b\n",
}


def write_site(folder: Path, files: Files = GOOD) -> None:
    """Write files, links and pipes into the folder of a site."""
    for name, what in files.items():
        path = Path(os.path.normpath(folder / name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        if isinstance(what, Link):
            path.symlink_to(what.target)
        elif isinstance(what, Pipe):
            os.mkfifo(path)
        elif what is not None:
            path.write_bytes(what.encode("utf-8") if isinstance(what, str) else what)


def run_publish(folder: Path) -> Run:
    """Publish the site in a folder by the real command, from there, into `public`."""
    return run_python(ROOT / "tasks.py", "publish", "--settings", folder / "settings.py", "--now", NOW, cwd=folder)


def describe_tree(folder: Path) -> dict[str, tuple[object, ...]]:
    """Return everything in a folder by its path: what it is, where it leads, its bytes, and when these were changed."""
    return {str(path.relative_to(folder)): _describe(path) for path in sorted(folder.rglob("*"))}


def _describe(path: Path) -> tuple[object, ...]:
    status = path.lstat()
    if path.is_symlink():
        return str(path.readlink()), status.st_mtime_ns
    if path.is_file():
        return path.read_bytes(), status.st_mtime_ns, status.st_mode
    return (status.st_mode,)

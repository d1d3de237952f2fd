"""A tiny site with one of everything, made anew in a folder, and how its files are read and written.

All that it is lies on the disk, the time it is built for too: whatever is done to it can be done again, or left out.
"""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from random import Random
from typing import Any

import yaml
from PIL import Image

from plugins import settings as settings_room
from plugins.settings import SiteSettings, read_now
from tests.building.running import NOW, PLUGINS, ROOT, write_files

FENCE = "---\n"
SOURCES = ("content", "theme", "words", "tokens.css", "settings.py", "now")
"""All that a site is made from; beside it lie the output and `.casebook`."""

KINDS = {
    "post": "posts/*.md",
    "page": "pages/*.md",
    "case": "cases/*/case.yaml",
    "author": "authors/*.md",
    "category": "categories/*.md",
    "tag": "tags/*.md",
    "column": "columns/*.md",
    "series": "series/*.md",
    "box": "boxes/*.md",
    "download": "downloads/*.md",
    "outcome": "cases/*/readers/*.yaml",
    "reply": "replies/*/*.yaml",
}
"""Where documents of each kind are."""

SETTINGS: dict[str, object] = {
    "SITENAME": "Tiny",
    "SITESUBTITLE": "Small & quick",
    "SITEURL": "https://tiny.example",
    "AUTHOR": "ada",
    "CONTACT_EMAIL": "replies@tiny.example",
    "POST_REPLIES": True,
    "LICENCE": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "MENUITEMS": (("About", "/about/"), ("Archive", "/archives/")),
    "BOXES": ("note",),
    "FULL_POSTS": ("month",),
    "DEFAULT_PAGINATION": 3,
    "FEED_MAX_ITEMS": 3,
    "PICTURE_WIDTHS": (100,),
    "THEME": "theme",
    "SEARCH": False,
    "CARDS": False,
    "MINIFY": False,
    "BROTLI_QUALITY": 0,
    "GZIP_LEVEL": 0,
    "PLUGINS": tuple(PLUGINS),
}

CONTENT = {
    "posts/alpha.md": """\
id: alpha-1
title: Alpha & "omega"
date: 2026-01-05
category: Works
tags: [stone, river]
authors: [ada]
aliases: [/old/alpha.html]
---
A stone.[^1] See [beta]({filename}beta.md) and [the page]({filename}/pages/about.md#weight).

![A stone]({static}/images/stone.png)
: A grey stone.

## Weight

It weighs.

[^1]: A small one.
""",
    "posts/beta.md": """\
id: beta-1
title: Beta
date: 2026-02-01
category: Works
tags: [stone]
column: Old Stones
series: How to cross
part: 1
summary: |
  On *foot*.
---
One walks.

## Shoes

None.
""",
    "posts/gamma.md": """\
id: gamma-1
title: Gamma
date: 2026-03-01
tags: [river]
authors: [ada, bob]
series: How to cross
part: 2
reprints: [beta.md]
corrections:
- date: 2026-03-02
  text: It was *not* so.
---
One swims, says [Ada]({author}ada).
""",
    "posts/delta.md": "id: delta-1\ntitle: Delta\ndate: 2026-04-01\nstatus: draft\ntags: [stone]\n---\nNot yet.\n",
    "posts/later.md": "id: later-1\ntitle: Later\ndate: 2026-06-20\ntags: [river]\ncategory: Works\n---\nSoon.\n",
    "pages/about.md": "id: about-1\ntitle: About\n---\nWhat this is.\n\n## Weight\n\nLittle.\n",
    "cases/bridge/case.yaml": """\
id: bridge-1
title: Hold the bridge?
date: 2026-02-10
number: 1
series: How to cross
category: Works
tags: [river]
overview: |
  An engineer stands before a bridge.
roles:
- {id: engineer, kind: professional, name: The engineer, text: Knows it.}
- {id: town, kind: customer, name: The town, text: Crosses it.}
decisions:
- id: now
  decider: engineer
  question: What now?
  options:
  - id: close
    title: Close it
    text: Nobody crosses.
    outcomes:
    - {id: quiet, title: It is quiet, likelihood: likely, text: People wait., effects: {town: worse}}
  - {id: mend, title: Mend it, text: It costs.}
answer: [close]
lessons: [Look *below*.]
""",
    "cases/bridge/readers/2026-03-03-000001.yaml": """\
option: close
account: did
text: I closed one.
result: better
received: 2026-03-03
consent: true
""",
    "replies/alpha/2026-03-04-aaaaaa.yaml": "text: On a mule.\nname: B.\nreceived: 2026-03-04\nconsent: true\n",
    "authors/ada.md": "id: ada-1\nname: Ada\npicture: ../images/stone.png\n---\nAda builds.\n",
    "categories/works.md": "id: works-1\nname: Works\n---\nWhat is built.\n",
    "tags/stone.md": "id: stone-1\nname: stone\n---\nHard.\n",
    "columns/old-stones.md": 'id: column-1\nname: Old Stones\nmark: "¶"\n---\nTurned over.\n',
    "series/how-to-cross.md": "id: series-1\nname: How to cross\n---\nTwo ways.\n",
    "boxes/note.md": "id: note-1\ntitle: A note\n---\nRead [alpha]({filename}/posts/alpha.md).\n",
    "downloads/plan.md": "id: plan-1\ntitle: A plan\ndate: 2026-01-15\nfile: plan.csv\n---\nFor the bridge.\n",
}
"""Documents without the fence that they begin with; those in YAML have none."""

PLAIN = {
    "content/cases/bridge/story.md": "There was a bridge.\n",
    "content/cases/bridge/answer.md": "I would close it.\n",
    "content/downloads/plan.csv": "stone,weight\nkeystone,1\n",
    "words/en.yaml": "nothing-yet: Come back soon.\n",
    "tokens.css": ":root { --cb-accent: #123456; }\n",
    "now": NOW,
}


class TinySite:
    """A site in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.content = folder / "content"
        self.theme = folder / "theme"
        self.output = folder / "output"
        self.cache = folder / ".casebook"

    def find(self, pattern: str) -> list[Path]:
        """Return the files of the content that match, sorted."""
        return sorted(path for path in self.content.glob(pattern) if path.is_file())

    def find_documents(self, *kinds: str) -> list[Path]:
        """Return the documents of some kinds; of all where none is named."""
        return [path for kind in kinds or KINDS for path in self.find(KINDS[kind])]

    def name(self, path: Path) -> str:
        """Return what a file is called in descriptions."""
        return path.relative_to(self.folder).as_posix()

    def replace_everywhere(self, old: str, new: str) -> None:
        """Replace a text in all texts of the content."""
        for path in self.find("**/*"):
            if path.suffix in (".md", ".yaml") and old in (text := path.read_text(encoding="utf-8")):
                path.write_text(text.replace(old, new), encoding="utf-8")

    def is_mentioned(self, name: str) -> bool:
        """Tell whether a text of the content holds the name of a file."""
        texts = (path for path in self.find("**/*") if path.suffix in (".md", ".yaml"))
        return any(name in path.read_text(encoding="utf-8") for path in texts)

    def copy_sources(self, folder: Path) -> None:
        """Let a folder hold the same sources, with their times, in the place of its own."""
        folder.mkdir(exist_ok=True)
        for name in SOURCES:
            remove(folder / name)
            source = self.folder / name
            if source.is_dir():
                shutil.copytree(source, folder / name)
            elif source.exists():
                shutil.copy2(source, folder / name)


def make_tiny_site(folder: Path) -> TinySite:
    """Write the site into a new folder."""
    site = TinySite(folder)
    for name, text in CONTENT.items():
        write_files(site.content, {name: text if name.endswith(".yaml") else FENCE + text})
    write_files(folder, PLAIN)
    (site.content / "images").mkdir()
    (site.content / "images" / "stone.png").write_bytes(draw_picture("PNG", (160, 90), 1))
    shutil.copytree(ROOT / "tests" / "sites" / "theme", site.theme)
    write_settings(site, SETTINGS)
    return site


def read_settings(site: TinySite) -> dict[str, Any]:
    """Return what the settings file says."""
    values: dict[str, Any] = {}
    exec((site.folder / "settings.py").read_text(encoding="utf-8"), values)  # a file that was written here
    return {name: value for name, value in values.items() if name.isupper()}


def write_settings(site: TinySite, values: dict[str, Any]) -> None:
    """Write the settings file."""
    lines = "".join(f"{name} = {value!r}\n" for name, value in values.items())
    (site.folder / "settings.py").write_text(lines, encoding="utf-8")


def load_settings(site: TinySite, **values: object) -> SiteSettings:
    """Return the settings for a build; some may be given anew, and are written first."""
    if values:
        write_settings(site, {**read_settings(site), **values})
    settings, diagnostics = settings_room.read_settings(site.folder / "settings.py", now=read_now(NOW, {}))
    assert settings is not None, diagnostics
    return settings


def read_document(path: Path) -> tuple[dict[str, Any], str]:
    """Return the header and the body of a document, as they were written here."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".yaml":
        return yaml.safe_load(text) or {}, ""
    if not text.startswith(FENCE):
        return {}, text
    _, header, body = text.split(FENCE, 2)
    return yaml.safe_load(header) or {}, body


def write_document(path: Path, header: dict[str, Any], body: str = "") -> None:
    """Write a document."""
    text = yaml.dump(header, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix != ".yaml":
        text = f"{FENCE}{text}{FENCE}{body}" if header else body
    path.write_text(text, encoding="utf-8")


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        """Write everything out: the documents know no anchors."""
        return True


def draw_picture(form: str, size: tuple[int, int], seed: int) -> bytes:
    """Return a picture as PNG, JPEG, WEBP or GIF: of noise, so that a smaller copy is worth to be made and kept."""
    data = io.BytesIO()
    Image.frombytes("RGB", size, Random(seed).randbytes(3 * size[0] * size[1])).save(data, form)
    return data.getvalue()


def remove(path: Path) -> None:
    """Remove whatever is at a path, if anything."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)

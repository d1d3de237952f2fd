"""A tiny site that a test may change at will, with a theme of its own, and the preview of it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from PIL import Image
from playwright.sync_api import Frame, Page

from tests.building.running import ROOT, SITES, write_files

SETTINGS = """
from shared import *
SITENAME = "Live"
THEME = "theme"
TOKENS = "tokens.css"
AUTHOR = "ada"
CARDS = False
"""
LONG = "\n\n".join(f"Paragraph {number}, which is here to make the page long enough to scroll." for number in range(60))
POST = "---\nid: {id}-000001\ntitle: {title}\ndate: 2026-01-0{day}\n---\n{body}\n"
ONE = "![A square]({static}/images/square.png)\n\n" + LONG
FILES = {
    "settings.py": SETTINGS,
    "shared.py": 'SITESUBTITLE = "As it was"\n',
    "tokens.css": ":root { --cb-paper: #ffffff }\n",
    "content/authors/ada.md": "---\nname: Ada\n---\nSomebody.\n",
    "content/posts/one.md": POST.format(id="one", title="The first post", day=1, body=ONE),
    "content/posts/two.md": POST.format(id="two", title="The second post", day=2, body="Words of two."),
    "content/posts/gone.md": POST.format(id="gone", title="Soon gone", day=3, body="Words that go."),
    "content/posts/moved.md": POST.format(id="moved", title="Soon moved", day=4, body="Words that stay."),
}
HELD = """option: close
account: would-do
text: |
  Held words of a reader.
role: professional
name: Berta
received: 2026-02-03
via: email
consent: true
"""


def write_live_site(folder: Path) -> Path:
    """Write the site into a folder, and return it."""
    write_files(folder, FILES)
    shutil.copytree(ROOT / "theme", folder / "theme")
    shutil.copytree(SITES / "one_case" / "content" / "cases", folder / "content" / "cases")
    draw(folder / "content" / "images" / "square.png", "navy")
    return folder


def draw(path: Path, colour: str, side: int = 40) -> None:
    """Draw a picture."""
    path.parent.mkdir(exist_ok=True)
    Image.new("RGB", (side, side), colour).save(path)


def replace(file: Path, old: str, new: str) -> None:
    """Change the first place in a file that says `old`, which has to be there."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


class Visit:
    """A page that is looked at, and how often it has been loaded since."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.loads = 0
        page.goto(address)
        page.on("framenavigated", self._count)

    def _count(self, _frame: Frame) -> None:
        self.loads += 1

    def find_background(self) -> str:
        """Return the colour behind the page, as numbers."""
        colour = self.page.evaluate("getComputedStyle(document.body).backgroundColor")
        return " ".join(re.findall(r"\d+", colour))

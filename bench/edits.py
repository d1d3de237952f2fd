"""The edits that are timed. Each can be made again and again: the newer takes the place of the older."""

from __future__ import annotations

import re
from pathlib import Path

from bench.sites import Site

MARK = "bench-edit-"


def edit_body(site: Site, number: int) -> str:
    """Let the text of the post end with a mark, and return the mark."""
    mark = f"{MARK}{number}"
    text = site.post.read_text(encoding="utf-8").partition(f"\n\n{MARK}")[0].rstrip()
    _write(site.post, f"{text}\n\n{mark}\n")
    return mark


def edit_title(site: Site, number: int) -> None:
    """Let the title of the post begin with a number."""
    _substitute(site.post, r"(?im)^(title: '?)(?:Edit \d+ )?", rf"\g<1>Edit {number} ")


def edit_template(site: Site, number: int) -> None:
    """Let the template of posts write an attribute with a number."""
    _substitute(site.template, r'<article(?: data-edit="\d+")?', f'<article data-edit="{number}"')


def _substitute(path: Path, pattern: str, by: str) -> None:
    text, count = re.subn(pattern, by, path.read_text(encoding="utf-8"), count=1)
    if not count:
        raise ValueError(f"{path} holds nothing like {pattern}")
    _write(path, text)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")

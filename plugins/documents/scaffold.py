"""Beginnings of documents: a header that passes the check, and a first line to write over."""

from __future__ import annotations

import json
from datetime import datetime

POST = """---
id: {id}
title: {title}
date: {date}
status: draft
category: Notes
tags: []
summary: |
  One or two sentences for lists and feeds.
---

Write here. Headings begin at `##`.
"""

PAGE = """---
id: {id}
title: {title}
status: draft
---

Write here. Headings begin at `##`.
"""


def make_post(title: str, name: str, now: datetime) -> str:
    """Return a new post; `name` is its permanent id."""
    return POST.format(id=name, title=quote_yaml(title), date=now.date().isoformat())


def make_page(title: str, name: str) -> str:
    """Return a new page; `name` is its permanent id."""
    return PAGE.format(id=name, title=quote_yaml(title))


def quote_yaml(text: str) -> str:
    """Return a text as a YAML double-quoted scalar, whatever it holds. A JSON string is one (YAML 1.2, section 1.3)."""
    return json.dumps(text, ensure_ascii=False)

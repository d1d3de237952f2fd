"""A small site that has something for every check, and things that nobody is to see."""

from __future__ import annotations

from tests.building.running import ROOT

SETTINGS = f"""
SITENAME = "Checks"
SITEURL = "https://example.org/blog"
THEME = {str(ROOT / "theme")!r}
AUTHOR = "ada"
MENUITEMS = [("About us", "/about/")]
CARDS = False
POST_REPLIES = True
"""

DRAFT_TEXT = "nobody outside this house has read that the boiler was never ordered"

WITHDRAWN = "this is what I did before I asked you to take it out again"
WITHDRAWN_REPLY = "nor did I want my name below a text about boilers"

CONTENT = {
    "settings.py": SETTINGS,
    "content/authors/ada.md": "---\nname: Ada\n---\nWrites.\n",
    "content/pages/about.md": "---\nid: page-1a2b3c\ntitle: About\n---\nAbout us.\n",
    "content/posts/one.md": """---
id: one-1a2b3c
title: The first
date: 2026-01-01
category: Notes
aliases: [/old-one/]
---
The first text, which [leads on]({filename}two.md#part).

[More]({filename}two.md) and [more]({filename}two.md), <center>centred</center>.
""",
    "content/posts/two.md": """---
id: two-1a2b3c
title: The second
date: 2026-01-02
category: Notes
---
The second text, which quotes [the first]({filename}one.md).

## Part

It may say that the next one is called What the plumber knew about it.
""",
    "content/posts/draft.md": f"""---
id: draft-4d5e6f
title: The boiler that was never there
date: 2026-01-03
status: draft
---
First of all:
{DRAFT_TEXT}.
""",
    "content/posts/held.md": """---
id: held-7a8b9c
title: What the plumber knew about it
date: 2199-01-03
---
Later.
""",
    "content/cases/open/case.yaml": """id: open-1a2b3c
title: An open case
date: 2026-01-01
category: Notes
overview: x
roles: [{id: one, kind: other, name: One, text: x}]
decisions: [{id: now, decider: one, question: What?, options: [{id: go, title: Go, text: x}]}]
""",
    "content/cases/open/story.md": "It was so.\n",
    "content/cases/open/readers/2026-01-02-aaaaaa.yaml": f"""option: go
account: did
text: |
  {WITHDRAWN}.
received: 2026-01-02
consent: true
status: withdrawn
""",
    "content/replies/one/2026-01-02-bbbbbb.yaml": f"text: {WITHDRAWN_REPLY}.\nstatus: withdrawn\n",
    "content/posts/hidden.md": """---
id: hidden-1a2b3c
title: Hidden
date: 2026-01-03
status: hidden
---
Seen by those who know the address.
""",
}

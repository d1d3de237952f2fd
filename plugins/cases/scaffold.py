"""The beginning of a case: a commented case.yaml that passes the check, and a story to write over."""

from __future__ import annotations

from datetime import datetime

from plugins.documents.scaffold import quote_yaml

CASE = """# yaml-language-server: $schema={schema}
# A case for "What would you do?". Prose is always a block: `|`, then indented lines.
id: {id}
title: {title}
date: {date}
status: draft
# basis: true, composite or fictional
basis: composite
overview: |
  Who stands between whom, in one or two sentences.
roles:
  # kind: leader, professional, customer or other
  - id: lead
    kind: leader
    name: The lead
    text: |
      Who this is, in a few sentences.
    wants: |
      to keep to the plan.
  - id: adviser
    kind: professional
    name: The adviser
    text: |
      Who this is, in a few sentences.
    wants: |
      to do work worth signing.
review:
  - |
    A fact that everybody in the story would sign.
decisions:
  # The first decision is where the case starts; an outcome leads on to another with `next: its-id`.
  - id: now
    decider: adviser
    question: What would you do?
    options:
      # The id of an option is permanent: it is in addresses, feeds and readers' replies.
      - id: speak-up
        title: Speak up
        text: |
          What one would do.
        outcomes:
          # likelihood: happened, likely or possible; effects: better, same, worse or mixed
          - id: heard
            title: You are heard
            likelihood: possible
            text: |
              What follows, and for whom.
            effects:
              lead: mixed
              adviser: better
      - id: stay-silent
        title: Stay silent
        text: |
          What one would do.
discuss:
  - |
    A question for a group.
"""

STORY = """What happened, told so that each of them could be right. Headings begin at `##`.
"""


def make_case(title: str, name: str, now: datetime, schema: str) -> dict[str, str]:
    """Return the files of a new case by name. `name` is its permanent id, `schema` the path of the JSON Schema."""
    facts = CASE.format(schema=schema, id=name, title=quote_yaml(title), date=now.date().isoformat())
    return {"case.yaml": facts, "story.md": STORY}

"""A site whose readers send payloads: each one stands in every field that takes words, and in every rendition."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from markupsafe import Markup

from plugins.diagnostics import Diagnostic, Severity
from plugins.documents.fields import LONGEST_TEXT as LONGEST_LINE
from plugins.feeds.digest import make_digest
from plugins.site.content import Content, load_content
from plugins.site.pages import Pages
from plugins.site.search import make_search_documents
from plugins.site.texts import Texts
from tests.building.running import PLUGINS, ROOT, build_here, load_settings, read_tree

PER_CASE = 60
"""Payloads of one case, half of them about its option and half the readers' own, and of one post."""

SETTINGS = f"""
SITENAME = "Payloads"
SITEURL = "https://example.org"
CONTACT_EMAIL = "cases@example.org"
POST_REPLIES = True
CACHE_PATH = ".cache"
THEME = {str(ROOT / "theme")!r}
PLUGINS = {PLUGINS!r}
CHECK_HTML = False
CARDS = False
"""

CASE = """id: case-{number}
title: Case {number}
date: 2026-01-01
overview: Overview.
roles: [{{id: one, kind: other, name: One, text: Is there.}}]
decisions:
  - id: now
    decider: one
    question: What now?
    options: [{{id: go, title: Go, text: x}}, {{id: stay, title: Stay, text: x}}]
"""

POST = "---\nid: post-{number}\ntitle: Post {number}\ndate: 2026-01-02\n---\nText.\n"

HARMLESS = """Words *and* **more**, [a link](https://a.example/), [a letter](mailto:a)

- one

1. two

> three\\
> four
"""
"""All that a reader's Markdown makes."""

PACKED = {"BROTLI_QUALITY": 0, "GZIP_LEVEL": 0}


@dataclass(frozen=True)
class HostileSite:
    """What was built: every file by path, HTML that stands in none of them, and how many payloads the check refused.

    `more` holds what the search reads, and the letter.
    """

    files: Mapping[str, bytes]
    more: Mapping[str, str]
    taken: int
    refused: int


def build_hostile_site(folder: Path, payloads: Sequence[str]) -> HostileSite:
    """Write and build a site in an empty folder. What the content check refuses is taken out first, and counted."""
    _write(folder / "settings.py", SETTINGS)
    written = [path for number, payload in enumerate(payloads) for path in _write_payload(folder, number, payload)]
    refused = _remove_refused(folder)
    report = build_here(folder / "settings.py", folder / "output", PACKED)
    assert report.done, [diagnostic for diagnostic in report.diagnostics if diagnostic.severity is Severity.ERROR][:3]
    content, _ = _load(folder)
    return HostileSite(read_tree(folder / "output"), dict(_render_more(content)), len(written) - refused, refused)


def _write_payload(folder: Path, number: int, payload: str) -> Iterator[Path]:
    """Write a payload into all fields of a reader outcome, and of a reply to a post."""
    group = number // PER_CASE
    if number % PER_CASE == 0:
        _write(folder / f"content/cases/case-{group}/case.yaml", CASE.format(number=group))
        _write(folder / f"content/cases/case-{group}/story.md", "A story.\n")
        _write(folder / f"content/posts/post-{group}.md", POST.format(number=group))
    line = " ".join(payload.split())[:LONGEST_LINE].strip()
    fields = {"text": payload, "name": line, "editor_note": line, "received": "2026-01-03", "consent": "true"}
    way = {"own": line} if number % 2 else {"option": "go"}
    outcome = {**fields, **way, "account": "did", "result": "better"}
    for place, values in ((f"cases/case-{group}/readers", outcome), (f"replies/post-{group}", fields)):
        path = folder / "content" / place / f"r-{number}.yaml"
        _write(path, "".join(f"{key}: {json.dumps(value)}\n" for key, value in values.items()))
        yield path


def _remove_refused(folder: Path) -> int:
    """Remove the files that the content check refuses; return how many."""
    refused = {diagnostic.path for diagnostic in _load(folder)[1] if diagnostic.severity is Severity.ERROR}
    for path in refused:
        path.unlink()
    return len(refused)


def _load(folder: Path) -> tuple[Content, list[Diagnostic]]:
    return load_content(load_settings(folder / "settings.py", folder / "output", PACKED))


def _render_more(content: Content) -> Iterator[tuple[str, str]]:
    digest = make_digest(Pages(content), datetime(2025, 1, 1, tzinfo=UTC))
    assert digest is not None
    yield "digest.html", str(digest.html)
    for document in make_search_documents(Texts(content)):
        yield f"search:{document.path}", str(Markup(document.html))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")

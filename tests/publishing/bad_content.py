"""Kinds of bad content: what is added to a good site, and the one line that must be said about it."""

from __future__ import annotations

from dataclasses import dataclass

from tests.publishing.good_site import CASE, READER, SETTINGS, Files, Link, Pipe


@dataclass(frozen=True)
class Kind:
    """One kind: `place` is file, line and column in the content, `code` what the mistake is called."""

    name: str
    place: str
    code: str
    files: Files


def make_post(*lines: str, body: str = "Text.") -> str:
    """Return a post whose header has `lines` first, then the id, title and date that they do not give."""
    keys = {line.split(":")[0] for line in lines}
    given = [line for line in ("id: bad-1", "title: Bad", "date: 2026-01-04") if line.split(":")[0] not in keys]
    return "\n".join(["---", *lines, *given, "---", body, ""])


def post(name: str, place: str, code: str, *lines: str, body: str = "Text.") -> Kind:
    """Return a kind that is one bad post; `place` is the line and column."""
    return Kind(name, f"posts/worse.md:{place}", code, {"content/posts/worse.md": make_post(*lines, body=body)})


def case(name: str, place: str, code: str, *, change: tuple[str, str] = ("", ""), more: str = "") -> Kind:
    """Return a kind that is one bad case: with one thing replaced, or with more lines from line 21 on."""
    text = CASE.replace("case-1", "bad-1").replace(*change) + more
    files = {"content/cases/worse/case.yaml": text, "content/cases/worse/story.md": "It was so.\n"}
    return Kind(name, f"cases/worse/case.yaml:{place}", code, files)


def reader(name: str, place: str, code: str, old: str, new: str) -> Kind:
    """Return a kind that is one bad reader outcome."""
    path = "cases/good/readers/2026-01-04-bad.yaml"
    return Kind(name, f"{path}:{place}", code, {f"content/{path}": READER.replace(old, new)})


def file(name: str, path: str, code: str, what: str | bytes | Link | Pipe, place: str = "1:1") -> Kind:
    """Return a kind that is one bad file."""
    return Kind(name, f"{path}:{place}", code, {f"content/{path}": what})


OUTCOME = """\
        outcomes:
          - id: gone
            title: Gone
            text: |
              Away.
"""
LATER = """\
  - id: later
    decider: seller
    question: And?
    options:
      - {id: stay, title: Stay, text: Staying.}
"""

KINDS = [
    # Files
    file("not UTF-8", "posts/latin.md", "bad-encoding", "---\ntitle: Café\n---\n".encode("latin-1"), "2:11"),
    file("a NUL", "posts/zero.md", "control-character", make_post(body="A \0."), "6:3"),
    file("a link out of the content", "posts/out.md", "outside-content", Link("/etc/hostname")),
    file("a linked folder", "posts/folder", "folder-link", Link("../images")),
    file("a link to nothing", "posts/dangling.md", "unreadable-file", Link("gone.md")),
    file("a link to what is never copied", "images/a.png", "linked-document", Link("../posts/draft.md")),
    file("a named pipe", "posts/pipe.md", "unreadable-file", Pipe()),
    file("a text that nothing reads", "posts/old.rst", "unknown-file", "Title\n=====\n"),
    file("Markdown beside the folders", "stray.md", "unknown-file", make_post()),
    file("a name that Windows cannot have", "downloads/nul.csv", "bad-path", "x\n"),
    Kind(
        "a name that turns letters round", "downloads/a\\u202efdp.exe:1:1", "bad-path",
        {"content/downloads/a\u202efdp.exe": "x"},
    ),
    # Headers
    file("no header", "posts/worse.md", "missing-header", "Once upon a time.\n"),
    file("a header without an end", "posts/worse.md", "unclosed-header", "---\ntitle: A\n\nText.\n"),
    file("no blank line", "posts/worse.md", "bad-header-line", "Title: A\nDate: 2026-01-01\nText.\n\nMore.\n", "3:1"),
    post("a tab in YAML", "3:1", "yaml-syntax", "tags:", "\t- a"),
    post("an alias of YAML", "2:8", "yaml-alias", "title: *other"),
    post("a tag of YAML", "2:8", "yaml-tag", "title: !important"),
    post("text lost to a comment", "2:8", "lost-text", "title: Case #1 - x"),
    post("a key twice", "3:1", "duplicate-key", "title: One", "title: Two"),
    post("a misspelt key", "2:1", "unknown-key", "staus: draft"),
    file("no title", "posts/worse.md", "missing-key", "---\nid: bad-1\ndate: 2026-01-01\n---\nText.\n", "2:1"),
    post("an empty value", "2:7", "empty-value", "title:"),
    post("a list for a text", "2:8", "wrong-type", "title: [a, b]"),
    post("a misspelt status", "2:9", "bad-value", "status: publishd"),
    post("a date that is none", "2:7", "bad-date", "date: 2026-02-30"),
    post("a correction of tomorrow", "2:10", "bad-date", "updated: 2026-06-02"),
    post("an id that is none", "2:5", "bad-id", "id: Not this one"),
    post("the id of another", "2:5", "duplicate-id", "id: two-1"),
    post("a slug that leads up", "2:7", "bad-slug", "slug: ../up"),
    post("a slug that is a device", "2:7", "bad-slug", "slug: aux"),
    post("a slug that is too long", "2:7", "bad-slug", f"slug: {'x' * 81}"),
    file("a name that gives no slug", "posts/….md", "bad-slug", make_post()),
    post("a tag without an address", "2:8", "bad-slug", "tags: ['?']"),
    post("a tag in two spellings", "2:8", "two-spellings", "tags: [CRM]"),
    # Texts and links
    post("nesting without end", "6:1", "bad-markdown", body="- " * 3000 + "deep"),
    post("a broken link", "6:5", "broken-link", body="[a]({filename}gone.md)"),
    post("a picture that is not there", "6:6", "broken-link", body="![a]({static}/images/gone.png)"),
    post("a file that is not there", "6:5", "broken-link", body="[a]({attach}gone.pdf)"),
    post("a text that links out of the content", "6:5", "outside-content", body="[a]({static}../../settings.py)"),
    post("a link of no kind", "6:5", "unknown-link-kind", body="[a]({file}two.md)"),
    post("a link to no tag", "6:5", "unknown-term", body="[a]({tag}nothing)"),
    post("a link to a draft", "6:5", "unpublished-link", body="[a]({filename}draft.md)"),
    post("an anchor of another page", "6:5", "broken-output-link", body="[a]({filename}two.md#gone)"),
    post("an anchor of its own page", "6:5", "broken-output-link", body="[a](#gone)"),
    post("an address of the site that is none", "6:5", "broken-output-link", body="[a](/gone/)"),
    post("an anchor twice", "6:8", "duplicate-anchor", body='<p id="same">a</p>\n\n<p id="same">b</p>'),
    post("a picture without words", "6:5", "missing-alt", body="![]({static}/images/a.svg)"),
    post("a picture of another site", "6:19", "third-party-media", body='<img alt="a" src="https://example.com/a.png">'),
    Kind(
        "a picture that is cut off", "posts/worse.md:6:6", "bad-picture",
        {"content/posts/worse.md": make_post(body="![a]({static}/images/a.png)"), "content/images/a.png": b"\x89PNG"},
    ),
    # Two sources of one address
    post("the slug of another post", "2:7", "same-path", "slug: two"),
    post("an alias that is a post", "2:11", "same-path", "aliases: [/posts/two/]"),
    post("an alias that is an alias", "2:11", "same-path", "aliases: [/old-two-1/]"),
    post("an alias that is a page of a list", "2:11", "same-path", "aliases: [/page/2/]"),
    post("an alias that is a case", "2:11", "same-path", "aliases: [/cases/good/]"),
    post("an alias in the folder of a feed", "2:11", "same-path", "aliases: [/feeds/all.atom.xml/x/]"),
    file("a page that is a list", "pages/tags.md", "same-path", "---\nid: bad-1\ntitle: Tags\n---\nText.\n", "2:1"),
    Kind(
        "a copied file that is a feed", "feeds/all.atom.xml:1:1", "same-path",
        {"content/feeds/all.atom.xml": "<feed/>", "settings.py": SETTINGS + 'STATIC_PATHS = ["feeds"]\n'},
    ),
    Kind(
        "a copied file that differs by case only", "downloads/table.csv:1:1", "same-path",
        {"content/downloads/TABLE.csv": "a,b"},
    ),
    Kind(
        "an attached file that is a page", "images/index.html:1:1", "same-path",
        {"content/posts/worse.md": make_post(body="[a]({attach}/images/index.html)"), "content/images/index.html": "x"},
    ),
    # Cases and readers
    Kind("a case without a story", "cases/worse/story.md:1:1", "missing-file", {"content/cases/worse/case.yaml": CASE}),
    case("a role that is not there", "14:14", "unknown-role", change=("decider: seller", "decider: buyer")),
    case("an id twice in a case", "13:9", "duplicate-id", change=("- id: now", "- id: seller")),
    case("an id of the page's own", "13:9", "reserved-id", change=("- id: now", "- id: case-one")),
    case("a decision in a circle", "26:19", "decision-cycle", more=f"{OUTCOME}            next: now\n"),
    case("a decision that is not there", "26:19", "unknown-decision", more=f"{OUTCOME}            next: later\n"),
    case("a decision that nothing leads to", "21:9", "unreachable-decision", more=LATER),
    case("an answer without a text", "21:1", "missing-file", more="answer: [go]\n"),
    reader("a reader who did not consent", "5:10", "no-consent", "consent: true", "consent: false"),
    reader("a reader's address", "2:7", "private-data", "account: did", "name: ann@example.org\naccount: did"),
    reader("an option that is not there", "1:9", "unknown-option", "option: go", "option: gone"),
]  # fmt: skip

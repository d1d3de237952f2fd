"""Hostile paths, in content, settings and outputs: what is added to a good site, and what is to be said about it."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.publishing.bad_content import make_post
from tests.publishing.good_site import CASE, Files, Link

SECRET = "swordfish"
"""What stands in every file that is not the site's."""


@dataclass(frozen=True)
class Hostile:
    """One hostile thing. `code` is the error that stops it, or "" where it is harmless: then the site is built.

    `settings` are lines of the settings file; `output` is where one wants the site, from its folder.
    """

    name: str
    code: str
    files: Files = field(default_factory=dict)
    settings: str = ""
    output: str = "output"


def header(name: str, code: str, line: str) -> Hostile:
    """Return a post with one line in its header."""
    return Hostile(name, code, {"content/posts/worse.md": make_post(line)})


def text(name: str, code: str, body: str) -> Hostile:
    """Return a post with a text."""
    return Hostile(name, code, {"content/posts/worse.md": make_post(body=body)})


def link(name: str, code: str, path: str, target: str) -> Hostile:
    """Return a symbolic link in the content."""
    return Hostile(name, code, {f"content/{path}": Link(target)})


def file(name: str, code: str, path: str) -> Hostile:
    """Return a file among the downloads with an odd name."""
    return Hostile(name, code, {f"content/downloads/{path}": "x\n"})


def setting(name: str, line: str, code: str = "bad-setting") -> Hostile:
    """Return a settings file with one line more."""
    return Hostile(name, code, settings=line)


def output(name: str, path: str, code: str = "foreign-output", **files: str | Link) -> Hostile:
    """Return an output that is wanted where it must not be; `files` by their paths, a double underscore for a slash."""
    return Hostile(name, code, {path.replace("__", "/"): what for path, what in files.items()}, output=path)


CASE_WITH_PICTURE = CASE.replace("Going.", "![a]({static}../../../../secret.png)").replace("case-1", "bad-1")
DOWNLOAD = "---\ntitle: Secret\nfile: ../../../secret.txt\n---\nA file.\n"
AUTHOR = "---\nname: Bob\npicture: /../../secret.png\n---\nHe.\n"

HOSTILE = [
    # Slugs, aliases and terms
    header("a slug that goes up", "bad-slug", "slug: ../../neighbour/index"),
    header("a slug from the root", "bad-slug", "slug: /neighbour"),
    header("a slug that goes up in percent", "bad-slug", "slug: '%2e%2e%2f%2e%2e%2fneighbour'"),
    header("a slug that goes up in full width", "bad-slug", "slug: ．．／．．／neighbour"),
    header("a slug with a NUL", "control-character", 'slug: "a\\u0000b"'),
    header("a slug in another alphabet that looks the same", "bad-slug", "slug: раge"),
    header("an alias that goes up", "bad-value", "aliases: [/../../neighbour/a.html]"),
    header("an alias that goes up in percent", "bad-value", "aliases: ['/%2e%2e/%2e%2e/neighbour/a.html']"),
    header("an alias that goes up in full width", "bad-path", "aliases: [/．．/．．/neighbour/a.html]"),
    header("an alias with two slashes", "bad-value", "aliases: [//neighbour/a.html]"),
    header("an alias with backslashes", "bad-value", "aliases: ['/a\\..\\..\\neighbour\\a.html']"),
    header("an alias with a NUL", "bad-value", "aliases: [/a%00b.html]"),
    header("an alias in git's folder", "bad-path", "aliases: [/.git/config.html]"),
    header("an alias in the place of the manifest", "bad-path", "aliases: [/.casebook-manifest.json]"),
    header("a tag that goes up", "", "tags: [../../neighbour]"),
    header("a category from the root", "", "category: /neighbour/a.html"),
    header("an author that goes up", "", "authors: ['../../neighbour']"),
    header("a series of dots", "bad-slug", "series: '..'"),
    header("an image that goes up", "broken-link", "image: ../../../secret.png"),
    # Links in texts
    text("a copied file that goes up", "outside-content", "[a]({static}../../../secret.txt)"),
    text("a copied file that goes up from the root", "outside-content", "[a]({static}/../../secret.txt)"),
    text("a copied file that goes up in percent", "outside-content", "[a]({static}%2e%2e/%2e%2e/%2e%2e/secret.txt)"),
    text("a copied file of the system", "broken-link", "[a]({static}/etc/hostname)"),
    text("a copied file with a NUL", "broken-link", "[a]({static}/downloads/table.csv%00.txt)"),
    text("a copied file with an endless name", "broken-link", f"[a]({{static}}/{'x' * 5000})"),
    text("an attached file that goes up", "outside-content", "[a]({attach}../../../secret.txt)"),
    text("an attached file with backslashes", "broken-link", "[a]({attach}..\\..\\..\\secret.txt)"),
    text("a document that goes up", "outside-content", "[a]({filename}../../../secret.md)"),
    text("a picture that goes up", "outside-content", "![a]({static}../../../secret.png)"),
    Hostile(
        "what is held back", "broken-link",
        {"content/posts/worse.md": make_post(body="[a]({static}/.held/a.txt)"), "content/.held/a.txt": SECRET},
    ),
    Hostile(
        "a case's picture that goes up", "outside-content",
        {"content/cases/worse/case.yaml": CASE_WITH_PICTURE, "content/cases/worse/story.md": "It was so.\n"},
    ),
    Hostile("a download that goes up", "broken-link", {"content/downloads/secret.md": DOWNLOAD}),
    Hostile("an author's picture that goes up", "broken-link", {"content/authors/bob.md": AUTHOR}),
    # Links in the folder
    link("a post that is a link out", "outside-content", "posts/worse.md", "../../../secret.md"),
    link("a download that is a link out", "outside-content", "downloads/worse.txt", "../../../secret.txt"),
    link("a download that is a link from the root", "outside-content", "downloads/worse.txt", "/etc/hostname"),
    link("a download that is a device", "outside-content", "downloads/worse.txt", "/dev/zero"),
    link("a folder that is a link out", "outside-content", "downloads/worse", "../../../neighbour"),
    link("a folder that is a link to its own", "folder-link", "downloads/worse", ".."),
    link("a case that is a link out", "outside-content", "cases/worse", "../../../neighbour"),
    link("a reader that is a link out", "outside-content", "cases/good/readers/a.yaml", "../../../../../secret.yaml"),
    link("a link to itself", "unreadable-file", "downloads/worse.txt", "worse.txt"),
    Hostile(
        "a link to a link out", "outside-content",
        {"content/downloads/one.txt": Link("two.txt"), "content/downloads/two.txt": Link("../../../secret.txt")},
    ),
    Hostile(
        "a link to what is held back", "linked-document",
        {"content/.held/a.txt": "x", "content/downloads/one.txt": Link("../.held/a.txt")},
    ),
    # Names
    file("a name with backslashes", "bad-path", "a\\..\\..\\..\\neighbour.csv"),
    file("a folder of dots in full width", "bad-path", "．．/a.html"),
    file("a slash in full width", "bad-path", "a／b.csv"),
    file("letters turned round", "bad-path", "a\u202efdp.exe"),
    file("a line break", "bad-path", "a\nb.csv"),
    file("a device", "bad-path", "aux.csv"),
    Hostile(
        "two forms of one name", "same-path",
        {"content/downloads/\u00e9.csv": "x", "content/downloads/e\u0301.csv": "y"},
    ),
    # Settings
    setting("posts that go up", 'ARTICLE_SAVE_AS = "../{slug}/index.html"'),
    setting("posts from the root", 'ARTICLE_SAVE_AS = "/neighbour/{slug}/index.html"'),
    setting("years that go up", 'YEAR_ARCHIVE_SAVE_AS = "../{date:%Y}/index.html"'),
    setting("a feed that goes up", 'FEED_ALL_ATOM = "../all.atom.xml"'),
    setting("feeds that go up at the end", 'FEED_FOLDER = "feeds/.."'),
    setting("old addresses that go up at the end", 'ARTICLE_ALIASES = ["/{slug}/.."]'),
    setting("posts in a device", 'ARTICLE_SAVE_AS = "con/{slug}/index.html"', "bad-path"),
    setting("folders that go up", 'STATIC_PATHS = ["../../neighbour"]'),
    setting("folders from the root", 'ARTICLE_PATHS = ["/neighbour"]'),
    setting("stock Pelican's way out", 'EXTRA_PATH_METADATA = {"downloads/table.csv": {"path": "../../a.html"}}', ""),
    setting("a cache in the content", 'CACHE_PATH = "content/cache"'),
    Hostile(
        "a stylesheet that goes up", "missing-asset",
        {"own.css": "a { background: url(../../secret.png) }"}, 'TOKENS = "own.css"',
    ),
    Hostile("words that are a link out", "bad-words", {"words/nl.yaml": Link("../../secret.yaml")}),
    # Outputs
    output("an output that is the content", "content"),
    output("an output in the content", "content/output"),
    output("an output that holds the site", ".."),
    output("an output that is the whole disk", "/"),
    output("an output with other files", "../neighbour"),
    output("an output that is a file", "../secret.txt"),
    output("an output that is a link", "shortcut", shortcut=Link("../neighbour")),
    output("an output behind a link into the content", "shortcut/output", shortcut=Link("content")),
    Hostile(
        "an output whose manifest names others' files", "foreign-output",
        {"forged/.casebook-manifest.json": (
            '{"version": 1, "now": "2026-01-01", "files": {"../../secret.txt":'
            ' {"size": 1, "sha256": "", "kind": "static", "immutable": false}}}'
        ), "forged/thesis.txt": "Years of work."}, output="forged",
    ),
]  # fmt: skip

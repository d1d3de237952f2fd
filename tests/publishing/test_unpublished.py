"""A release says nothing of what is not published: it is, byte for byte, that of a site which never had it.

That is more than a search for words: no list, count, neighbour, related post, card, colour of a picture, order of an
index or name of a file may depend on it. tests/building/test_canary.py looks for the words themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from plugins.diagnostics import Code
from plugins.feeds.digesting import write_digest
from plugins.publishing.releasing import LOSSES, publish_site
from plugins.settings import SiteSettings, read_now, read_settings
from tests.building.running import CACHE, NOW, PLUGINS, ROOT, compare_trees, read_tree, write_files

SETTINGS = f"""\
SITENAME = "Quiet"
CHECK_HTML = False
SITEURL = "https://quiet.example"
AUTHOR = "ada"
CONTACT_EMAIL = "cases@quiet.example"
DEFAULT_PAGINATION = 2
POST_REPLIES = True
ARTICLE_ALIASES = ["/{{slug}}.html"]
BROTLI_QUALITY = 1
THEME = {str(ROOT / "theme")!r}
CACHE_PATH = {str(CACHE)!r}
PLUGINS = {PLUGINS!r}
"""
POST = """\
---
id: {name}-1
title: "{title}"
date: {date}
category: {category}
tags: [crm, {tag}]
authors: [{authors}]
column: Asides
series: Walks
part: {part}
aliases: [/was/{name}/]
{more}---
Words of {name}. ![Of {name}]({{static}}/images/{picture}.svg) [A file]({{static}}/downloads/{picture}.csv)
"""
CASE = """\
id: {name}-1
title: "{title}"
date: {date}
number: {part}
series: What now?
tags: [crm, {tag}]
{more}overview: |
  Overview of {name}.
roles:
  - {{id: seller, kind: other, name: The seller, text: Sells.}}
decisions:
  - id: now
    decider: seller
    question: What now?
    options:
      - {{id: go, title: Go, text: Going.}}
"""
READER = "option: go\naccount: did\ntext: A reader's words.\nreceived: 2026-01-01\nconsent: true\nstatus: {}\n"
REPLY = "text: A reader's {}.\nreceived: 2026-01-01\nconsent: true\nstatus: {}\n"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"><desc>{}</desc></svg>\n'


def make_post(name: str, part: int, date: str, **more: str) -> str:
    facts = {"title": name.title(), "category": "Notes", "tag": "public", "authors": "ada", "picture": "shown"}
    return POST.format(name=name, part=part, date=date, **{**facts, "more": "", **more})


def make_case(name: str, part: int, date: str, tag: str = "public", more: str = "") -> str:
    return CASE.format(name=name, title=name.title(), part=part, date=date, tag=tag, more=more)


PUBLIC = {
    "settings.py": SETTINGS,
    "content/authors/ada.md": "---\nname: Ada\n---\nShe writes.\n",
    "content/images/shown.svg": DRAWING.format("shown"),
    "content/downloads/shown.csv": "a,b\n",
    "content/pages/about.md": "---\nid: about-1\ntitle: About\n---\nAbout us.\n",
    "content/posts/first.md": make_post("first", 1, "2026-01-01"),
    "content/posts/third.md": make_post("third", 3, "2026-01-03"),
    "content/posts/fifth.md": make_post("fifth", 5, "2026-01-05"),
    "content/cases/open/case.yaml": make_case("open", 1, "2026-01-02"),
    "content/cases/open/story.md": "A story.\n",
    "content/cases/open/readers/2026-01-01-aa.yaml": READER.format("published"),
    "content/replies/first/2026-01-01-aa.yaml": REPLY.format("reply", "published"),
}
SECRETS = {"category": "Plans", "tag": "plans", "authors": "ada, eve", "picture": "secret"}


def make_unpublished(status: str, date: str) -> dict[str, str]:
    """Return documents in the midst of the public ones, with all that only they name and show."""
    more = f"status: {status}\n"
    return {
        "content/posts/second.md": make_post("second", 2, date, more=f"{more}reprints: [first.md]\n", **SECRETS),
        "content/posts/fourth.md": make_post("fourth", 4, date, more=more),
        "content/posts/zz-own.md": make_post("own", 6, date, more=f"{more}image: /images/secret.svg\n", **SECRETS),
        "content/pages/plans.md": f"---\nid: plans-1\ntitle: Plans\ndate: {date}\n{more}---\nOur plans.\n",
        "content/cases/plan/case.yaml": make_case("plan", 2, date, "plans", more),
        "content/cases/plan/story.md": "A story.\n",
        "content/cases/plan/answer.md": "Words.\n",
        "content/cases/plan/readers/2026-01-01-bb.yaml": READER.format("published"),
        "content/replies/second/2026-01-01-bb.yaml": REPLY.format("early reply", "published"),
        "content/authors/eve.md": "---\nname: Eve\npicture: /images/secret.svg\n---\nShe plans.\n",
        "content/categories/plans.md": "---\nname: Plans\n---\nOf plans.\n",
        "content/tags/plans.md": "---\nname: plans\n---\nOf plans.\n",
        "content/images/secret.svg": DRAWING.format("secret"),
        "content/downloads/secret.csv": "c,d\n",
    }


ALWAYS_KEPT = {
    "content/.held/open/2026-01-01-cc.yaml": READER.format("published"),
    "content/cases/open/readers/2026-01-01-dd.yaml": READER.format("withdrawn").replace("words", "regrets"),
    "content/posts/first.md~": "An older first.",
    "content/boxes/unnamed.md": "---\ntitle: Unnamed\n---\nA box.\n",
    "content/downloads/later.csv": "e,f\n",
    "content/downloads/later.md": "---\ntitle: Later\ndate: 2026-06-02\nfile: later.csv\n---\nLater.\n",
    ".held/open/2026-01-01-ee.yaml": READER.format("published"),
    ".held/_posts/first/2026-01-01-ee.yaml": REPLY.format("held reply", "published"),
    "content/replies/first/2026-01-01-dd.yaml": REPLY.format("regretted reply", "withdrawn"),
}
"""What no state of a document brings out."""

KINDS = {
    "drafts": ("draft", "2026-01-04"),
    "future": ("published", "2026-06-02"),
    "hidden future": ("hidden", "2027-01-01"),
}


def load(folder: Path) -> SiteSettings:
    settings, problems = read_settings(folder / "settings.py", now=read_now(NOW, {}), overrides={})
    assert settings is not None, problems
    return settings


def publish(folder: Path, files: Mapping[str, str], *allowed: Code) -> Path:
    """Publish a site with these files, and return the live release."""
    write_files(folder, files)
    report = publish_site(load(folder), frozenset(allowed))
    assert report.live, report.diagnostics
    return (folder / "public" / "current").resolve()


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the site that never had anything else, with its release."""
    folder = tmp_path_factory.mktemp("quiet")
    publish(folder, PUBLIC)
    return folder


@pytest.fixture(scope="module")
def release(quiet: Path) -> dict[str, bytes]:
    return read_tree(quiet / "public" / "current")


@pytest.mark.parametrize(("status", "date"), KINDS.values(), ids=KINDS)
def test_a_release_is_that_of_a_site_which_never_had_them(
    status: str, date: str, release: Mapping[str, bytes], tmp_path: Path
) -> None:
    live = publish(tmp_path, {**PUBLIC, **ALWAYS_KEPT, **make_unpublished(status, date)})
    assert not compare_trees(release, read_tree(live))


def test_what_goes_back_to_draft_leaves_the_release_as_if_it_had_never_been(
    release: Mapping[str, bytes], tmp_path: Path
) -> None:
    shown = read_tree(publish(tmp_path, {**PUBLIC, **make_unpublished("published", "2026-01-04")}))
    assert {"posts/second/index.html", "plans/index.html", "cases/plan/index.html"} < shown.keys()
    assert compare_trees(release, shown)
    live = publish(tmp_path, make_unpublished("draft", "2026-01-04"), *LOSSES)
    assert not compare_trees(release, read_tree(live))


def test_a_release_has_all_that_could_tell(release: Mapping[str, bytes]) -> None:
    """Without this, the tests above could pass for nothing."""
    beginnings = ("cards/", "feeds/", "pagefind/fragment/", "sitemap.xml", "_redirects", "posts/third/index.html.br")
    assert [one for one in beginnings if not any(path.startswith(one) for path in release)] == []


@pytest.mark.parametrize(("status", "date"), KINDS.values(), ids=KINDS)
def test_a_letter_is_that_of_a_site_which_never_had_them(status: str, date: str, quiet: Path, tmp_path: Path) -> None:
    write_files(tmp_path, {**PUBLIC, **ALWAYS_KEPT, **make_unpublished(status, date)})
    since = read_now("2025-12-31", {})
    letters = [write_digest(load(folder), since, full=True)[0] for folder in (quiet, tmp_path)]
    assert letters[0] is not None
    assert letters[0] == letters[1]

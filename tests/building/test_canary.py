"""What is not published leaves no byte in the output: no text, no name, no picture, no manifest line."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from plugins.assets.search_index import SEARCH_FOLDER
from plugins.diagnostics import Severity
from tests.building.running import PLUGINS, SITES, build_here, read_tree

GZIP = b"\x1f\x8b"
CANARY = "zqcanary"
"""Every text that must not get out begins with this; what follows says where it stands."""

SETTINGS = f"""
SITENAME = "Canaries"
SITEURL = "https://example.org"
CONTACT_EMAIL = "cases@example.org"
AUTHOR = "ada"
STATIC_PATHS = ["downloads"]
THEME = {str(SITES / "theme")!r}
PLUGINS = {PLUGINS!r}
"""

PUBLIC_POST = """---
id: public-1
title: A public post
date: 2026-01-01
category: Public
tags: [public]
authors: [ada]
---
See [the file]({static}/downloads/public.txt).
"""

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><desc>{}</desc></svg>'

POST = """---
id: {slug}-1
title: zqcanarytitle{slug}
date: {date}
status: {status}
category: zqcanarycategory{slug}
tags: [public, zqcanarytag{slug}]
authors: [ada, zqcanaryauthor{slug}, zqcanaryplain{slug}]
column: zqcanarycolumn{slug}
series: zqcanaryseries{slug}
part: 7
reprints: [public.md, zqcanarystock.md]
contents: true
licence: zqcanarylicence{slug}
aliases: [/zqcanaryalias{slug}/, /zqcanaryoldpage{slug}.html]
corrections:
  - date: 2026-01-03
    text: |
      zqcanarycorrection{slug} [five]({{static}}/downloads/zqcanarycorrected{slug}.txt)
summary: |
  zqcanarysummary{slug}
---
zqcanarybody{slug} ![zqcanaryalt{slug}]({{static}}/images/zqcanarypicture{slug}.svg)
[one]({{static}}/downloads/zqcanaryfile{slug}.txt) [two]({{attach}}/images/zqcanaryattached{slug}.png)
[three]({{filename}}/downloads/zqcanarynamed{slug}.txt) [four]({{static}}/downloads/public.txt)

## zqcanaryheading{slug}

[zqcanarysoundname{slug}]({{static}}/downloads/zqcanarysound{slug}.wav)
: zqcanarycaption{slug}
"""

STOCK_POST = """Title: zqcanarytitle{slug}
Date: {date}
Status: {status}
Category: zqcanarycategory{slug}
Tags: public, zqcanarytag{slug}
Authors: ada; zqcanaryauthor{slug}; zqcanaryplain{slug}
Summary: zqcanarysummary{slug}

zqcanarybody{slug} ![zqcanaryalt{slug}](|static|/images/zqcanarypicture{slug}.svg)
[one]({{static}}../downloads/zqcanaryfile{slug}.txt) [two]({{attach}}../images/zqcanaryattached{slug}.png)
[three]({{filename}}../downloads/zqcanarynamed{slug}.txt)

# zqcanaryheading{slug}
"""

CASE = """id: {slug}-1
title: zqcanarytitle{slug}
date: {date}
status: {status}
series: zqcanaryseries{slug}
column: zqcanarycolumn{slug}
licence: zqcanarylicence{slug}
aliases: [/zqcanaryalias{slug}/, /zqcanaryoldpage{slug}.html]
corrections:
  - date: 2026-01-03
    text: |
      zqcanarycorrection{slug} [five]({{static}}/downloads/zqcanarycorrected{slug}.txt)
category: zqcanarycategory{slug}
tags: [public, zqcanarytag{slug}]
authors: [ada, zqcanaryauthor{slug}, zqcanaryplain{slug}]
summary: |
  zqcanarysummary{slug}
overview: |
  zqcanaryoverview{slug}
roles:
  - id: zqcanaryrole{slug}
    kind: other
    name: zqcanaryrolename{slug}
    text: |
      zqcanaryroletext{slug}
    wants: |
      zqcanarywants{slug}
    did: |
      zqcanarydid{slug}
review:
  - |
    zqcanaryreview{slug}
decisions:
  - id: now
    decider: zqcanaryrole{slug}
    question: zqcanaryquestion{slug}
    options:
      - id: zqcanaryoption{slug}
        title: zqcanaryoptiontitle{slug}
        text: |
          zqcanaryoptiontext{slug} ![zqcanaryalt{slug}]({{static}}zqcanarypicture{slug}.svg)
        outcomes:
          - id: zqcanaryoutcome{slug}
            title: zqcanaryoutcometitle{slug}
            text: |
              zqcanaryoutcometext{slug} [one]({{static}}/downloads/zqcanaryfile{slug}.txt)
            effects:
              zqcanaryrole{slug}: better
            next: second{slug}
  - id: second{slug}
    decider: zqcanaryrole{slug}
    story: |
      zqcanarymeanwhile{slug}
    question: zqcanarysecond{slug}
    options:
      - id: other{slug}
        title: Other
        text: |
          [two]({{attach}}/images/zqcanaryattached{slug}.png) [three]({{filename}}/downloads/zqcanarynamed{slug}.txt)
answer: [zqcanaryoption{slug}]
lessons:
  - |
    zqcanarylesson{slug}
discuss:
  - |
    zqcanarydiscuss{slug}
"""

PAGE = """---
id: page-1
title: zqcanarytitlepage
date: {date}
status: {status}
---
zqcanarybodypage
"""

PROFILE = """---
name: zqcanaryname{slug}
picture: /images/zqcanaryface{slug}.svg
credentials: zqcanarycredentials{slug}
links:
  - text: zqcanarylink{slug}
    url: https://example.com/zqcanarylinked{slug}
email: zqcanarymail{slug}@example.org
summary: |
  zqcanaryabout{slug}
---
zqcanaryprofile{slug}
"""

TERM = """---
name: zqcanary{term}{slug}
---
zqcanary{term}text{slug} ![zqcanary{term}alt{slug}]({{static}}/images/zqcanary{term}picture{slug}.svg)
"""

TERMS = {
    "post": ("categories", "tags", "columns", "series"),
    "stock": ("categories", "tags"),
    "case": ("categories", "tags", "columns", "series"),
}
"""The folders of what is written about the terms that a document alone names."""

TERM_NAMES = {"categories": "category", "tags": "tag", "columns": "column", "series": "series"}

UNNAMED_BOX = """---
title: zqcanaryboxtitle
---
zqcanaryboxtext ![zqcanaryboxalt]({static}/images/zqcanaryboxpicture.svg)
"""
"""A box that the settings do not name."""

READER = """option: zqcanaryoption{slug}
account: did
text: |
  zqcanaryreadertext{slug}
name: zqcanaryreadername{slug}
received: 2026-01-01
consent: true
editor_note: zqcanarynote{slug}
"""

PUBLIC_CASE = """id: open-1
title: An open case
date: 2026-01-01
overview: |
  Overview.
category: Public
roles:
  - {id: someone, kind: other, name: Someone, text: Is there.}
decisions:
  - id: now
    decider: someone
    question: What now?
    options:
      - {id: go, title: Go, text: Going.}
"""

WITHDRAWABLE = """option: go
account: did
text: |
  zqcanarywithdrawntext [link](https://example.com/zqcanarywithdrawnlink)
name: zqcanarywithdrawnname
role: customer
result: worse
received: 2026-01-01
via: email
consent: true
edited: true
editor_note: zqcanarywithdrawnnote
status: {status}
"""

HELD = {
    ".held/open/2026-01-01-aaaaaa.yaml": "text: zqcanaryheldoutside\n",
    ".held/zqcanaryheldname.yaml": "option: go\n",
    "content/.held/open/zqcanaryheldinside.yaml": "text: zqcanaryheldinside\n",
    "content/cases/open/.held/2026-01-01-bbbbbb.yaml": "text: zqcanaryheldcase\n",
    "content/cases/open/readers/.zqcanaryhidden.yaml": "text: zqcanaryheldreader\n",
    "content/downloads/.held/zqcanaryhelddownload.txt": "zqcanaryhelddownload",
    "content/downloads/.zqcanarydot": "zqcanarydot",
    "content/downloads/zqcanarylater.txt": "zqcanarylaterfile",
    "content/downloads/zqcanarylater.md": """\
---
title: zqcanarylatertitle
date: 2026-06-02
file: zqcanarylater.txt
---
zqcanarylatertext
""",
    "content/posts/draft.md~": "zqcanarybackup",
    "content/posts/#draft.md#": "zqcanaryautosave",
    "content/images/zqcanaryunused.png": "zqcanaryunused: nothing refers to it",
    "content/cases/open/zqcanaryunused.png": "zqcanaryunusedincase: nothing refers to it",
    "content/zqcanaryloose.txt": "zqcanaryloose: lies beside the folders that are copied",
    "content/boxes/zqcanarybox.md": UNNAMED_BOX,
    "content/images/zqcanaryboxpicture.svg": DRAWING.format("zqcanaryboxpixels"),
}
"""What no state of any document brings into the output."""

UNUSED = "zqcanarypixelscase"
"""A picture of the images by the name of one that lies beside the case: the case shows its own."""

PAST, FUTURE = "2026-01-02", "2026-06-02"


def write_content(folder: Path, status: str, date: str, *, reader: str) -> None:
    """Write the site with all that may be unpublished in one state."""
    write_files(folder, HELD)
    write_files(
        folder,
        {
            "settings.py": SETTINGS,
            "content/authors/ada.md": "---\nname: Ada\n---\nShe writes.\n",
            "content/posts/public.md": PUBLIC_POST,
            "content/downloads/public.txt": "Public.",
            "content/cases/open/case.yaml": PUBLIC_CASE,
            "content/cases/open/story.md": "A story.\n",
            "content/cases/open/readers/2026-01-01-cccccc.yaml": WITHDRAWABLE.format(status=reader),
        },
    )
    documents = {
        "content/posts/zqcanarypost.md": ("post", POST),
        "content/posts/zqcanarystock.md": ("stock", STOCK_POST),
        "content/cases/zqcanarycase/case.yaml": ("case", CASE),
    }
    for path, (slug, text) in documents.items():
        write_files(folder, {path: text.format(slug=slug, status=status, date=date)})
        write_files(
            folder,
            {
                f"content/authors/zqcanaryauthor{slug}.md": PROFILE.format(slug=slug),
                f"content/images/zqcanarypicture{slug}.svg": DRAWING.format(f"zqcanarypixels{slug}"),
                f"content/images/zqcanaryattached{slug}.png": f"zqcanaryattachedpixels{slug}",
                f"content/downloads/zqcanaryfile{slug}.txt": f"zqcanarycontent{slug}",
                f"content/downloads/zqcanarynamed{slug}.txt": f"zqcanarynamedcontent{slug}",
                f"content/images/zqcanaryface{slug}.svg": DRAWING.format(f"zqcanaryfacepixels{slug}"),
            },
        )
        write_terms(folder, slug)
        if slug == "post":
            sound = {"wav": f"zqcanarysamples{slug}", "vtt": f"WEBVTT\n\nzqcanarysubtitle{slug}\n"}
            write_files(folder, {f"content/downloads/zqcanarysound{slug}.{end}": text for end, text in sound.items()})
        if slug != "stock":
            write_files(folder, {f"content/downloads/zqcanarycorrected{slug}.txt": f"zqcanarycorrectedcontent{slug}"})
    write_files(
        folder,
        {
            "content/cases/zqcanarycase/story.md": "zqcanarystorycase\n",
            "content/cases/zqcanarycase/answer.md": "zqcanaryanswercase\n",
            "content/cases/zqcanarycase/zqcanarypicturecase.svg": DRAWING.format("zqcanarypixelsincase"),
            "content/cases/zqcanarycase/readers/2026-01-01-dddddd.yaml": READER.format(slug="case"),
            "content/pages/zqcanarypage.md": PAGE.format(status=status, date=date),
        },
    )


def write_terms(folder: Path, slug: str) -> None:
    """Write about every term that only one document names, each with a picture."""
    for name in TERMS[slug]:
        term = TERM_NAMES[name]
        write_files(
            folder,
            {
                f"content/{name}/zqcanary{term}{slug}.md": TERM.format(term=term, slug=slug),
                f"content/images/zqcanary{term}picture{slug}.svg": DRAWING.format(f"zqcanary{term}pixels{slug}"),
            },
        )


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def build(folder: Path) -> dict[str, bytes]:
    """Build the site and return its output, the manifest too."""
    report = build_here(folder / "settings.py", folder / "output")
    assert [diagnostic for diagnostic in report.diagnostics if diagnostic.severity is Severity.ERROR] == []
    assert report.done
    return {path: unpack(path, data) for path, data in read_tree(folder / "output").items()}


def unpack(path: str, data: bytes) -> bytes:
    """Return a file as one can read it: those of the search index are packed."""
    return gzip.decompress(data) if path.startswith(f"{SEARCH_FOLDER}/") and data.startswith(GZIP) else data


def find_canaries(files: Mapping[str, bytes]) -> set[str]:
    """Return every canary in names and contents."""
    texts = [*files, *(data.decode("utf-8", "replace") for data in files.values())]
    return {found for text in texts for found in re.findall(rf"{CANARY}[a-z]*", text.casefold())}


@pytest.mark.parametrize(
    ("status", "date"),
    [("draft", PAST), ("published", FUTURE), ("hidden", FUTURE)],
    ids=["drafts", "future", "hidden future"],
)
def test_what_is_not_published_leaves_no_byte(status: str, date: str, tmp_path: Path) -> None:
    write_content(tmp_path, status, date, reader="withdrawn")
    assert set() == find_canaries(build(tmp_path))


def test_what_is_published_is_there(tmp_path: Path) -> None:
    """Without this, the test above could pass for nothing: every canary but those of HELD gets out."""
    write_content(tmp_path, "published", PAST, reader="published")
    sources = read_tree(tmp_path)
    held = find_canaries({name: data for name, data in sources.items() if name in HELD})
    found = find_canaries(build(tmp_path))
    assert set() == found & held
    assert {UNUSED} == find_canaries(sources) - held - found


def test_what_goes_back_to_draft_is_gone_with_the_next_build(tmp_path: Path) -> None:
    write_content(tmp_path, "published", PAST, reader="published")
    assert "posts/zqcanarypost/index.html" in build(tmp_path)
    write_content(tmp_path, "draft", PAST, reader="withdrawn")
    assert set() == find_canaries(build(tmp_path))


def test_a_picture_that_something_published_shows_as_well_stays(tmp_path: Path) -> None:
    write_content(tmp_path, "draft", PAST, reader="withdrawn")
    assert build(tmp_path)["downloads/public.txt"] == b"Public."


def test_what_is_hidden_stands_on_its_own_page_only(tmp_path: Path) -> None:
    write_content(tmp_path, "hidden", PAST, reader="withdrawn")
    files = build(tmp_path)
    pages = {
        path: data
        for path, data in files.items()
        if path.endswith((".html", ".xml", ".json")) and not path.startswith(".")
    }
    own = {
        path for path in pages if path.startswith(("posts/zqcanary", "cases/zqcanary", "zqcanary", "authors/zqcanary"))
    }
    assert {"posts/zqcanarypost/index.html", "posts/zqcanarystock/index.html", "cases/zqcanarycase/index.html"} < own
    assert set() == find_canaries({path: data for path, data in pages.items() if path not in own})
    assert all(
        b'<meta name="robots" content="noindex">' in data
        for path, data in pages.items()
        if path in own and "authors" not in path
    )


def test_the_search_index_is_looked_into(tmp_path: Path) -> None:
    """Without this, the tests above could pass it by: what is published is in it, what is hidden is not."""
    write_content(tmp_path, "published", PAST, reader="published")
    assert find_canaries(find_index(build(tmp_path))) >= {"zqcanarystorycase", "zqcanaryanswercase"}
    write_content(tmp_path, "hidden", PAST, reader="withdrawn")
    index = find_index(build(tmp_path))
    assert b"Public" in b"".join(index.values())
    assert set() == find_canaries(index)


def find_index(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of the search index."""
    return {path: data for path, data in files.items() if path.startswith(f"{SEARCH_FOLDER}/")}


def test_what_only_drafts_name_has_no_page_and_no_list(tmp_path: Path) -> None:
    """Though something is written about it: a profile alone makes no column, no series and no author."""
    write_content(tmp_path, "draft", PAST, reader="withdrawn")
    files = build(tmp_path)
    assert {path.split("/")[0] for path in files} >= {"authors", "categories", "tags"}
    assert not {path for path in files if path.startswith(("columns/", "series/"))}
    assert "_redirects" not in files
    assert sorted(path for path in files if path.startswith("authors/")) == [
        "authors/ada/index.html",
        "authors/index.html",
    ]


def test_what_a_draft_shows_again_does_not_say_so(tmp_path: Path) -> None:
    write_content(tmp_path, "draft", PAST, reader="withdrawn")
    assert b"reprinted in" not in build(tmp_path)["posts/public/index.html"]
    write_content(tmp_path, "published", PAST, reader="withdrawn")
    assert b"reprinted in" in build(tmp_path)["posts/public/index.html"]


def test_an_authors_picture_among_the_downloads_waits_for_the_author(tmp_path: Path) -> None:
    """The folder is copied whole, but for what only something unpublished shows."""
    write_content(tmp_path, "draft", PAST, reader="withdrawn")
    profile = PROFILE.format(slug="post").replace("/images/", "/downloads/")
    picture = {"content/downloads/zqcanaryfacepost.svg": DRAWING.format("zqcanaryfacepixelspost")}
    write_files(tmp_path, {"content/authors/zqcanaryauthorpost.md": profile, **picture})
    assert set() == find_canaries(build(tmp_path))


def test_a_box_that_is_named_stands_on_every_page(tmp_path: Path) -> None:
    """Without this, the box that is not named could be missing for another reason."""
    write_content(tmp_path, "draft", PAST, reader="withdrawn")
    write_files(tmp_path, {"settings.py": SETTINGS + 'BOXES = ["zqcanarybox"]\n'})
    files = build(tmp_path)
    pages = [data for path, data in files.items() if path.endswith(".html")]
    assert all(b"zqcanaryboxtext" in data for data in pages)
    assert find_canaries(files) == {
        "zqcanarybox",
        "zqcanaryboxtitle",
        "zqcanaryboxtext",
        "zqcanaryboxalt",
        "zqcanaryboxpicture",
        "zqcanaryboxpixels",
    }

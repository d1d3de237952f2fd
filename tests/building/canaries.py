"""A site in which every text that must not get out is a canary: a word that is found wherever it gets to."""

from __future__ import annotations

from pathlib import Path

from tests.building.running import PLUGINS, SITES, write_files

CANARY = "zqcanary"
"""Every text that must not get out begins with this; what follows says where it stands."""

SETTINGS = f"""
SITENAME = "Canaries"
SITEURL = "https://example.org"
CONTACT_EMAIL = "cases@example.org"
AUTHOR = "ada"
STATIC_PATHS = ["downloads"]
POST_REPLIES = True
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

REPLY = """text: |
  zqcanaryreplytext{slug} [link](https://example.com/zqcanaryreplylink{slug})
name: zqcanaryreplyname{slug}
received: 2026-01-01
consent: true
editor_note: zqcanaryreplynote{slug}
status: {status}
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
    ".held/_posts/public/2026-01-01-aaaaaa.yaml": "text: zqcanaryheldreply\n",
    "content/replies/public/.2026-01-01-aaaaaa.yaml": "text: zqcanaryhiddenreply\n",
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
            "content/replies/public/2026-01-01-eeeeee.yaml": REPLY.format(slug="public", status=reader),
            "content/replies/zqcanarypost/2026-01-01-ffffff.yaml": REPLY.format(slug="post", status="published"),
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

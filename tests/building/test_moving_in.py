"""A site made by pelican-quickstart, with every kind of content that Pelican's documentation shows, moves in."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.building.running import ROOT, Run, read_tree, run_python, write_files

ANSWERS = "\nMy Blog\nAda Example\nen\nn\nn\nEurope/Berlin\nn\n"
"""To the questions of pelican-quickstart, the first being where the site is to be."""

SQUARE = (ROOT / "tests" / "sites" / "stock_headers" / "content" / "images" / "square.png").read_bytes()

CONTENT = {
    "my-super-post.md": """\
Title: My super title
Date: 2010-12-03 10:20
Modified: 2010-12-05 19:30
Category: Python
Tags: pelican, publishing
Slug: my-super-post
Authors: Ada Example, Conan Example
Summary: Short version for index and feeds

This is the content of my super blog post. See [the second]({filename}cat/article2.md), [the tag]({tag}pelican),
[the category]({category}Python), [one author]({author}Ada Example) and [home]({index}).

![A square]({static}/images/square.png)

    :::python
    print("The triple-colon syntax")
""",
    "cat/article2.md": """\
Title: The second
Date: 2012-06-01

[a link relative to the current file]({filename}../my-super-post.md), [to content root]({filename}/pages/about.md),
[attached]({attach}note.png), [old syntax](|filename|../my-super-post.md).
""",
    "2012-03-02-dated-by-its-name.md": "Title: Dated by its name\nTags: publishing\n\nText.\n",
    "foobar.md": "Title: Foobar is not dead\nDate: 2012-04-01\nSlug: foobar-is-not-dead\nLang: en\n\nThat's true.\n",
    "foobar-fr.md": (
        "Title: Foobar n'est pas mort !\nDate: 2012-04-01\nSlug: foobar-is-not-dead\nLang: fr\nTags: silence\n\nOui !\n"
    ),
    "draft.md": "Title: Unfinished\nDate: 2012-05-01\nStatus: draft\n\nzqdraft\n",
    "hidden.md": "Title: For some\nDate: 2012-05-02\nStatus: hidden\n\nText.\n",
    "future.md": "Title: Later\nDate: 2090-01-01\n\nzqfuture\n",
    "pages/about.md": "Title: About\n\nThis is a page.\n",
}
FOREIGN = {
    "article1.rst": "A title\n#######\n\n:date: 2010-10-03 10:20\n",
    "raw.html": "<html><head><title>Raw</title></head></html>",
    "keys.md": "Title: Keys\nDate: 2012-05-03\nSave_as: index.html\nTranslation: true\nTemplate: own\n\nText.\n",
    "undated.md": "Title: Undated\n\nText.\n",
    "broken.md": "Title: Broken\nDate: 2012-05-04\n\n[nothing]({filename}nope.md)\n",
}
"""What does not carry over: one mistake each, and one for each foreign key."""

EXPECTED = {
    "content/article1.rst": ["unknown-file"],
    "content/raw.html": ["unknown-file"],
    "content/keys.md": ["unknown-key", "unknown-key", "unknown-key"],
    "content/undated.md": ["missing-key"],
    "content/broken.md": ["broken-link"],
}


@pytest.fixture
def stock(tmp_path: Path) -> Path:
    """Make a site with pelican-quickstart, and settings as docs/moving-in.md has them."""
    quickstart = [sys.executable, "-m", "pelican.tools.pelican_quickstart", "-p", str(tmp_path / "site")]
    subprocess.run(quickstart, input=ANSWERS.encode(), check=True, capture_output=True, timeout=60)
    site = tmp_path / "site"
    write_files(site / "content", CONTENT)
    for name in ("images/square.png", "cat/note.png"):
        (site / "content" / name).parent.mkdir(exist_ok=True)
        (site / "content" / name).write_bytes(SQUARE)
    with (site / "pelicanconf.py").open("a", encoding="utf-8") as file:
        # The pages are to be read below.
        file.write(f"{read_settings_of_docs()}MINIFY = False\n")
    return site


def read_settings_of_docs() -> str:
    """Return the settings that the documentation tells one to add; the theme is this repository's."""
    text = (ROOT / "docs" / "moving-in.md").read_text(encoding="utf-8")
    block = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert block is not None
    lines = [line.strip() for line in block[1].splitlines()]
    return "\n".join(["", *lines]).replace("../casebook", ROOT.as_posix()) + "\n"


def run(site: Path, *arguments: str) -> Run:
    return run_python(ROOT / "tasks.py", *arguments, "--settings", "pelicanconf.py", cwd=site)


def list_errors(out: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path, code in re.findall(r"^(\S+?):\d+:\d+: error\[([a-z-]+)\]", out, re.MULTILINE):
        found.setdefault(path, []).append(code)
    return found


def test_a_stock_site_builds_after_settings_and_a_fix(stock: Path) -> None:
    assert "error" not in run(stock, "check").out
    fixed = run(stock, "check", "--fix")
    assert fixed.code == 0, fixed.out + fixed.err
    before = read_tree(stock / "content")
    built = run(stock, "build")
    assert built.code == 0, built.out + built.err
    assert read_tree(stock / "content") == before
    assert "missing-id" not in built.out + built.err
    output = read_tree(stock / "output")
    pages = {name for name in output if name.endswith(".html")}
    assert {
        "my-super-post/index.html", "my-super-post.html", "article2/index.html", "article2.html",
        "dated-by-its-name/index.html", "foobar-is-not-dead/index.html", "foobar-is-not-dead-fr/index.html",
        "foobar-is-not-dead-fr.html", "hidden/index.html", "pages/about/index.html", "pages/about.html",
        "tag/pelican/index.html", "category/cat/index.html", "category/python/index.html",
        "author/ada-example/index.html",
    } <= pages  # fmt: skip
    assert {"images/square.png", "article2/note.png"} <= set(output)
    text = b"".join(output.values())
    assert b"zqdraft" not in text
    assert b"zqfuture" not in text


def test_translations_lead_to_each_other_and_only_the_original_is_listed(stock: Path) -> None:
    run(stock, "check", "--fix")
    assert run(stock, "build").code == 0
    output = read_tree(stock / "output")
    english, french = (output[f"foobar-is-not-dead{end}/index.html"].decode() for end in ("", "-fr"))
    assert 'hreflang="fr"' in english
    assert 'hreflang="en"' in french
    assert 'href="/foobar-is-not-dead/"' in output["index.html"].decode()
    assert "foobar-is-not-dead-fr" not in output["index.html"].decode()


def test_what_does_not_carry_over_is_one_line_each(stock: Path) -> None:
    write_files(stock / "content", FOREIGN)
    with (stock / "pelicanconf.py").open("a", encoding="utf-8") as file:
        file.write('ARTICLE_URL = "{slug}.html"\nDISQUS_SITENAME = "ada"\n')
    checked = run(stock, "check")
    said = checked.out + checked.err
    assert checked.code == 1
    assert list_errors(said) == EXPECTED
    ignored = re.findall(r"warning\[ignored-setting\]: .*?\(found (\w+)\)", said)
    assert sorted(ignored) == ["ARTICLE_URL", "DISQUS_SITENAME", "LINKS", "SOCIAL"]
    assert "Traceback" not in said

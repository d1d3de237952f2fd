"""Every page that is made small shows what the page shows that was written; scripts and styles stay what they were."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from plugins.assets.minifying import minify_html, minify_js
from tests.browser.building import DEMO, EMPTY, ROOT, STRESS, build
from tests.building.running import READABLE
from tests.editors.language_server import NODE
from tests.html.meaning import read_meaning

SITES = {"demo": DEMO, "stress": STRESS, "gallery": EMPTY}
SCRIPTS = sorted([*(ROOT / "theme").glob("*.js"), *(ROOT / "plugins" / "cases" / "components").glob("*/*.js")])
SCRIPT_PATHS = re.compile(r"(theme/[\w./-]+?)\.[0-9a-f]{8}\.")

TREES = """
const ts = require(process.argv[1]);
const read = text => {
  const file = ts.createSourceFile("a.mjs", text, ts.ScriptTarget.Latest, false, ts.ScriptKind.JS);
  const walk = node => [ts.SyntaxKind[node.kind], node.text ?? "", ...list(node)];
  const list = node => { const all = []; ts.forEachChild(node, one => { all.push(walk(one)) }); return all };
  if (file.parseDiagnostics.length) throw new Error(file.parseDiagnostics[0].messageText);
  return list(file).filter(one => one[0] !== "EmptyStatement");
};
const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(texts.map(read)));
"""
"""Prints the syntax tree of each script, without positions."""

HARD = """
const quotes = /["'`/*]+/g, ratio = 4 / 2 / 1, text = "a  //  b" + 'c /* d */ e';
const template = `one  ${quotes.source.replace(/\\s+ \\//g, "  ")}  two // three
   four ${ratio}  end /* five */`;
let counted = ratio
++counted
let more = a => ({b: a ** -2, c: a ?? /x  y/.test(a)})
if (more) for (const x of [1, 2]) more = x - -1 + +1 - --x
class A { static #private = 1; get  value() { return A.#private } async *run() { yield* [] } }
export {more as default}
"""


@pytest.mark.parametrize("name", SITES)
def test_every_page_means_what_it_meant(name: str, tmp_path: Path) -> None:
    site = build(SITES[name], tmp_path / "output", gallery=name == "gallery")
    assert len(site.pages) > 20
    for page in site.pages:
        written = site.read(page.path)
        small = minify_html(written)
        assert len(small) < len(written)
        assert read_meaning(small) == read_meaning(written), page.path


def test_a_published_site_is_a_readable_one_made_small(tmp_path: Path) -> None:
    """Without this, the pages above could be others than those that readers get."""
    readable = build(DEMO, tmp_path / "readable")
    published = build(DEMO, tmp_path / "published", {**READABLE, "MINIFY": True})
    for page in readable.pages:
        expected = minify_html(SCRIPT_PATHS.sub(r"\1.", readable.read(page.path)))
        assert SCRIPT_PATHS.sub(r"\1.", published.read(page.path)) == expected
    feed = readable.settings.feed_path
    assert published.read(feed) == readable.read(feed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<div><a>1</a> <a>2</a></div>", "<div><a>1</a><a>2</a></div>"),
        ("<pre>a  b</pre>", "<pre>a b</pre>"),
        ("<p>a</p>", "<p>a</p><p></p>"),
        ("<a title=x>", "<a title=y>"),
        ("<p>a <b>b</b></p>", "<p>a<b> b</b></p>"),
    ],
)
def test_another_meaning_would_be_found(one: str, other: str) -> None:
    """Without this, the tests above could pass for nothing."""
    assert read_meaning(one) != read_meaning(other)


def test_every_script_is_the_same_program() -> None:
    texts = [path.read_text(encoding="utf-8") for path in SCRIPTS]
    assert len(texts) >= 2
    for path, text in zip([*SCRIPTS, Path("hard.js")], [*texts, HARD], strict=True):
        small = minify_js(text)
        assert len(small) < len(text)
        written, made = read_trees(text, small)
        assert made == written, path


def test_another_program_would_be_found() -> None:
    one, other = read_trees("a\n+b; f(`x  y`)", "a;+b; f(`x  y`)")
    assert one != other
    one, other = read_trees("f(`x  y`)", "f(`x y`)")
    assert one != other


@pytest.mark.parametrize("inner", ["`x  ${a}  y`", "f({b: 1}, `x  y`)"])
def test_a_template_in_a_template_stays_as_it_is(inner: str) -> None:
    written = f"/* said */ const a = `one  ${{{inner}}}  two`;\n"
    assert minify_js(written) == written


def read_trees(*texts: str) -> list[object]:
    """Return the syntax tree of each script."""
    node = shutil.which(NODE)
    assert node is not None, f"{NODE} is not there; `python3 tasks.py test` installs it or says how"
    command = [node, "-e", TREES, str(ROOT / "node_modules/typescript")]
    done = subprocess.run(command, input=json.dumps(texts).encode(), capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    trees: list[object] = json.loads(done.stdout)
    return trees

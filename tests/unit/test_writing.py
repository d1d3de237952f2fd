"""What authors write, and the HTML that it becomes: the pairs in writing.md.

Each begins with `@@` and a title; the text stands first, after `--- html` what it becomes. `CASEBOOK_UPDATE=1` writes
what it becomes now, as with the pairs of mistakes. Links stand as authors write them.
"""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath

import pytest
from markupsafe import Markup
from PIL import Image

from plugins.blog.summaries import find_beginning
from plugins.cases.reader_text import render_reader_text
from plugins.diagnostics import Code
from plugins.documents.embeds import HOSTS, find_host
from plugins.documents.licences import Licence, find_licence
from plugins.documents.links import Fragment, Heading, needs_rendering
from plugins.documents.measuring import MOST_BYTES, HugePictureError, PictureError, Size, measure_picture
from plugins.documents.rendering import Renderer
from plugins.documents.sources import Source
from plugins.documents.values import Prose
from plugins.feeds.adapting import adapt_html
from plugins.wording.catalogues import load_ours
from tests.unit.pairs import draw_png, load_settings, write_files

FILE = Path(__file__).parent / "writing.md"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" {}/>'


def read_texts() -> dict[str, tuple[str, str]]:
    """Return text and HTML by title."""
    blocks = re.split(r"^@@ (.*)\n", FILE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    pairs = {}
    for title, block in zip(blocks[1::2], blocks[2::2], strict=True):
        assert title not in pairs
        text, _, html = block.partition("\n--- html\n")
        pairs[title] = (text.strip("\n"), html.strip("\n"))
    return pairs


TEXTS = read_texts()


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "content"
    drawings = {"drawing": 'width="2cm" height="10"', "box": 'viewBox="0 0 40,30.4" width="100%"', "none": ""}
    write_files(
        folder,
        {
            "images/x.png": r"\png{30x20}",
            "images/two words.png": r"\png{3x2}",
            **{f"images/{name}.svg": SVG.format(text) for name, text in drawings.items()},
            **{f"media/{name}": "x" for name in ("hold.wav", "hold.vtt", "talk.mp4", "list.csv")},
        },
    )
    image = Image.new("RGB", (30, 20))
    image.getexif()[0x0112] = 6
    image.save(folder / "images" / "turned.jpg", exif=image.getexif())
    image.save(folder / "images" / "moving.gif", save_all=True, append_images=[Image.new("RGB", (30, 20), "red")])
    return folder


def write(text: str, content: Path) -> Prose:
    source = Source(content / "posts" / "a.md", PurePosixPath("posts/a.md"), text)
    return Prose(text, source, 0, len(text))


def render(text: str, content: Path, prefix: str = "") -> Fragment:
    return Renderer(load_settings(content)).render(write(text, content), prefix=prefix)


def show(fragment: Fragment) -> str:
    return str(fragment.to_html(lambda link: link.written))


@pytest.mark.parametrize("title", TEXTS)
def test_a_text_becomes_this_html(title: str, content: Path) -> None:
    text, expected = TEXTS[title]
    html = show(render(text, content)).strip("\n")
    if os.environ.get("CASEBOOK_UPDATE") == "1":
        assert "CI" not in os.environ, "what is expected is never written where it is tested"
        old, new = (f"@@ {title}\n{text}\n{rest}" for rest in (f"\n--- html\n{expected}\n", f"\n--- html\n{html}\n"))
        written = FILE.read_text(encoding="utf-8")
        written = written.replace(old, new) if old in written else written.replace(f"@@ {title}\n{text}\n", new)
        FILE.write_text(written, encoding="utf-8")
        return
    assert expected == html


@pytest.mark.parametrize("title", TEXTS)
def test_no_text_here_has_an_inline_style_or_script(title: str) -> None:
    assert not re.search(r"\sstyle=|<script|<style|\son\w+=", TEXTS[title][1])


@pytest.mark.parametrize("title", TEXTS)
def test_a_text_is_rendered_alike_twice_and_makes_no_id_without_its_prefix(title: str, content: Path) -> None:
    renderer = Renderer(load_settings(content))
    prose = write(TEXTS[title][0].replace("#plain", ""), content)
    first = renderer.render(prose, prefix="one-")
    ids = re.findall(r'\sid="([^"]*)"', show(renderer.render(prose, top=4, prefix="two-")))
    assert show(first) == show(Renderer(load_settings(content)).render(prose, prefix="one-"))
    assert all("two-" in id_ for id_ in ids)


def test_headings_are_listed_with_their_levels_on_the_page(content: Path) -> None:
    fragment = render(
        '# One "a" & `b`\n\n### Two :\'(\n\n#### *Three*[^1] {#own}\n\n# Four\n\n[^1]: x\n', content, "p-"
    )
    assert fragment.headings == (
        Heading(2, "p-one-a-b", "One “a” & b"),
        Heading(3, "p-two", "Two :'("),
        Heading(4, "own", "Three"),
        Heading(2, "p-four", "Four"),
    )
    assert render("No heading.", content).headings == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "no" -- it\'s late...', "He said “no” — it’s late…"),
        ("A & B <b> &amp; 1 > 0", "A & B <b> &amp; 1 > 0"),
        (':\'( ;--) "x"', ":'( ;--) “x”"),
        ("", ""),
    ],
)
def test_plain_text_is_typeset_as_plain_text(text: str, expected: str, content: Path) -> None:
    assert Renderer(load_settings(content)).typeset(text) == expected


def test_plain_text_stays_as_typed_where_the_site_wants_it(content: Path) -> None:
    assert Renderer(load_settings(content, TYPOGRIFY=False)).typeset('"x" --') == '"x" --'
    assert Renderer(load_settings(content, TYPOGRIFY_OMIT_FILTERS=["smartypants"])).typeset('"x"') == '"x"'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CC BY 4.0", Licence("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/")),
        (" CC  BY-NC-SA 2.5 ", Licence("CC BY-NC-SA 2.5", "https://creativecommons.org/licenses/by-nc-sa/2.5/")),
        ("CC0 1.0", Licence("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/")),
        ("[MIT](https://opensource.org/license/mit)", Licence("MIT", "https://opensource.org/license/mit")),
        ("[MIT](http://opensource.org/)", Licence("[MIT](http://opensource.org/)")),
        ("All rights reserved", Licence("All rights reserved")),
        ("CC BY-ND-NC 4.0", Licence("CC BY-ND-NC 4.0")),
        ("CC BY", Licence("CC BY")),
    ],
)
def test_a_licence_is_known_by_its_name(text: str, expected: Licence) -> None:
    assert find_licence(text) == expected


def test_every_host_has_a_word_for_what_it_shows() -> None:
    kinds = {key.removeprefix("embed-") for key in load_ours()["en"] if key.startswith("embed-")}
    assert {host.kind for host in HOSTS} == kinds
    assert find_host("https://youtube.com.evil.example/watch?v=1") is None
    assert find_host("javascript:alert('youtube.com/watch')") is None


def test_a_picture_that_changes_is_measured_again(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(draw_png(3, 2))
    assert measure_picture(path, path.parent) == Size(3, 2)
    path.write_bytes(draw_png(40, 20))
    assert measure_picture(path, path.parent) == Size(40, 20)


def test_a_file_too_large_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(draw_png(3, 2) + bytes(MOST_BYTES))
    with pytest.raises(HugePictureError, match=r"8\.0 MB"):
        measure_picture(path, path.parent)


@pytest.mark.parametrize("cut", [1, 10, 40])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "AVIF", "BMP"])
def test_a_picture_that_is_cut_off_is_found(kind: str, cut: int, tmp_path: Path) -> None:
    path = tmp_path / f"a.{kind.lower()}"
    Image.effect_mandelbrot((60, 60), (-2, -2, 2, 2), 20).convert("RGB").save(path, format=kind)
    assert measure_picture(path, path.parent) == Size(60, 60)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) - len(data) * cut // 100 - 30])
    with pytest.raises(PictureError):
        measure_picture(path, path.parent)


def test_a_drawing_loads_nothing_from_outside(tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    (tmp_path / "secret").write_text("7", encoding="utf-8")
    root = '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2">&x;</svg>'
    path.write_text(f'<!DOCTYPE svg [<!ENTITY x SYSTEM "{tmp_path}/secret">]>{root}', encoding="utf-8")
    assert measure_picture(path, path.parent) == Size(3, 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "[The talk](https://youtu.be/a)",
            '<figure><a href="https://youtu.be/a"> The talk<br>Video on YouTube</a></figure>',
        ),
        (
            "[![Anna](https://mine.example/a.png)](https://youtu.be/a)",
            '<figure><a href="https://youtu.be/a"><img alt="Anna" src="https://mine.example/a.png"> '
            "Video on YouTube</a></figure>",
        ),
        ("> [!NOTE]\n> x", "<blockquote>\n<p><strong>Note</strong></p>\n<p>x</p>\n</blockquote>"),
        ("```python\nif x: pass\n```", "<pre><code>if x: pass\n</code></pre>"),
    ],
)
def test_a_feed_keeps_the_words_of_every_form(text: str, expected: str, content: Path) -> None:
    assert str(adapt_html(show(render(text, content)), "https://site.example/post/", "key").html) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\"He said 'no'\" -- it's late...", "<p>“He said ‘no’” — it’s late…</p>"),
        ('(c) !!!! ---- :\'( <b>"x"</b>', "<p>(c) !!!! ---- :&#x27;( &lt;b&gt;“x”&lt;/b&gt;</p>"),
        (
            '[a "b"](https://a--b.example/)',
            '<p><a href="https://a--b.example/" rel="ugc nofollow noopener">a “b”</a></p>',
        ),
    ],
)
def test_words_of_readers_are_typeset_too(text: str, expected: str) -> None:
    assert render_reader_text(text) == expected


def test_captions_play_in_the_language_of_the_text(content: Path) -> None:
    fragment = Renderer(load_settings(content)).render(write("[x]({static}/media/hold.wav)", content), lang="de")
    assert 'srclang="de"' in show(fragment)


def test_a_summary_does_not_begin_with_a_caption(content: Path) -> None:
    text = "![A square]({static}/images/x.png)\n: A caption.\n\n> [!TIP]\n> A tip.\n\nWords."
    assert find_beginning(Markup(show(render(text, content)))) == "A tip."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Words, *more* and [a link](https://a.example/).", False),
        ("```\ncode\n```", False),
        ("![a](b)", True),
        ("<IFRAME src=x>", True),
        ("> [!NOTE]", True),
        ("~~~ python\nx\n~~~", True),
    ],
)
def test_only_texts_that_can_be_wrong_are_rendered_by_a_check(text: str, expected: bool) -> None:
    assert needs_rendering(text) is expected


def test_a_text_without_quotes_of_its_own_makes_no_diagnostic(content: Path) -> None:
    renderer = Renderer(load_settings(content))
    for text, _ in TEXTS.values():
        renderer.render(write(text, content))
        assert {diagnostic.code for diagnostic in renderer.diagnostics} <= {Code.MISSING_ALT, Code.UNKNOWN_CALLOUT}

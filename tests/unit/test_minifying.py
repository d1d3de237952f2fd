"""What is made small means what it meant: the constructs that minifiers are known to break.

Whole pages, scripts and styles are compared in tests/html and tests/browser.
"""

from __future__ import annotations

import pytest

from plugins.assets.minifying import minify_css, minify_html

STYLES = [
    ("a { width: calc(100% - 2 * (1rem + 1px)); }", "a{width:calc(100% - 2 * (1rem + 1px))}"),
    ("a { margin: -1px + 2px; width: clamp( 1rem , 2vw + 1rem , 3rem ) }", None),
    ("a { & > b { top: 0 } &:hover { top: 0 } .c & { top: 0 } & .d { top: 0 } }", None),
    ("a { color: light-dark( #fff, rgb(0 0 0 / 50%) ) }", None),
    ("@container card (width > 30rem) and (height < 10rem) { a { top: 0 } }", None),
    ("@media (width >= 40rem) and (not (prefers-reduced-motion: reduce)) { a { top: 0 } }", None),
    ("@layer reset, tokens;\n@layer reset { a { top: 0 } }", None),
    ("@supports (display: grid) and (not (display: inline-grid)) { a { top: 0 } }", None),
    ("a :is(b, c) :not(d) > e ~ f + g { top: 0 }", None),
    ("@layer x { .a :is(b, c) { d: e } .f ::before { g: h } .i { .j :hover { k: l } } }", None),
    ("a { b: c } /* the author's */ d { e: 'f' } /* and {this}'s; */ g/**/h { i: j }", None),
    ('a::before { content: "/* no  comment */ ; }"; }', None),
    ("a { --empty: ; --space: a  b; background: url(data:image/svg+xml;utf8,a%20b) }", None),
    ('a { grid-template-areas: "a  b" "c  d"; transition: color .2s ease , x 0s }', None),
    ('@import url("x.css") layer(a) supports(display: grid);', None),
    ('html:has( > body [data-x="1 2"] ) { inset: auto 0 0 auto ; }', None),
]

PAGES = [
    ("<div><a>1</a> <a>2</a>\n<b>3</b></div>", "<div><a>1</a> <a>2</a> <b>3</b></div>"),
    ("<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "<ul><li>a</li><li>b</li></ul>"),
    ("<nav><cb-x>1</cb-x> <span>2</span></nav>", "<nav><cb-x>1</cb-x> <span>2</span></nav>"),
    ("<pre>\n a\n  <b>b</b> <i>c</i>\n</pre>", "<pre>\n a\n  <b>b</b> <i>c</i>\n</pre>"),
    ("<textarea> a\n  b </textarea>", "<textarea> a\n  b </textarea>"),
    (
        '<script type="application/ld+json">{"a": "<b>1</b> <i>2</i>",\n "c": 1}</script>',
        '<script type=application/ld+json>{"a": "<b>1</b> <i>2</i>",\n "c": 1}</script>',
    ),
    ('<p hidden="until-found">a</p>\n', '<p hidden="until-found">a</p>\n'),
    ('<p lang="">a  b</p>', '<p lang="">a  b</p>'),
    ("<p title='a > b'>x</p> <!-- gone --><p>y</p>", '<p title="a > b">x</p><p>y</p>'),
    ("<p>a &lt;b&gt; &amp;lt; c</p>", "<p>a &lt;b> &amp;lt; c</p>"),
    ('<input type="text"><br> x', "<input type=text><br> x"),
    ('<input type="radio" value="">  a', '<input type="radio" value="">  a'),
]


@pytest.mark.parametrize(("written", "expected"), STYLES)
def test_a_style_keeps_its_tokens(written: str, expected: str | None) -> None:
    """A browser says in tests/browser whether it reads the same rules of them."""
    small = minify_css(written).rstrip("\n")
    assert expected is None or small == expected
    assert len(small) < len(written)


@pytest.mark.parametrize(("written", "expected"), PAGES)
def test_a_page_keeps_what_is_seen_of_it(written: str, expected: str) -> None:
    assert minify_html(written).rstrip("\n") == expected.rstrip("\n")


def test_what_is_small_stays_as_it_is() -> None:
    for written, _ in PAGES:
        assert minify_html(minify_html(written)) == minify_html(written)

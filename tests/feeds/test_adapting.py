"""What becomes of each form of text in a feed: nothing that needs a class, a script or a player, and no word lost."""

from __future__ import annotations

import pytest

from plugins.feeds.adapting import adapt_html
from plugins.feeds.formulas import write_formulas
from tests.feeds.reading import Html

PAGE = "https://site.example/post/"
AUDIO = "https://site.example/a%20b.mp3"


def adapt(html: str) -> str:
    return str(adapt_html(html, PAGE, "k1").html)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p class='a' style='b' onclick='x()' hidden id='c'>one</p>", "<p>one</p>"),
        ("<p>one</p><script>two</script><style>three</style>", "<p>one</p>"),
        (
            "<div class='callout callout-tip' role='note'><p class='callout-title'>One <em>two</em></p>"
            "<p>three</p></div>",
            "<blockquote><p><strong>One <em>two</em></strong></p><p>three</p></blockquote>",
        ),
        ("<details><summary>One</summary><p>two</p></details>", "<p><strong>One</strong></p>\n<p>two</p>"),
        ("<div><div>one</div><div>two <b>three</b></div></div>", "<p>one</p>\n\n<p>two <b>three</b></p>"),
        (
            "<div class='table' tabindex='0'><table><tr><td>one</td></tr></table></div>",
            ("<table><tbody><tr><td>one</td></tr></tbody></table>"),
        ),
        (
            f"<figure class='media media-audio'><audio src='{AUDIO}' controls><a href='{AUDIO}'>Some music</a></audio>"
            "<figcaption><p>Some music</p><p class='credit'>Credit: Ada</p></figcaption></figure>",
            f'<figure><p><a href="{AUDIO}">Some music</a></p><figcaption><p>Credit: Ada</p></figcaption></figure>',
        ),
        (
            "<figure class='media media-video'>"
            "<video src='https://site.example/v.mp4' poster='https://site.example/p.png' controls>"
            "<track kind='captions' src='https://site.example/v.vtt'></video>"
            "<figcaption><p>A film</p></figcaption></figure>",
            '<figure><p><a href="https://site.example/v.mp4"><img src="https://site.example/p.png" alt=""><br>v.mp4</a>'
            "</p><figcaption><p>A film</p></figcaption></figure>",
        ),
        (
            f"<p>one <audio controls><source src='{AUDIO}' type='audio/mpeg'></audio> two</p>",
            f'<p>one <a href="{AUDIO}">a b.mp3</a> two</p>',
        ),
        (
            "<picture><source srcset='https://site.example/a.avif'>"
            "<img src='https://site.example/a.png' alt='A'></picture>",
            '<img src="https://site.example/a.png" alt="A">',
        ),
        (
            "<img src='https://site.example/a.png' srcset='https://site.example/b.png 2x' alt='A' class='c'>",
            '<img src="https://site.example/a.png" srcset="https://site.example/b.png 2x" alt="A">',
        ),
        ("<p>one <img src='data:image/png;base64,x' alt='a dot'> two</p>", "<p>one a dot two</p>"),
        (
            "<iframe src='https://site.example/demo/' title='The demo'></iframe>",
            ('<a href="https://site.example/demo/">The demo</a>'),
        ),
        ("<p><svg class='mark'><path d='M0'/></svg>one</p>", "<p>one</p>"),
        (
            "<pre><code class='language-python'><span class='k'>if</span> x: pass\n</code></pre>",
            ("<pre><code>if x: pass\n</code></pre>"),
        ),
        ('<p><abbr title="Customer relations">CRM</abbr></p>', '<p><abbr title="Customer relations">CRM</abbr></p>'),
        ("<p>so <math><mfrac><mn>1</mn><mi>x</mi></mfrac></math>.</p>", "<p>so 1/x.</p>"),
        (
            "<p><a href='javascript:alert(1)'>one</a> <a href='data:text/html,x'>two</a></p>",
            "<p><a>one</a> <a>two</a></p>",
        ),
    ],
)
def test_each_form_becomes_what_every_reader_shows(html: str, expected: str) -> None:
    assert adapt(html) == expected


@pytest.mark.parametrize(
    "html",
    [
        "<div>one</div><div>two</div>",
        "<section><p>one</p></section><article>two</article>three",
        "<details><summary>one</summary>two</details>three",
        "<div>one<div>two</div>three</div>four",
        "<ul><li>one<div>two</div></li></ul>",
        "<fieldset><legend>one</legend>two</fieldset>",
        "<p>one <mark>two</mark> <u>three</u> <span class='x'>four</span>five</p>",
        "<main>one</main><aside>two</aside><nav>three</nav><header>four</header><footer>five</footer>",
        "<picture><source srcset='x'><img src='https://x.example/' alt='one'></picture>",
        "<table><caption>one</caption><colgroup><col></colgroup><tr><td>two<td>three</table>",
        "<form><label>one <input value='no word'></label><button>two</button><textarea>three</textarea></form>",
        "<select><optgroup><option>one<option>two</select>three",
        "one<br>two<wbr>three<hr>four",
        "<dl><dt>one<dd>two<dd><div>three</div></dl>",
        "a &lt;b&gt; &amp;lt; c <div>&amp;amp;</div>",
        "<a href='x'><div>one</div>two</a>",
        "<div class='callout'><p class='callout-title'>one</p>two<p>three</p></div>",
        "<blockquote><p>one</p></blockquote><details>two<summary><h3>three</h3></summary></details>",
    ],
)
def test_no_word_is_lost_or_grown_together(html: str) -> None:
    assert Html(adapt(html)).words == Html(html).words


@pytest.mark.parametrize("tag", ["div", "blockquote", "b"])
def test_a_text_may_be_deep(tag: str) -> None:
    deep = f"<{tag}>" * 3000 + "one" + f"</{tag}>" * 3000
    assert Html(adapt(f"{deep}<div>two</div>")).words == ["one", "two"]


def test_what_is_played_is_known() -> None:
    html = (
        f"<p><audio src='{AUDIO}'></audio></p><p><audio><source src='{AUDIO}'></audio><video src='{PAGE}v.mp4'></video>"
    )
    assert adapt_html(html, PAGE, "k1").media == (AUDIO, f"{PAGE}v.mp4")


def test_links_to_footnotes_stay_inside_the_entry_and_others_lead_to_the_page() -> None:
    html = (
        f'<h2 id="h">One</h2><p><a href="{PAGE}#h">up</a><sup id="fnref:1"><a href="{PAGE}#fn:1">1</a></sup>'
        f'<sup id="fnref2:1"><a href="{PAGE}#fn:1">1</a></sup><a href="https://other.example/#fn:1">other</a></p>'
        f'<div class="footnote"><hr><ol><li id="fn:1"><p>Note <a href="{PAGE}#fnref:1">↩</a></p></li></ol></div>'
    )
    assert adapt(html) == (
        f'<h2>One</h2><p><a href="{PAGE}#h">up</a><sup id="fnref:k1-1"><a href="#fn:k1-1">1</a></sup>'
        '<sup id="fnref2:k1-1"><a href="#fn:k1-1">1</a></sup><a href="https://other.example/#fn:1">other</a></p>\n'
        '<hr><ol><li id="fn:k1-1"><p>Note <a href="#fnref:k1-1">↩</a></p></li></ol>'
    )


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ('<math alttext="a over b"><mfrac><mi>a</mi><mi>b</mi></mfrac></math>', "a over b"),
        ("<math><mi>a</mi><mo>=</mo><msup><mi>b</mi><mn>2</mn></msup></math>", "a=b^2"),
        ("<math><mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mi>c</mi></mfrac></math>", "(a+b)/c"),
        ("<math><msqrt><mi>x</mi></msqrt><msub><mi>y</mi><mi>i</mi></msub></math>", "√xy_i"),
        ("<math><msubsup><mo>∑</mo><mn>1</mn><mi>n</mi></msubsup><mi>&alpha;</mi></math>", "∑_1^nα"),
        ("<math><semantics><mi>x</mi><annotation encoding='application/x-tex'>x</annotation></semantics></math>", "x"),
        ("<math><mi>a<mo>&lt;</mo><mi>b</math>", "a &lt; b"),
        ("<MATH display='block'>\n<mi>a</mi>\n<mo>&lt;</mo>\n<mi>b</mi>\n</MATH>", "a&lt;b"),
    ],
)
def test_a_formula_is_one_line(formula: str, text: str) -> None:
    assert write_formulas(f"<p>{formula}</p>") == f"<p>{text}</p>"

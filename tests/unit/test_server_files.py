"""What the files for web servers say, and what hosts that nobody can run here make of `_headers` by their own rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from plugins.setting_types import FormOrigins
from plugins.settings import SiteSettings
from plugins.site import policy
from plugins.site.caddy import render_caddy
from plugins.site.content import Content, load_content
from plugins.site.headers_file import render_headers
from plugins.site.policy import (
    COMMON_HEADERS,
    FILE,
    FOR_EVER,
    NEEDS,
    PAGE,
    SEARCH,
    SUBSCRIBING,
    TO_BE_ASKED,
    Needs,
    find_needs,
    is_immutable,
    make_header_policy,
    make_loosest_policy,
    make_policy,
)
from plugins.site.registry import Output, OutputKind
from plugins.site.server_files import RENDERERS, render_server_file
from plugins.site.serving import KindsOfPages, Serving, describe_serving, find_kinds_of_pages, has_only_variants
from tests.unit.pairs import load_settings, write_files

ORIGIN = "https://letters.example:8443"
ORIGINS = FormOrigins(ORIGIN, "https://answers.example")
POLICY = "Content-Security-Policy"
ALIAS = NEEDS[OutputKind.ALIAS]


def make_content(folder: Path, files: Mapping[str, str], **overrides: object) -> Content:
    content, problems = load_content(make_settings(folder, files, **overrides))
    assert not problems, problems
    return content


def make_settings(folder: Path, files: Mapping[str, str], **overrides: object) -> SiteSettings:
    write_files(folder / "content", dict(files))
    return load_settings(folder / "content", **overrides)


def post(title: str, *lines: str) -> str:
    header = "\n".join((f"id: {title.lower()}-0a1b2c", f"title: {title}", "date: 2026-01-01", *lines))
    return f"---\n{header}\n---\nText.\n"


# What `_headers` becomes

HeadersByName = dict[str, str]


def read_rules(text: str) -> Iterator[tuple[str, list[str]]]:
    """Go through the rules of `_headers`: a path, and its lines."""
    for block in re.split(r"^(?=/)", text, flags=re.MULTILINE)[1:]:
        path, *lines = block.splitlines()
        yield path, [line.strip() for line in lines]


def ask_cloudflare(text: str, path: str) -> HeadersByName:
    """Return what Cloudflare Pages sends: of all rules that match; twice the same header is joined, `!` takes it away.

    Source: https://developers.cloudflare.com/pages/configuration/headers/
    """
    sent = {"Cache-Control": TO_BE_ASKED, "Referrer-Policy": "strict-origin-when-cross-origin"}
    ours: set[str] = set()
    for rule, lines in read_rules(text):
        assert rule.count("*") <= 1
        pattern = re.sub(r":[A-Za-z]\w*", "[^/]+", re.escape(rule).replace(r"\*", ".*"))
        if not re.fullmatch(pattern, path):
            continue
        for name in [line.removeprefix("! ") for line in lines if line.startswith("! ")]:
            sent.pop(name, None)
        for name, value in (line.split(": ", 1) for line in lines if not line.startswith("! ")):
            sent[name] = f"{sent[name]}, {value}" if name in ours and name in sent else value
            ours.add(name)
    return sent


def ask_netlify(text: str, path: str, *, joins: bool) -> HeadersByName:
    """Return what Netlify sends; whether of two rules both count or the last, its documentation does not say.

    Source: https://docs.netlify.com/routing/headers/
    """
    sent = {"Cache-Control": TO_BE_ASKED}
    ours: set[str] = set()
    for rule, lines in read_rules(text):
        if not re.fullmatch(re.escape(rule).replace(r"\*", ".*"), path, re.IGNORECASE):
            continue
        for name, value in (line.split(": ", 1) for line in lines if ":" in line):
            sent[name] = f"{sent[name]}, {value}" if joins and name in ours else value
            ours.add(name)
    return sent


HOSTS: Mapping[str, Callable[[str, str], HeadersByName]] = {
    "Cloudflare Pages": ask_cloudflare,
    "Netlify, joining": lambda text, path: ask_netlify(text, path, joins=True),
    "Netlify, the last counts": lambda text, path: ask_netlify(text, path, joins=False),
}
every_host = pytest.mark.parametrize("ask", [pytest.param(ask, id=name) for name, ask in HOSTS.items()])


@every_host
@pytest.mark.parametrize("url", ["https://a.example", "https://a.example/a/blog"])
def test_each_file_gets_the_headers_once_and_only_what_never_changes_is_kept(
    url: str, ask: Callable[[str, str], HeadersByName], tmp_path: Path
) -> None:
    content = make_content(tmp_path, {"posts/a.md": post("A")}, SITEURL=url)
    text = render_server_file("_headers", content)
    base = content.settings.base_path
    wanted = {POLICY: make_loosest_policy(), **COMMON_HEADERS}
    for output in content.registry:
        sent = ask(text, f"{base}/{output.url}")
        assert {name: sent[name] for name in wanted} == wanted
        assert sent["Cache-Control"] == (FOR_EVER if is_immutable(output) else TO_BE_ASKED)
    assert any(map(is_immutable, content.registry))
    assert ask(text, f"{base}/theme/none.0123abcd.css")["Cache-Control"] == TO_BE_ASKED


def make_serving(folder: Path) -> Serving:
    return describe_serving(make_content(folder, {"posts/a.md": post("A")}, SUBSCRIBE=FORM))


def test_cloudflare_reads_no_more_than_a_hundred_rules_and_no_longer_lines(tmp_path: Path) -> None:
    many = [f"theme/{number}.0123abcd.css" for number in range(200)]
    text = render_headers(replace(make_serving(tmp_path), immutable=["theme/a:b*.0123abcd.css", *many]))
    assert len([*read_rules(text)]) == 100
    assert max(map(len, text.splitlines())) <= 2000
    assert "a:b" not in text


@pytest.mark.parametrize("host", HOSTS)
def test_what_may_be_framed_is_framed_or_nothing_is(host: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    framed = Needs("framed", framed=True)
    monkeypatch.setitem(policy.NEEDS, OutputKind.ARCHIVES, framed)
    content = make_content(tmp_path, {"posts/a.md": post("A")})
    text = render_server_file("_headers", content)
    sent = HOSTS[host](text, "/archives/")[POLICY].split(", ")
    first = [make_loosest_policy()] if "joining" in host else []
    assert sent == [*first, make_header_policy(framed)]
    assert make_header_policy(framed).endswith("frame-ancestors *")
    assert HOSTS[host](text, "/")[POLICY] == make_loosest_policy()
    assert '"/archives/index.html" "framed";' in render_server_file("nginx.maps.conf", content)
    assert '"/archives/" "framed"' in render_server_file("caddy.conf", content)


# Policies


def read_policy(text: str) -> dict[str, set[str]]:
    return {name: {*sources} for name, *sources in (part.split() for part in text.split("; "))}


@pytest.mark.parametrize("needs", [*dict.fromkeys(NEEDS.values())], ids=lambda needs: needs.name)
def test_the_policy_of_all_keeps_nothing_from_anybody(needs: Needs) -> None:
    """Both are obeyed where a page has its own."""
    loosest = read_policy(make_loosest_policy(form_origins=ORIGINS))
    for name, sources in read_policy(make_header_policy(needs, form_origins=ORIGINS)).items():
        assert sources - {"'none'"} <= loosest[name], name


def test_the_policy_of_all_forbids_what_nobody_needs() -> None:
    loosest = read_policy(make_loosest_policy())
    assert loosest["script-src"] == {"'self'", "'wasm-unsafe-eval'"}
    assert loosest["base-uri"] == loosest["frame-ancestors"] == {"'none'"}
    assert not {source for sources in loosest.values() for source in sources} & {"*", "'unsafe-eval'", "https:"}


@pytest.mark.parametrize("kind", list(OutputKind))
def test_a_header_is_the_policy_of_the_page_and_who_may_frame_it(kind: OutputKind) -> None:
    assert make_header_policy(NEEDS[kind]) == f"{make_policy(kind)}; frame-ancestors 'none'"


def test_a_page_that_an_author_copies_in_may_do_what_a_page_may(tmp_path: Path) -> None:
    kinds = {"a.html": PAGE, "a.htm": PAGE, "a.svg": FILE, "a.pdf": FILE, "html": FILE}
    found = {path: find_needs(Output(path, OutputKind.STATIC, "", tmp_path)) for path in kinds}
    assert found == kinds


# Which path needs what


def find_by(pages: Mapping[str, Needs], named: Callable[[str], bool]) -> dict[str, Needs]:
    """Return what each page gets by the description of all."""
    kinds = find_kinds_of_pages(pages, [*filter(named, pages)])
    return {path: kinds.exact.get(path, kinds.folders.get(path.partition("/")[0], kinds.usual)) for path in pages}


PAGES = {
    "index.html": PAGE, "search/index.html": SEARCH, "old.html": ALIAS, "weird\"'$.html": PAGE,
    **{f"posts/{number}/index.html": SUBSCRIBING for number in range(40)}, "posts/old/index.html": ALIAS,
    **{f"tags/{number}/index.html": PAGE for number in range(12)},
    **{f"page-{number}/index.html": PAGE for number in range(9)},
}  # fmt: skip


def test_the_description_says_the_same_of_every_page() -> None:
    assert find_by(PAGES, lambda _: True) == PAGES | {"weird\"'$.html": SUBSCRIBING}


def test_what_may_not_be_named_gets_what_is_usual_beside_it() -> None:
    found = find_by(PAGES, lambda path: "old" not in path)
    assert found == PAGES | {
        "posts/old/index.html": SUBSCRIBING,
        "old.html": SUBSCRIBING,
        "weird\"'$.html": SUBSCRIBING,
    }


@pytest.mark.parametrize(
    ("address", "needs"),
    [("/tags/", PAGE), ("/tags/a/", PAGE), ("/tags/a.html", PAGE), ("/tagsoup/", SUBSCRIBING), ("/", SUBSCRIBING)],
)
def test_caddy_tells_folders_apart_whose_names_begin_alike(address: str, needs: Needs, tmp_path: Path) -> None:
    serving = replace(describe_serving(make_content(tmp_path, {})), pages=KindsOfPages(SUBSCRIBING, {"tags": PAGE}, {}))
    block = render_caddy(serving).partition("_kind} {")[2].partition("}\n")[0]
    rules = re.findall(r'"~(.*)" "(.*)"', block)
    assert next(name for pattern, name in rules if re.search(pattern, address)) == needs.name


def test_a_folder_of_which_nothing_may_be_named_is_not_named() -> None:
    board = {f"for-the-board/{number}/index.html": PAGE for number in range(12)}
    assert find_kinds_of_pages({**PAGES, **board}, PAGES.keys()).folders == {"tags": PAGE}


def test_the_description_of_ten_thousand_posts_is_short() -> None:
    posts = {f"posts/{number}/index.html": SUBSCRIBING for number in range(10_000)}
    kinds = find_kinds_of_pages({**PAGES, **posts}, PAGES.keys())
    assert (kinds.usual, kinds.folders) == (SUBSCRIBING, {"tags": PAGE})
    assert len(kinds.exact) == 13


def test_a_picture_that_is_only_named_like_a_smaller_one_is_not_kept_for_ever(tmp_path: Path) -> None:
    variant = Output("images/a-0123abcd-720w.webp", OutputKind.VARIANT, "images/a.png", tmp_path)
    copied = Output("images/b-0123abcd-720w.webp", OutputKind.STATIC, "images/b-0123abcd-720w.webp", tmp_path)
    assert has_only_variants([variant])
    assert not has_only_variants([variant, copied])
    assert not has_only_variants([])


# What the files hold

FORM = {"form": {"action": f"{ORIGIN}/join"}}
FILES = {
    **{f"posts/{number}.md": post(f"P{number}") for number in range(20)},
    "posts/seen.md": post("Seen", "aliases: [/seen-once/, /straße/, /a%20b;c/, '/x{y}/']"),
    "authors/ghost.md": "---\nname: Ghost\n---\nWrites what nobody sees.\n",
    "posts/unseen.md": post("Unseen", "status: hidden", "aliases: [/unseen-once/]", "authors: [ghost]"),
}


@pytest.mark.parametrize("path", RENDERERS)
def test_what_is_hidden_stands_in_no_file(path: str, tmp_path: Path) -> None:
    """With a form most pages are of one sort, and each other one is named: but not what is hidden, nor its author."""
    content = make_content(tmp_path, FILES, SUBSCRIBE=FORM)
    assert {"unseen-once/index.html", "authors/ghost/index.html"} <= {output.path for output in content.registry}
    assert describe_serving(content).pages.exact["archives/index.html"] is PAGE
    text = render_server_file(path, content)
    assert not re.search("unseen|ghost", text)
    assert ("seen-once" in text) == (path in ("nginx.maps.conf", "caddy.conf", "_redirects"))


def test_older_addresses_are_written_as_each_server_compares_them(tmp_path: Path) -> None:
    """Decoded; what means something to a server is left to the page that stands there."""
    content = make_content(tmp_path, FILES)
    assert '    "/straße/" "/posts/seen/";\n' in render_server_file("nginx.maps.conf", content)
    assert '\t"/straße/" "/posts/seen/"\n' in render_server_file("caddy.conf", content)
    assert "/stra%C3%9Fe/ /posts/seen/ 301\n" in render_server_file("_redirects", content)
    assert '    "/a b;c/" "/posts/seen/";\n' in render_server_file("nginx.maps.conf", content)
    for path in ("nginx.maps.conf", "caddy.conf"):
        assert "x{y" not in render_server_file(path, content)


def test_two_sites_of_one_server_have_variables_of_their_own(tmp_path: Path) -> None:
    serving = make_serving(tmp_path)
    urls = ["https://a.example", "https://b.a.example:8443", "https://a.example/b", "http://127.0.0.1"]
    names = [replace(serving, settings=serving.settings.model_copy(update={"url": url})).variable for url in urls]
    assert names == ["site_a_example", "site_b_a_example_8443", "site_a_example_b", "site_127_0_0_1"]


def test_the_preview_writes_none(tmp_path: Path) -> None:
    settings = make_settings(tmp_path, {"posts/a.md": post("A")}).model_copy(update={"preview": True})
    content, _ = load_content(settings)
    assert not [output.path for output in content.registry if output.kind is OutputKind.SERVER]

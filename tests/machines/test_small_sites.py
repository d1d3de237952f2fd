"""What machines get of sites made for the purpose: nothing that is not published, and nothing that is not true."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

import plugins.site.machine_files
import plugins.site.machine_plan
from plugins.assets.cards import Card, Faces, draw_card
from plugins.site.machine_files import render_robots
from plugins.site.registry import OutputKind
from tests.browser.building import ROOT, BuiltSite, build
from tests.building.running import write_files
from tests.machines.reading import read_head, read_sitemap
from tests.machines.test_schemas import find_faults

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
SETTINGS = f'SITENAME = "Small"\nSITEURL = "https://example.org"\nTHEME = {str(ROOT / "theme")!r}\n'
POST = "---\nid: {name}-1\ntitle: {name}\ndate: {date}\n{more}---\nText of {name}.\n"
PAST, FUTURE = "2026-01-05", "2026-06-02"


def post(name: str, more: str = "", date: str = PAST) -> dict[str, str]:
    return {f"content/posts/{name}.md": POST.format(name=name, date=date, more=more)}


def build_site(folder: Path, files: dict[str, str], settings: str = SETTINGS, **overrides: object) -> BuiltSite:
    write_files(folder, {"settings.py": settings, "content/.keep": "", **files})
    named = {"CACHE_PATH": folder / "cache", **overrides}
    return build(folder / "settings.py", folder / "output", named, NOW)


def list_paths(site: BuiltSite, kind: OutputKind) -> list[str]:
    return [path for path, output in site.outputs.items() if output.kind is kind]


def list_addresses(site: BuiltSite) -> set[str]:
    return {address.removeprefix(site.settings.url) for address in read_sitemap(site.folder / "sitemap.xml")}


UNPUBLISHED = {
    **post("draft", "status: draft\nimage: /downloads/draft.png\n"),
    **post("hidden", "status: hidden\n"),
    **post("future", date=FUTURE),
}


def test_what_is_not_listed_has_no_card_and_no_place_in_the_sitemap(tmp_path: Path) -> None:
    write_picture(tmp_path / "content/downloads/draft.png", 900)
    site = build_site(tmp_path, {**UNPUBLISHED, **post("public")})
    assert sorted(path.split(".")[0] for path in list_paths(site, OutputKind.CARD)) == ["cards/public", "cards/site"]
    assert list_addresses(site) == {"/", "/posts/public/", "/archives/", "/feeds/"}
    hidden = read_head(site, "posts/hidden/index.html")
    assert hidden.graphs == []
    assert str(hidden.read_property("og:image")).startswith("https://example.org/cards/site.")
    assert not (site.folder / "downloads/draft.png").exists()


def write_picture(path: Path, width: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (width, 400), "#123456").save(path)


def test_an_authors_own_picture_comes_before_the_card(tmp_path: Path) -> None:
    write_picture(tmp_path / "content/images/large.png", 900)
    write_picture(tmp_path / "content/images/small.png", 300)
    files = {**post("large", "image: /images/large.png\n"), **post("small", 'image: "{static}/images/small.png"\n')}
    site = build_site(tmp_path, files)
    large = read_head(site, "posts/large/index.html")
    assert large.read_property("og:image") == "https://example.org/images/large.png"
    assert (large.read_property("og:image:width"), large.read_property("og:image:height")) == ("900", "400")
    assert (site.folder / "images/large.png").exists()
    small = read_head(site, "posts/small/index.html").read_property("og:image")
    assert str(small).startswith("https://example.org/cards/small.")
    assert not (site.folder / "images/small.png").exists()
    assert len(list_paths(site, OutputKind.CARD)) == 2


def test_a_second_build_draws_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []

    def count(card: Card, faces: Faces) -> bytes:
        drawn.append(card.title)
        return draw_card(card, faces)

    monkeypatch.setattr(plugins.site.machine_files, "draw_card", count)
    first = build_site(tmp_path, post("one"))
    names = list_paths(first, OutputKind.CARD)
    pictures = {name: (first.folder / name).read_bytes() for name in names}
    assert sorted(drawn) == ["Small", "one"]
    second = build_site(tmp_path, post("one"))
    assert len(drawn) == 2
    assert pictures == {name: (second.folder / name).read_bytes() for name in list_paths(second, OutputKind.CARD)}
    build_site(tmp_path, {"content/posts/one.md": POST.format(name="two", date=PAST, more="")})
    assert drawn[2:] == ["two"]


@pytest.mark.parametrize("setting", ["CARDS = False\n", ""], ids=["not wanted", "wanted"])
def test_a_site_can_do_without_cards(setting: str, tmp_path: Path) -> None:
    site = build_site(tmp_path, post("one"), SETTINGS + setting)
    head = read_head(site, "posts/one/index.html")
    assert bool(list_paths(site, OutputKind.CARD)) == (not setting)
    assert (head.read_property("og:image") is None) == bool(setting)
    assert (head.read_name("twitter:card") is None) == bool(setting)


def test_thin_lists_are_neither_indexed_nor_in_the_sitemap(tmp_path: Path) -> None:
    files = {
        **post("one", "tags: [thin, thick, told]\ncategory: Lone\n"),
        **post("two", "tags: [thick]\n", date="2026-02-01"),
        "content/tags/told.md": "---\nname: told\n---\nWhat is told of it.\n",
    }
    site = build_site(tmp_path, files)
    addresses = list_addresses(site)
    assert {"/tags/thick/", "/tags/told/", "/tags/", "/archives/2026/"} < addresses
    assert not {"/tags/thin/", "/categories/lone/", "/archives/2026/01/", "/cases/", "/authors/"} & addresses
    for page in site.pages:
        address = f"https://example.org/{page.url}"
        is_indexed = read_head(site, page.path).read_name("robots") is None
        assert is_indexed == (address in read_sitemap(site.folder / "sitemap.xml")), page.path


def test_a_date_is_that_of_what_is_shown(tmp_path: Path) -> None:
    files = {
        **post("one", "updated: 2026-03-04T05:06+02:00\ntags: [a]\n"),
        **post("two", "tags: [a]\n", date="2026-02-01"),
        "content/pages/about.md": "---\nid: about-1\ntitle: About\n---\nText.\n",
    }
    site = build_site(tmp_path, files, SETTINGS + 'TIMEZONE = "Europe/Berlin"\n')
    dates = {
        address.removeprefix("https://example.org"): date
        for address, date in read_sitemap(site.folder / "sitemap.xml").items()
    }
    assert dates["/posts/one/"] == dates["/"] == dates["/tags/a/"] == "2026-03-04T04:06:00+01:00"
    assert dates["/posts/two/"] == "2026-02-01"
    assert dates["/about/"] is None


def test_a_large_sitemap_has_an_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read_sitemap(build_site(tmp_path, {**post("one"), **post("two")}).folder / "sitemap.xml")
    monkeypatch.setattr(plugins.site.machine_plan.plan_sitemap, "__defaults__", (4,))
    site = build_site(tmp_path, {})
    index = read_sitemap(site.folder / "sitemap.xml")
    assert find_faults((site.folder / "sitemap.xml").read_bytes()) == []
    names = [address.removeprefix("https://example.org/") for address in index]
    assert len(names) > 1
    assert sorted(names) == sorted(path for path in list_paths(site, OutputKind.SITEMAP) if path != "sitemap.xml")
    parts = [read_sitemap(site.folder / name) for name in names]
    assert {address: date for part in parts for address, date in part.items()} == whole


def test_robots_lead_to_the_sitemap_and_away_from_a_site_without_address(tmp_path: Path) -> None:
    settings = SETTINGS.replace("example.org", "example.org/blog")
    site = build_site(tmp_path / "below", post("one"), settings)
    assert site.read("robots.txt") == "User-agent: *\nAllow: /\n\nSitemap: https://example.org/blog/sitemap.xml\n"
    local = build_site(
        tmp_path / "local", post("one"), "\n".join([*SETTINGS.split("\n")[:1], *SETTINGS.split("\n")[2:]])
    )
    assert local.read("robots.txt") == "User-agent: *\nDisallow: /\n"
    preview = site.settings.model_copy(update={"preview": True})
    assert render_robots(preview, "") == b"User-agent: *\nDisallow: /\n"


def test_every_icon_of_the_manifest_and_of_the_head_is_there(tmp_path: Path) -> None:
    site = build_site(tmp_path, post("one"), SETTINGS.replace("example.org", "example.org/blog"))
    manifest = json.loads(site.read("manifest.webmanifest"))
    assert (manifest["start_url"], manifest["scope"], manifest["dir"]) == ("/blog/", "/blog/", "ltr")
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    for icon in manifest["icons"]:
        with Image.open(site.folder / icon["src"].removeprefix("/blog/")) as image:
            assert f"{image.width}x{image.height}" == icon["sizes"]
    head = read_head(site, "index.html")
    for rel in ("icon", "apple-touch-icon", "manifest"):
        for link in head.find("link", rel=rel):
            assert (site.folder / link["href"].removeprefix("/blog/")).is_file()
    with Image.open(site.folder / "favicon.ico") as image:
        assert image.info["sizes"] == {(16, 16), (32, 32), (48, 48)}


def test_every_language_of_a_text_names_all_of_them(tmp_path: Path) -> None:
    files = {
        **post("one", "slug: one\n"),
        **post("eins", "slug: one\nlang: de\n"),
        **post("un", "slug: one\nlang: fr\nstatus: hidden\n"),
        **post("alone"),
    }
    site = build_site(tmp_path, files)
    expected = [
        ("en", "https://example.org/posts/one/"),
        ("de", "https://example.org/posts/one-de/"),
        ("x-default", "https://example.org/posts/one/"),
    ]
    for path in ("posts/one/index.html", "posts/one-de/index.html"):
        links = [link for link in read_head(site, path).find("link", rel="alternate") if "hreflang" in link]
        assert [(link["hreflang"], link["href"]) for link in links] == expected
    german = read_head(site, "posts/one-de/index.html")
    assert german.find_node("BlogPosting")["translationOfWork"] == {"@id": "https://example.org/posts/one/#cb-work"}
    assert german.read_property("og:locale") == "de_DE"
    assert not [
        one for one in read_head(site, "posts/alone/index.html").find("link", rel="alternate") if "hreflang" in one
    ]


def test_a_hostile_title_stays_a_title(tmp_path: Path) -> None:
    title = '</script><script>alert("1")</script> & <!--'
    files = {"content/posts/a.md": f"---\nid: a-1\ntitle: '{title}'\ndate: {PAST}\n---\nText.\n"}
    site = build_site(tmp_path, files, SETTINGS + "TYPOGRIFY = False\n")
    head = read_head(site, "posts/a/index.html")
    assert head.find_node("BlogPosting")["headline"] == title
    assert head.read_property("og:title") == title
    assert "<script>alert" not in site.read("posts/a/index.html")

"""A site whose case has more replies than its page holds: no permanent link breaks, and nothing hidden is named."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from urllib.parse import urljoin

import lxml.html
import pytest

from plugins.publishing.comparing import find_losses
from plugins.publishing.manifests import read_manifest
from plugins.site.content import load_content
from plugins.site.registry import OutputKind
from plugins.site.reply_pages import find_replies_path
from plugins.site.serving import is_public
from tests.building.running import READABLE, SITES, build_here, load_settings

HOST = "https://example.org"
CASE = f"{HOST}/r/cases/gate/"
OWN = "2026-04-01-00000a"


class Built:
    """A site that was built, asked as a reader asks it: by addresses."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def open(self, address: str) -> lxml.html.HtmlElement:
        path = address.partition("#")[0].removeprefix(f"{HOST}/r/")
        return lxml.html.parse(self.folder / path / "index.html").getroot()

    def follow(self, address: str) -> str:
        """Return the words that an address leads to, if need be over the line that stands there."""
        page, _, anchor = address.partition("#")
        (there,) = self.open(page).xpath(f"//*[@id='{anchor}']")
        links = there.xpath("./a/@href")
        return self.follow(urljoin(page, links[0])) if links else " ".join(there.text_content().split())

    def list_permalinks(self) -> dict[str, str]:
        """Return every permanent link to a reply that the site gives, with the words that it leads to."""
        feed = (self.folder / "feeds/outcomes/gate.atom.xml").read_text(encoding="utf-8")
        pages = [CASE, f"{CASE}readers/open/", f"{CASE}readers/open/page/2/"]
        links = {urljoin(page, href) for page in pages for href in self.open(page).xpath("//p[@class='cb-by']/a/@href")}
        links |= set(re.findall(rf'href="({CASE}#reader-[^"]+)"', feed))
        return {link: self.follow(link) for link in links}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the golden site, to be changed."""
    folder = tmp_path_factory.mktemp("replied") / "site"
    shutil.copytree(SITES / "replied", folder)
    settings = (folder / "settings.py").read_text(encoding="utf-8").replace('"../theme"', repr(str(SITES / "theme")))
    (folder / "settings.py").write_text(settings, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def first(source: Path) -> Built:
    return build(source, "first")


@pytest.fixture(scope="module")
def second(source: Path, first: Built) -> Built:
    """Return the site after fifty newer replies, one older that came late, and one that was taken back."""
    readers = source / "content/cases/gate/readers"
    for number in range(50):
        write_reply(
            readers / f"2026-05-{number % 28 + 1:02}-{number:06x}.yaml", "open", f"2026-05-{number % 28 + 1:02}"
        )
    write_reply(readers / "2026-03-02-ffffff.yaml", "open", "2026-03-02")
    (readers / "2026-03-07-000007.yaml").write_text("status: withdrawn\n", encoding="utf-8")
    return build(source, "second")


def build(source: Path, name: str) -> Built:
    report = build_here(source / "settings.py", source.parent / name, {**READABLE, "CARDS": False})
    assert report.done, report.diagnostics
    return Built(source.parent / name)


def write_reply(path: Path, option: str, received: str) -> None:
    path.write_text(
        f"option: {option}\naccount: did\ntext: |\n  Of {path.stem}.\nreceived: {received}\nvia: form\nconsent: true\n"
    )


def test_every_permanent_link_is_on_the_page_of_the_case_and_leads_to_its_reply(first: Built) -> None:
    links = first.list_permalinks()
    assert len(links) == 24
    assert {link.partition("#")[0] for link in links} == {CASE}
    assert "Throw it <another> ball" in links[f"{CASE}#reader-{OWN}"]
    assert all(f"number {int(link[-6:], 16)}." in words for link, words in links.items() if not link.endswith(OWN))


def test_newer_replies_break_no_link_that_was_given_out(first: Built, second: Built) -> None:
    gone = f"{CASE}#reader-2026-03-07-000007"
    for link, words in first.list_permalinks().items():
        if link != gone:
            assert second.follow(link) == words, link
    assert gone not in second.list_permalinks()
    assert len(second.open(f"{CASE}readers/open/").xpath("//li[@class='cb-reply']")) == 19  # and one that is chosen


def test_the_pages_lead_to_each_other_and_to_the_case(second: Built) -> None:
    addresses = [f"{CASE}readers/open/", *(f"{CASE}readers/open/page/{number}/" for number in (2, 3, 4))]
    for number, address in enumerate(addresses):
        page = second.open(address)
        links = {urljoin(address, href) for href in page.xpath("//body//a/@href")}
        assert page.xpath("//link[@rel='canonical']/@href") == [address]
        assert {*addresses[max(0, number - 1) : number + 2], CASE, f"{CASE}#option-open"} - {address} <= links
    told = [one for address in addresses for one in second.open(address).xpath("//li[starts-with(@id, 'reader-')]/@id")]
    assert len(told) == len(set(told)) == 23 + 50
    assert told[0] == "reader-2026-03-02-000002"
    assert told[1:] == sorted(told[1:], reverse=True)


def test_the_sitemap_has_the_first_page_with_the_day_of_the_newest_reply(second: Built) -> None:
    sitemap = (second.folder / "sitemap.xml").read_text(encoding="utf-8")
    assert re.search(rf"<loc>{CASE}readers/open/</loc>\s*<lastmod>2026-05-28</lastmod>", sitemap)
    assert f"{CASE}readers/open/page/" not in sitemap


def test_nothing_names_the_replies_of_a_hidden_case(second: Built) -> None:
    own = second.folder / "cases/hidden-gate"
    assert (own / "readers/open/page/2/index.html").is_file()
    assert 'content="noindex"' in (own / "readers/open/index.html").read_text(encoding="utf-8")
    files = [path for path in second.folder.rglob("*") if path.is_file() and own not in path.parents]
    assert [
        path for path in files if b"hidden-gate" in path.read_bytes() and path.name != ".casebook-manifest.json"
    ] == []


def test_files_for_servers_may_name_only_pages_of_public_cases(source: Path, second: Built) -> None:
    content, _ = load_content(load_settings(source / "settings.py", second.folder))
    pages = [output for output in content.registry if output.kind is OutputKind.REPLIES]
    assert len(pages) == 6
    assert all(is_public(page, content) == page.path.startswith("cases/gate/") for page in pages)


def test_to_take_replies_back_loses_no_address(source: Path, second: Built, first: Built) -> None:
    """Four pages become two; what people keep is the address of a reply, not of a list."""
    live, new = read_manifest(second.folder), read_manifest(first.folder)
    assert live is not None
    assert new is not None
    assert live.files.keys() - new.files.keys() >= {"cases/gate/readers/open/page/3/index.html"}
    assert find_losses(load_settings(source / "settings.py", first.folder), live, new) == []


@pytest.mark.parametrize(
    ("case", "path"),
    [("cases/a/index.html", "cases/a/readers/go/index.html"), ("cases/a.html", "cases/a/readers/go/index.html")],
)
def test_the_pages_lie_beside_their_case_wherever_that_is(case: str, path: str) -> None:
    assert find_replies_path(case, "go") == path

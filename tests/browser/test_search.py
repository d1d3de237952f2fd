"""The search, in a real browser under the real policy: what it finds, what it never finds, and how it is used."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from plugins.assets.bundle import SCHEME_SCRIPT, SHORTCUT_SCRIPT
from plugins.assets.search_index import SEARCH_FOLDER
from plugins.site.registry import OutputKind
from tests.browser.accessibility import find_violations
from tests.browser.conftest import Sites
from tests.browser.driving import PATIENCE, ColorScheme, PageMaker
from tests.browser.serving import ServedSite
from tests.browser.test_every_page import FIND_OVERFLOW, SETTLE, WATCH_SHIFTS

CASES = ("disobey-to-delight", "every-sentence-is-true", "not-our-number")
KEPT_AWAY = {
    "a draft": ("zibaldone", "quince", "zucchetto"),
    "what is hidden": ("zeugma", "kumquat", "zarzuela"),
    "what is still to come": ("zymurgy", "persimmon", "zephyr"),
    "a reply that was withdrawn": ("zitherist",),
    "no text at all": ("apricot", "theodolite", "marmalade theodolite"),
    "the page around a text": ("tracker", "cookies"),
}
"""Words that stand in what nobody is to find, and in nothing else."""

SEALED = ("stampede", "umbrellas", "vespertine", "punctilious", "cellist")
"""Words of what follows a choice: an outcome, what somebody did, the answer, a reader's reply."""

HOSTILE = (
    '<img src=x onerror="alert(1)">', "</template><script>alert(1)</script>", '"', '""', "'", "\\", "%", "*", "( [ {",
    "constructor", "__proto__", "{query}", "$&", "\u202e\u0000", "a" * 200,
)  # fmt: skip

EXPECTED_STATES = {"empty": "", "results": "?q=gate", "nothing": "?q=apricot"}


def find_search(served: ServedSite) -> str:
    """Return the address of the page that one searches on."""
    return served.find_address(served.site.find_page(OutputKind.SEARCH))


@pytest.fixture
def found(sites: Sites) -> ServedSite:
    return sites["search"]


def open_search(page: Page, served: ServedSite, query: str = "") -> None:
    """Open the search, with the rest of its address, and wait until it has said what it found."""
    page.goto(find_search(served) + query)
    if query:
        expect_said(page, re.compile("result|Nothing"))


def expect_said(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("status")).to_contain_text(words, timeout=PATIENCE)


def look_for(page: Page, words: str) -> None:
    """Type something, and wait until the search has answered to it."""
    page.get_by_role("searchbox").fill(words)
    expect_said(page, re.compile(f"(results? for|Nothing found for) “{re.escape(words.strip())}”"))


def get_titles(page: Page) -> Locator:
    return page.locator(".search-results h2 a")


def list_paths(page: Page) -> list[str]:
    """Return the paths of what was found."""
    hrefs: list[str] = get_titles(page).evaluate_all("all => all.map(one => one.href)")
    return [urlsplit(href).path for href in hrefs]


# What is found


@pytest.mark.parametrize("slug", CASES)
def test_every_role_and_every_option_finds_its_case(slug: str, sites: Sites, make_page: PageMaker) -> None:
    served = sites["demo"]
    entry = served.site.content.by_name[f"cases/{slug}/case.yaml"]
    assert entry.case is not None
    page = make_page()
    open_search(page, served)
    for role in entry.case.facts.roles:
        look_for(page, role.name)
        assert f"/cases/{slug}/" in list_paths(page), role.name
    for option in entry.case.options():
        look_for(page, option.title)
        assert f"/cases/{slug}/" in list_paths(page), option.title
    look_for(page, entry.fields.title)
    assert list_paths(page)[0] == f"/cases/{slug}/"


def test_a_part_of_a_case_is_linked_to_and_is_there(found: ServedSite, make_page: PageMaker) -> None:
    page = make_page()
    open_search(page, found, "?q=unbolt")
    expect(get_titles(page)).to_have_text(["Open the gate?"])
    page.get_by_role("link", name="Unbolt it").click()
    page.wait_for_url("**/cases/gate/#option-open")
    expect(page.locator("#option-open")).to_be_in_viewport()
    open_search(page, found, "?q=gatekeeper")
    page.get_by_role("link", name="The gatekeeper (Professional)").click()
    expect(page.locator("#role-keeper")).to_be_in_viewport()


def test_every_heading_of_the_index_is_an_id_of_its_page(found: ServedSite, sites: Sites, make_page: PageMaker) -> None:
    """A result may lead to any of them."""
    page = make_page()
    for served, query in ((sites["demo"], "the"), (found, "gate")):
        open_search(page, served, f"?q={query}")
        while page.get_by_role("button", name="Show more").is_visible():
            count = get_titles(page).count()
            page.get_by_role("button", name="Show more").click()
            expect(get_titles(page)).not_to_have_count(count)
        hrefs: list[str] = page.locator(".search-parts a").evaluate_all("all => all.map(one => one.href)")
        assert hrefs
        for href in hrefs:
            address = urlsplit(href)
            path = address.path.removeprefix(f"{served.site.settings.base_path}/")
            ids = re.findall(r'\sid="?([^"\s>]+)', served.site.read(f"{path}index.html"))
            assert address.fragment in ids, href


@pytest.mark.parametrize("word", SEALED)
def test_what_follows_a_choice_is_found_and_not_given_away(word: str, found: ServedSite, make_page: PageMaker) -> None:
    page = make_page()
    open_search(page, found, f"?q={word}")
    expect(get_titles(page)).to_have_text(["Open the gate?"])
    expect(page.locator(".search-sealed")).to_have_text("The word stands in what follows a choice.")
    shown = page.locator(".search-results").inner_text().casefold()
    assert not [one for one in SEALED if one in shown]


@pytest.mark.parametrize("words", [pytest.param(words, id=name) for name, words in KEPT_AWAY.items()])
def test_what_is_not_listed_is_never_found(words: tuple[str, ...], found: ServedSite, make_page: PageMaker) -> None:
    page = make_page()
    open_search(page, found)
    for word in words:
        look_for(page, word)
        expect_said(page, f"Nothing found for “{word}”")
        assert get_titles(page).count() == 0


def test_the_draft_word_would_be_found_if_it_were_published(found: ServedSite, make_page: PageMaker) -> None:
    """Without this, nothing might be found for another reason."""
    page = make_page()
    open_search(page, found, "?q=marmalade")
    assert list_paths(page) == ["/a/blog/posts/listed/"]


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("Kündigungsfrist", "posts/deutsch/"),
        ("kundigungsfrist", "posts/deutsch/"),
        ("Drehkreuz", "posts/both-de/"),
        ("portcullis", "about/"),
        ("marm", "posts/listed/"),
        ("“apple”, MARMALADE!", "posts/listed/"),
        ("gate closing time", "cases/gate/"),
    ],
)
def test_words_find_their_text_in_any_language_and_as_they_are_typed(
    words: str, path: str, found: ServedSite, make_page: PageMaker
) -> None:
    page = make_page()
    open_search(page, found)
    look_for(page, words)
    assert list_paths(page) == [f"/a/blog/{path}"]
    answer = page.goto(f"{found.origin}{list_paths(page)[0]}")
    assert answer is not None
    assert answer.ok


def test_a_result_says_what_it_is_and_in_which_language(found: ServedSite, make_page: PageMaker) -> None:
    page = make_page()
    open_search(page, found, "?q=gate")
    case = page.locator(".entry-case")
    expect(case.locator(".entry-margin")).to_have_text(re.compile(r"Case\s*7\s*2 February 2026"))
    expect(case.locator("mark").first).to_have_text("gate")
    open_search(page, found, "?q=niemand")
    expect(page.locator(".entry-post .entry-body")).to_have_attribute("lang", "de")
    open_search(page, found, "?q=portcullis")
    expect(page.locator(".entry-page .entry-margin")).to_have_text("Page")


def test_the_search_runs_beside_the_page(found: ServedSite, make_page: PageMaker) -> None:
    """In a worker, which has the policy that it is sent with; else the page itself would search."""
    page = make_page()
    open_search(page, found, "?q=gate")
    assert [urlsplit(worker.url).path for worker in page.workers] == [f"/a/blog/{SEARCH_FOLDER}/pagefind-worker.js"]


def test_only_what_is_searched_is_loaded(found: ServedSite, make_page: PageMaker) -> None:
    """Another page loads the key and nothing else; the search loads the index when something is to be found."""
    page = make_page()
    page.goto(find_search(found).replace("search/", "about/"))
    assert not [address for address in make_page.record.addresses if SEARCH_FOLDER in address]
    scripts = [urlsplit(one).path for one in make_page.record.addresses if one.endswith(".js")]
    assets = found.site.content.assets
    assert scripts == [f"/a/blog/{assets.find_path(name)}" for name in (SCHEME_SCRIPT, SHORTCUT_SCRIPT)]


# How it is used


def test_kinds_choose_among_the_results_and_say_how_many(found: ServedSite, make_page: PageMaker) -> None:
    page = make_page()
    open_search(page, found, "?q=gate")
    labels = page.locator(".search-kinds label")
    expect(labels).to_have_text([re.compile(rf"^\s*{text}\s*$") for text in ("All 6", "Cases 1", "Posts 4", "Pages 1")])
    page.get_by_label("Cases").check()
    expect_said(page, "1 result for “gate”")
    assert list_paths(page) == ["/a/blog/cases/gate/"]
    assert urlsplit(page.url).query == "q=gate&kind=case"
    page.reload()
    expect_said(page, "1 result for “gate”")
    expect(page.get_by_label("Cases")).to_be_checked()


def test_the_query_stands_in_the_address_and_comes_back(found: ServedSite, make_page: PageMaker) -> None:
    page = make_page()
    open_search(page, found)
    look_for(page, "a b&c=d#e marmalade")
    assert urlsplit(page.url).query == "q=a+b%26c%3Dd%23e+marmalade"
    look_for(page, "marmalade")
    get_titles(page).first.click()
    page.wait_for_url("**/posts/listed/")
    page.go_back()
    expect_said(page, "1 result for “marmalade”")
    expect(page.get_by_role("searchbox")).to_have_value("marmalade")


def test_it_is_all_done_with_keys(found: ServedSite, make_page: PageMaker) -> None:
    page = make_page()
    page.goto(find_search(found).replace("search/", "about/"))
    page.keyboard.press("/")
    page.wait_for_url("**/search/")
    field = page.get_by_role("searchbox")
    expect(field).to_be_focused()
    page.keyboard.type("gate")
    expect_said(page, "6 results for “gate”")
    page.keyboard.press("ArrowDown")
    expect(get_titles(page).first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("/")
    expect(field).to_be_focused()
    expect(field).to_have_value("gate")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    expect(get_titles(page)).to_have_count(0)
    assert urlsplit(page.url).query == ""
    page.keyboard.type("marmalade")
    expect_said(page, "1 result")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/posts/listed/")


def test_a_slash_that_is_written_is_a_slash(found: ServedSite, make_page: PageMaker) -> None:
    page = make_page()
    open_search(page, found)
    page.keyboard.type("a/b")
    expect(page.get_by_role("searchbox")).to_have_value("a/b")
    page.goto(find_search(found).replace("search/", "about/"))
    for field in ("<textarea id=field></textarea>", "<p id=field contenteditable>x</p>", "<input id=field>"):
        page.evaluate("html => document.querySelector('main').insertAdjacentHTML('afterbegin', html)", field)
        page.locator("#field").focus()
        page.keyboard.press("/")
        page.evaluate("document.querySelector('#field').remove()")
    page.keyboard.press("Control+/")
    assert page.url.endswith("/about/")


def test_the_key_can_be_turned_off(found: ServedSite, make_page: PageMaker) -> None:
    """Source: https://www.w3.org/TR/WCAG22/#character-key-shortcuts."""
    page = make_page()
    open_search(page, found)
    page.get_by_label("leads to the search").uncheck()
    page.goto(find_search(found).replace("search/", "about/"))
    page.keyboard.press("/")
    open_search(page, found)
    assert not page.get_by_label("leads to the search").is_checked()
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).not_to_be_focused()
    page.get_by_label("leads to the search").check()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()


def test_more_is_shown_when_it_is_asked_for(found: ServedSite, make_page: PageMaker) -> None:
    page = make_page()
    open_search(page, found, "?q=repetitive")
    expect(get_titles(page)).to_have_count(10)
    page.get_by_role("button", name="Show more").click()
    expect(get_titles(page)).to_have_count(12)
    expect(get_titles(page).nth(10)).to_be_focused()
    expect(page.get_by_role("button", name="Show more")).to_be_hidden()


def test_every_page_leads_to_the_search(found: ServedSite, make_page: PageMaker) -> None:
    page = make_page(java_script_enabled=False)
    for output in found.site.pages:
        if output.kind is not OutputKind.ALIAS:
            page.goto(found.find_address(output))
            assert page.locator("header a[rel=search]").get_attribute("href") == "/a/blog/search/"


@pytest.mark.parametrize("text", HOSTILE)
def test_no_query_is_taken_for_anything_but_words(text: str, found: ServedSite, make_page: PageMaker) -> None:
    page = make_page()
    open_search(page, found)
    page.get_by_role("searchbox").fill(text)
    expect_said(page, "Nothing found for")
    assert page.locator("cb-search :is(img, script)").count() == 0


def test_html_of_a_text_is_shown_as_it_was_written(found: ServedSite, make_page: PageMaker) -> None:
    page = make_page()
    for word in ("onerror", "jar"):
        open_search(page, found, f"?q={word}")
        expect(page.locator(".entry-summary")).to_contain_text(
            "<img src=x onerror=alert(1)> does to a jar: nothing, a < b."
        )
        assert page.locator("cb-search img").count() == 0


# What it is like


def test_without_a_script_the_page_leads_on(found: ServedSite, make_page: PageMaker) -> None:
    page = make_page(java_script_enabled=False)
    page.goto(find_search(found))
    expect(page.locator("main")).to_contain_text("Searching needs JavaScript.")
    expect(page.locator("form")).to_be_hidden()
    links = page.locator("main a")
    assert links.all_inner_texts() == ["Archives", "Cases", "Categories", "Tags"]
    for href in links.evaluate_all("all => all.map(one => one.href)"):
        answer = page.goto(href)
        assert answer is not None
        assert answer.ok


def test_an_index_that_cannot_be_loaded_is_said_to_be_missing(found: ServedSite, make_failing_page: PageMaker) -> None:
    page = make_failing_page()
    page.route(re.compile(rf"/{SEARCH_FOLDER}/"), lambda route: route.abort())
    page.goto(find_search(found) + "?q=gate")
    expect_said(page, "The search cannot be loaded.")
    page.unroute_all()
    page.get_by_role("searchbox").press("Enter")
    expect_said(page, "results for “gate”")


def test_a_slow_index_is_waited_for(found: ServedSite, make_page: PageMaker) -> None:
    page = make_page()
    held: list[Route] = []
    released = False

    def hold(route: Route) -> None:
        if released:
            route.continue_()
        else:
            held.append(route)

    page.route(re.compile(r"\.pf_index$"), hold)
    with page.expect_request(re.compile(r"\.pf_index$")):
        page.goto(find_search(found) + "?q=gate")
    expect_said(page, "Searching …")
    released = True
    for route in held:
        route.continue_()
    expect_said(page, "6 results for “gate”")


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_shifts_when_results_come(width: int, found: ServedSite, make_page: PageMaker) -> None:
    page = make_page(width=width)
    page.add_init_script(WATCH_SHIFTS)
    for state in EXPECTED_STATES.values():
        open_search(page, found, state)
        assert page.evaluate(SETTLE) == []


@pytest.mark.parametrize("state", EXPECTED_STATES)
def test_axe_finds_nothing_and_all_fits(state: str, found: ServedSite, make_page: PageMaker) -> None:
    windows: tuple[tuple[int, ColorScheme], ...] = ((320, "light"), (320, "dark"), (1280, "light"), (1280, "dark"))
    page = make_page()
    open_search(page, found, EXPECTED_STATES[state])
    for width, scheme in windows:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        assert find_violations(page) == []
        assert page.evaluate(FIND_OVERFLOW) == []


def test_forced_colours_leave_what_was_found_marked(found: ServedSite, make_page: PageMaker) -> None:
    page = make_page(forced_colors="active")
    open_search(page, found, "?q=gate")
    read = "mark => [getComputedStyle(mark).backgroundColor, getComputedStyle(mark.parentElement).backgroundColor]"
    own, around = page.locator("mark").first.evaluate(read)
    assert own != around


def test_only_the_page_that_searches_may_run_webassembly(found: ServedSite) -> None:
    pages = {output.path: found.site.read(output.path) for output in found.site.pages}
    assert [path for path, html in pages.items() if "wasm-unsafe-eval" in html] == ["search/index.html"]
    assert [path for path, html in pages.items() if "worker-src" in html] == ["search/index.html"]

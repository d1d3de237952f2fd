"""The preview in a real browser: each kind of edit is seen, mistakes lie over the page until they are mended."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessibility import find_violations
from tests.browser.driving import PageMaker, hold_requests
from tests.browser.live_site import HELD, LONG, POST, Visit, draw, replace, write_live_site
from tests.serving.previewing import Preview, run_preview

SOON = 5_000
"""Milliseconds in which an edit is seen, on a machine that is busy with other tests."""

READ = "Paragraph 20,"
"""What somebody reads who has scrolled down."""

PLACE = 100
"""How far below the edge of the window it stands, in pixels."""

CLOSE = 2
"""How many pixels it may stand from there."""

STYLES = re.compile(r"/casebook\.css")

STATE = """() => ({
  top: scrollY, fonts: document.fonts.status, seen: document.visibilityState,
  sheets: [...document.querySelectorAll("link[rel=stylesheet]")].map(sheet => sheet.href),
  loaded: [...document.fonts].filter(font => font.status !== "unloaded").map(font => `${font.family} ${font.status}`),
})"""
"""What tells why something stands elsewhere."""


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    folder = write_live_site(tmp_path_factory.mktemp("live"))
    with run_preview(folder, "--settings", "settings.py") as running:
        yield running


@pytest.fixture
def page(make_failing_page: PageMaker) -> Page:
    return make_failing_page()


def visit(preview: Preview, page: Page, path: str) -> Visit:
    return Visit(page, f"{preview.address}{path}")


def find_overlay(page: Page) -> Locator:
    return page.get_by_role("dialog", name=re.compile("mistake"))


# Edits


def test_the_body_of_a_post(preview: Preview, page: Page) -> None:
    visit(preview, page, "/posts/two/")
    replace(preview.content / "posts/two.md", "Words of two.", "Other words.")
    expect(page.get_by_text("Other words.")).to_be_visible(timeout=SOON)


def test_the_title_of_a_post_on_the_list_that_shows_it(preview: Preview, page: Page) -> None:
    visit(preview, page, "/")
    replace(preview.content / "posts/two.md", "The second post", "A title written anew")
    expect(page.get_by_role("link", name="A title written anew")).to_be_visible(timeout=SOON)


def test_a_new_post_at_an_address_that_is_looked_at_already(preview: Preview, page: Page) -> None:
    visit(preview, page, "/posts/new/")
    expect(page.get_by_role("complementary", name="In the preview")).to_contain_text("/posts/new/")
    post = POST.format(id="new", title="A new post", day=5, body="Draft words.")
    (preview.content / "posts/new.md").write_text(post.replace("\n---\nD", "\nstatus: draft\n---\nD"), "utf-8")
    expect(page.get_by_role("heading", name="A new post")).to_be_visible(timeout=SOON)
    expect(page.locator("main .draft").first).to_be_visible()


def test_a_renamed_post_is_found_at_its_new_address(preview: Preview, page: Page) -> None:
    visit(preview, page, "/posts/moved/")
    (preview.content / "posts/moved.md").rename(preview.content / "posts/moved-on.md")
    near = page.get_by_role("link", name="/posts/moved-on/")
    expect(near).to_be_visible(timeout=SOON)
    near.click()
    expect(page.get_by_text("Words that stay.")).to_be_visible()


def test_a_deleted_post(preview: Preview, page: Page) -> None:
    visit(preview, page, "/")
    link = page.get_by_role("link", name="Soon gone")
    expect(link).to_be_visible()
    (preview.content / "posts/gone.md").unlink()
    expect(link).to_have_count(0, timeout=SOON)


def test_a_case(preview: Preview, page: Page) -> None:
    visit(preview, page, "/cases/bridge/")
    replace(preview.content / "cases/bridge/case.yaml", "Nobody crosses.", "Nobody at all crosses.")
    expect(page.get_by_text("Nobody at all crosses.")).to_be_visible(timeout=SOON)


def test_what_a_reader_sent_and_what_is_held(preview: Preview, page: Page) -> None:
    visit(preview, page, "/cases/bridge/")
    readers = preview.content / "cases/bridge/readers"
    (readers / "2026-02-20-0000aa.yaml").write_text(HELD.replace("Held words", "Published words"), "utf-8")
    expect(page.get_by_text("Published words of a reader.")).to_have_count(1, timeout=SOON)
    held = preview.folder / ".held/bridge"
    held.mkdir(parents=True)
    (held / "2026-02-21-aaaaaaaaaaaa.yaml").write_text(HELD, "utf-8")
    expect(page.get_by_text("Held words of a reader.")).to_have_count(1, timeout=SOON)
    expect(page.get_by_text("Held, not published").first).to_have_count(1)


def test_a_template(preview: Preview, page: Page) -> None:
    visit(preview, page, "/posts/two/")
    replace(
        preview.folder / "theme/templates/article.html", "{% block main %}", "{% block main %}<p>New in a template</p>"
    )
    expect(page.get_by_text("New in a template")).to_be_visible(timeout=SOON)


def test_a_script(preview: Preview, page: Page) -> None:
    seen = visit(preview, page, "/posts/two/")
    with (preview.folder / "theme/scheme.js").open("a", encoding="utf-8") as file:
        file.write('\ndocument.documentElement.dataset.edited = "yes";\n')
    expect(page.locator("html[data-edited=yes]")).to_have_count(1, timeout=SOON)
    assert seen.loads == 1


def test_a_picture(preview: Preview, page: Page) -> None:
    visit(preview, page, "/posts/one/")
    draw(preview.content / "images/square.png", "red", side=80)
    expect(page.locator("main img[width='80']")).to_be_visible(timeout=SOON)


def test_the_words_of_the_site_in_a_folder_that_was_not_there(preview: Preview, page: Page) -> None:
    visit(preview, page, "/")
    words = preview.folder / "words"
    words.mkdir()
    (words / "en.yaml").write_text("skip: Past all this\n", "utf-8")
    expect(page.get_by_text("Past all this")).to_have_count(1, timeout=SOON)


def test_the_settings_and_what_they_import(preview: Preview, page: Page) -> None:
    visit(preview, page, "/")
    replace(preview.folder / "shared.py", "As it was", "As it is")
    expect(page.get_by_text("As it is").first).to_be_visible(timeout=SOON)
    replace(preview.folder / "settings.py", '"Live"', '"Lively"')
    expect(page).to_have_title(re.compile("Lively"), timeout=SOON)


# Without loading the page


@pytest.mark.parametrize("file", ["tokens.css", "theme/css/40-base.css"])
def test_styles_are_exchanged_and_the_page_stays(file: str, preview: Preview, page: Page) -> None:
    seen = visit(preview, page, "/posts/one/")
    scroll(page)
    restyle(preview.folder / file, len(file))
    wait_for_background(seen, len(file))
    wait_for_place(page)
    assert seen.loads == 0
    assert page.locator("link[rel=stylesheet]").count() == 1


def test_styles_that_are_saved_again_before_they_are_there_leave_no_trace(preview: Preview, page: Page) -> None:
    seen = visit(preview, page, "/posts/one/")
    scroll(page)
    hold_requests(page, STYLES)
    with page.expect_request(STYLES):
        restyle(preview.folder / "theme/css/40-base.css", 30)
    restyle(preview.folder / "theme/css/40-base.css", 60)
    page.wait_for_timeout(300)
    page.unroute(STYLES)  # which lets them go
    wait_for_background(seen, 60)
    wait_for_place(page)
    assert seen.loads == 0
    expect(page.locator("link[rel=stylesheet]")).to_have_count(1)


def test_what_one_reads_stays_where_it_is_when_fonts_come_late(preview: Preview, page: Page) -> None:
    seen = visit(preview, page, "/posts/one/")
    scroll(page)
    held = hold_requests(page, re.compile(r"\.woff2"))
    restyle(preview.folder / "theme/css/40-base.css", 40)
    wait_for_background(seen, 40)
    wait_for(lambda: bool(held))
    wait_for_place(page)
    for route in held:
        route.continue_()
    page.evaluate("document.fonts.ready.then(() => true)")
    wait_for_place(page)


def test_whoever_scrolls_on_meanwhile_is_not_brought_back(preview: Preview, page: Page) -> None:
    seen = visit(preview, page, "/posts/one/")
    scroll(page)
    held = hold_requests(page, re.compile(r"\.woff2"))
    restyle(preview.folder / "theme/css/40-base.css", 50)
    wait_for_background(seen, 50)
    wait_for(lambda: bool(held))
    page.mouse.wheel(0, 500)
    wait_for_place(page, PLACE - 500)
    for route in held:
        route.continue_()
    page.wait_for_timeout(200)
    assert abs(find_place(page) - PLACE + 500) < CLOSE


def test_the_place_is_kept(preview: Preview, page: Page) -> None:
    seen = visit(preview, page, "/posts/one/")
    scroll(page)
    replace(preview.content / "posts/one.md", "Paragraph 59,", "Paragraph fifty-nine,")
    expect(page.get_by_text("Paragraph fifty-nine")).to_have_count(1, timeout=SOON)
    wait_for_place(page)
    assert seen.loads == 1


def test_a_page_that_an_edit_does_not_concern_stays(preview: Preview, page: Page, make_failing_page: PageMaker) -> None:
    other, here = make_failing_page(), visit(preview, page, "/posts/one/")
    visit(preview, other, "/posts/two/")
    replace(preview.content / "posts/two.md", "\n---\n", "\n---\nA sentence more. ")
    expect(other.get_by_text("A sentence more.")).to_be_visible(timeout=SOON)
    page.wait_for_timeout(100)
    assert here.loads == 0


def test_a_checkout_of_many_files_loads_the_page_once(preview: Preview, page: Page) -> None:
    seen = visit(preview, page, "/posts/two/")
    for number in range(50):
        post = POST.format(id=f"many-{number}", title=f"Many {number}", day=6, body=LONG)
        (preview.content / f"posts/many-{number}.md").write_text(post, "utf-8")
        time.sleep(0.002)
    replace(preview.content / "posts/two.md", "\n---\n", "\n---\nChecked out. ")
    expect(page.get_by_text("Checked out.")).to_be_visible(timeout=SOON)
    page.wait_for_timeout(300)
    assert 1 <= seen.loads <= 2
    for number in range(50):
        (preview.content / f"posts/many-{number}.md").unlink()


def test_what_editors_leave_behind_loads_nothing(preview: Preview, page: Page) -> None:
    seen = visit(preview, page, "/posts/two/")
    posts = preview.content / "posts"
    names = ("4913", ".two.md.swp", "#two.md#", ".#two.md", "two.md~", "two.md___jb_tmp___")
    for name in names:
        (posts / name).write_text("status: nothing\n", "utf-8")
    for name in names:
        (posts / name).unlink()
    save_aside(posts / "two.md", "\n---\n", "\n---\nSaved by renaming. ")
    expect(page.get_by_text("Saved by renaming.")).to_be_visible(timeout=SOON)
    assert seen.loads == 1
    assert find_overlay(page).count() == 0


def save_aside(file: Path, old: str, new: str) -> None:
    """Save as Vim does: the old file goes out of the way, a new one is written, the old one is deleted."""
    text = file.read_text(encoding="utf-8")
    backup = file.rename(f"{file}~")
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    backup.unlink()


# Mistakes


def test_a_mistake_lies_over_the_last_good_page_until_it_is_mended(preview: Preview, page: Page) -> None:
    seen = visit(preview, page, "/posts/two/")
    file = preview.content / "posts/two.md"
    line = file.read_text(encoding="utf-8").splitlines().index("date: 2026-01-02") + 1
    replace(file, "\ndate:", "\nstatuss: <draft>\ndate:")
    overlay = find_overlay(page)
    expect(overlay).to_be_visible(timeout=SOON)
    expect(overlay.get_by_role("heading", name="1 mistake")).to_be_focused()
    expect(overlay).to_contain_text(f"content/posts/two.md:{line}:1")
    expect(overlay).to_contain_text("error[unknown-key]")
    expect(overlay.locator(".is-wrong")).to_contain_text("statuss: <draft>")
    expect(overlay.locator("mark")).to_have_text("statuss")
    assert find_violations(page) == []
    expect(page.locator("h1")).to_have_count(1)
    replace(file, "\nstatuss: <draft>", "")
    expect(overlay).to_have_count(0, timeout=SOON)
    assert seen.loads == 0


def test_escape_hides_the_mistakes_until_there_are_others(preview: Preview, page: Page) -> None:
    visit(preview, page, "/posts/two/")
    file = preview.content / "posts/two.md"
    replace(file, "\ndate:", "\nstatuss: draft\ndate:")
    overlay, button = find_overlay(page), page.get_by_role("button", name="1 mistake")
    expect(overlay).to_be_visible(timeout=SOON)
    page.keyboard.press("Escape")
    expect(overlay).to_have_count(0)
    expect(button).to_be_visible()
    page.goto(f"{preview.address}/posts/one/")
    expect(button).to_be_visible(timeout=SOON)
    expect(overlay).to_have_count(0)
    button.click()
    expect(overlay).to_be_visible()
    page.keyboard.press("Escape")
    replace(file, "\ndate:", "\nauthorss: ada\ndate:")
    expect(overlay).to_contain_text("2 mistakes", timeout=SOON)
    replace(file, "\nauthorss: ada", "")
    replace(file, "\nstatuss: draft", "")
    expect(page.locator("casebook-preview .status")).to_have_text("Mended: no mistakes any more.", timeout=SOON)
    expect(button).to_have_count(0)


@pytest.mark.parametrize("wrong", ["{{ page.nowhere }}", "{% if %}"])
def test_a_mistake_in_a_template_names_its_line(wrong: str, preview: Preview, page: Page) -> None:
    seen = visit(preview, page, "/posts/two/")
    template = preview.folder / "theme/templates/article.html"
    replace(template, "{% block main %}", f"{{% block main %}}\n{wrong}\n")
    line = template.read_text(encoding="utf-8").splitlines().index(wrong) + 1
    overlay = find_overlay(page)
    expect(overlay).to_contain_text(f"theme/templates/article.html:{line}:1", timeout=SOON)
    expect(overlay).to_contain_text("error[bad-template]")
    expect(overlay.locator(".is-wrong")).to_contain_text(wrong)
    replace(template, f"\n{wrong}\n", "")
    expect(overlay).to_have_count(0, timeout=SOON)
    assert seen.loads == 0


def test_a_link_that_a_template_writes_wrong_is_seen_on_the_page(preview: Preview, page: Page) -> None:
    visit(preview, page, "/posts/two/")
    template = preview.folder / "theme/templates/article.html"
    wrong = '<a href="/nowhere/">Nowhere</a>'
    replace(template, "{% block main %}", f"{{% block main %}}{wrong}")
    overlay = find_overlay(page)
    expect(overlay).to_contain_text("error[broken-output-link]", timeout=SOON)
    replace(template, wrong, "")
    expect(overlay).to_have_count(0, timeout=SOON)


def test_nothing_goes_wrong_on_the_way(preview: Preview, page: Page, make_failing_page: PageMaker) -> None:
    for path in ("/", "/posts/one/", "/cases/bridge/", "/search/?q=words"):
        visit(preview, page, path)
    expect(page.locator(".search-results")).to_contain_text("Soon moved", timeout=SOON)
    assert make_failing_page.record.list_problems() == []


def scroll(page: Page) -> None:
    """Scroll a page to what is read, when its fonts are there."""
    page.evaluate("document.fonts.ready.then(() => true)")
    page.evaluate(f"by => scrollBy(0, by - {PLACE})", find_place(page))
    assert abs(find_place(page) - PLACE) < CLOSE


def wait_for_place(page: Page, place: float = PLACE) -> None:
    """Wait until what was read is where it is to be in the window: that is what a reader sees, not how far it is."""
    end = time.monotonic() + SOON / 1000
    while abs((found := find_place(page)) - place) > CLOSE:
        assert time.monotonic() < end, f"at {found} pixels, not at {place}; {page.evaluate(STATE)}"
        time.sleep(0.01)


def find_place(page: Page) -> float:
    """Return how far below the edge of the window something stands."""
    return float(page.get_by_text(READ).evaluate("one => one.getBoundingClientRect().top"))


def restyle(sheet: Path, number: int) -> None:
    """Give the page another background, and let it begin further down."""
    with sheet.open("a", encoding="utf-8") as file:
        file.write(f"\nbody {{ background: rgb(250 251 {number}) !important; padding-top: {number}px !important }}\n")


def wait_for_background(seen: Visit, number: int) -> None:
    """Wait until a page is in the style that `restyle` gave it."""
    wait_for(lambda: seen.find_background() == f"250 251 {number}")


def wait_for(is_so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + SOON / 1000
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)

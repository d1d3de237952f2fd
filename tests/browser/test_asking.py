"""The form by which readers answer: by letter, by issue, or sent to who takes forms; with and without a script."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from plugins.cases.letters import write_letter
from plugins.cases.questions import FIELDS, QUESTIONS
from plugins.site.registry import OutputKind
from plugins.wording.words import Words
from tests.browser.accessibility import find_violations
from tests.browser.building import SITES, build
from tests.browser.case_script.using import BLOCKED, DENIED_CLIPBOARD
from tests.browser.driving import ColorScheme, PageMaker
from tests.browser.serving import ServedSite, serve

SETTINGS = SITES / "asking" / "settings.py"
ADDRESS = "cases+all@casebook.example"
ISSUES = "https://gitlab.com/ann/cases"
SAY, FILL, OWN = "Say it & smile, “{name}”", "Fill it", "something else"
WORDS = "I said it – and “he” filled it.\n\nTwice: 100 % {text} & more."

NO_SESSION = BLOCKED.replace("localStorage", "sessionStorage")
CATCH = """addEventListener('DOMContentLoaded', () => navigation.addEventListener('navigate', event => {
    (window.gone ??= []).push(event.destination.url);
    if (!event.destination.url.startsWith(location.origin)) event.preventDefault();
}))"""
"""Keep the page where it is when it leads to a mail program or to another host, and note where that was."""

COPIED = """Object.defineProperty(Navigator.prototype, 'clipboard', {
    get: () => ({ writeText: text => { window.copied = text; return Promise.resolve(); } }),
});"""


@dataclass
class Inbox:
    """What takes forms: the fields of every form that came. `back` is where it leads: our pages say not who sends."""

    address: str
    back: str = ""
    taken: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def take_forms() -> Iterator[Inbox]:
    """Take forms on a free port of this machine."""
    inbox = Inbox("")
    handler = type("Handler", (_Taker,), {"inbox": inbox})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    inbox.address = f"http://127.0.0.1:{server.server_port}/answers"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield inbox
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Taker(BaseHTTPRequestHandler):
    """Leads back to the site, as many that take forms can be told to: by the hidden field `next`."""

    inbox: ClassVar[Inbox]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode("ascii")
        fields = dict(parse_qsl(body, keep_blank_values=True, strict_parsing=True))
        self.inbox.taken.append(fields)
        self.send_response(303)
        self.send_header("Location", f"{self.inbox.back}{fields['next']}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Say nothing."""


@pytest.fixture(scope="module")
def inbox() -> Iterator[Inbox]:
    with take_forms() as taking:
        yield taking


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, inbox: Inbox) -> Iterator[ServedSite]:
    """A site that can be answered in every way."""
    form = {"to": inbox.address, "hidden": {"next": "/", "a b": "“1”"}}
    with serve_asking(tmp_path_factory.mktemp("all"), {"email": ADDRESS, "issue": ISSUES, "form": form}) as served:
        inbox.back = served.origin
        yield served


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSite]:
    """A site that can be answered by letters and issues only."""
    with serve_asking(tmp_path_factory.mktemp("letters"), {"email": ADDRESS, "issue": ISSUES}) as served:
        yield served


@contextmanager
def serve_asking(folder: Path, ways: Mapping[str, object]) -> Iterator[ServedSite]:
    built = build(SETTINGS, folder / "site", {"REPLY_BY": ways}, published=True)
    with serve(built) as served:
        yield served


def open_case(page: Page, served: ServedSite, *, kept_here: bool = True) -> None:
    """Open the case; unless it is not to be `kept_here`, the page does not go where it leads."""
    if kept_here:
        page.add_init_script(CATCH)
    page.goto(served.find_address(served.site.find_page(OutputKind.CASE)))


def find_form(page: Page) -> Locator:
    return page.locator(".cb-form")


def fill(page: Page, **answers: str) -> None:
    """Answer: what one chooses by its value, what one writes in words."""
    form = find_form(page)
    for name, value in answers.items():
        chosen = form.locator(f"[name={name}][value='{value}']")
        if name in ("text", "name", "own"):
            form.locator(f"[name={name}]").fill(value)
        else:
            chosen.check()


def press(page: Page, way: str) -> None:
    find_form(page).locator(f"[data-way={way}]").click()


def read_gone(page: Page) -> str:
    """Return where the page wanted to lead last."""
    return str(page.evaluate("window.gone.at(-1)"))


def read_mailto(address: str) -> tuple[str, str, str]:
    """Return to whom a letter goes, its subject and its text."""
    parts = urlsplit(address)
    assert parts.scheme == "mailto"
    headers = dict(pair.split("=", 1) for pair in parts.query.split("&"))
    return unquote(parts.path), unquote(headers["subject"]), unquote(headers["body"])


def write(served: ServedSite, **answers: str) -> list[str]:
    """Return the lines of a letter with these answers, as the product writes it."""
    words = speak(served)
    return list(write_letter(QUESTIONS, answers, words))


def speak(served: ServedSite) -> Words:
    return served.site.settings.wording.speak("en")


ANSWERED = {"account": "did", "result": "worse", "role": "leader", "name": "M. K.", "text": WORDS, "consent": "yes"}
SAID = {"account": "what I did", "result": "worse", "role": "leader", "name": "M. K.", "text": WORDS, "consent": "yes"}


def test_nothing_opens_at_load_and_a_link_opens_the_form_with_its_road(
    letters: ServedSite, make_page: PageMaker
) -> None:
    page = make_page()
    open_case(page, letters)
    expect(find_form(page)).to_have_count(0)
    page.locator("[data-ask=fill-it]").last.click()
    road = find_form(page).get_by_role("radio", name="Fill it")
    expect(road).to_be_checked()
    expect(road).to_be_focused()
    page.locator("[data-ask=own]").last.click()
    expect(find_form(page)).to_have_count(1)
    expect(find_form(page).get_by_role("radio", name=OWN)).to_be_checked()
    assert page.evaluate("window.gone ?? []") == []


def test_a_link_in_an_option_opens_the_form_and_back_leads_there_again(
    letters: ServedSite, make_page: PageMaker
) -> None:
    page = make_page(height=500)
    open_case(page, letters)
    page.locator("#option-say summary").click()
    link = page.get_by_role("link", name="Write the first reply")
    link.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    link.click()
    expect(find_form(page).locator("[value=say]")).to_be_focused()
    assert page.evaluate("scrollY") > before
    page.go_back()
    expect(link).to_be_in_viewport()
    assert abs(page.evaluate("scrollY") - before) < 5
    expect(find_form(page)).to_have_count(1)


def test_the_letter_is_the_one_that_the_product_writes(letters: ServedSite, make_page: PageMaker) -> None:
    page = make_page()
    open_case(page, letters)
    for road, title in (("say", SAY), ("fill-it", FILL)):
        page.locator(f"[data-ask={road}]").last.click()
        fill(page, **ANSWERED)
        press(page, "mail")
        to, subject, body = read_mailto(read_gone(page))
        assert (to, subject) == (ADDRESS, f"The kettle: {title}")
        wanted = write(letters, **SAID, option=title, reference=f"kettle-000001/{road}")
        assert body == "\n".join(wanted).replace("\n", "\r\n")
        assert read_gone(page).count("%0D%0A") == read_gone(page).count("%0A")
    expect(find_form(page).get_by_role("status")).to_have_text(speak(letters).plain("form-mail-opens"))


def test_an_empty_letter_of_the_script_is_the_link_without_it(letters: ServedSite, make_page: PageMaker) -> None:
    """What a reader without a script is given, and what is filled in, differ in the answers only."""
    page = make_page()
    open_case(page, letters)
    link = page.locator("[data-ask=say]").last
    to, subject, body = read_mailto(link.get_attribute("href") or "")
    assert (to, subject) == (ADDRESS, f"The kettle: {SAY}")
    assert body.split("\r\n") == write(letters, option=SAY, reference="kettle-000001/say")
    link.click()
    pattern = find_form(page).get_attribute("data-letter") or ""
    names = {name: f"{{{name}}}" for name in FIELDS}
    assert pattern.split("\n") == write(letters, **names)


def test_a_road_of_ones_own_is_named_and_needs_its_name(letters: ServedSite, make_page: PageMaker) -> None:
    page = make_page()
    open_case(page, letters)
    page.locator("[data-ask=own]").last.click()
    fill(page, **ANSWERED)
    own = find_form(page).get_by_label("Your own road")
    expect(own).to_be_visible()
    press(page, "mail")
    expect(own).to_be_focused()  # the browser says what is missing
    assert page.evaluate("window.gone ?? []") == []
    own.fill("Buy two")
    press(page, "mail")
    _, subject, body = read_mailto(read_gone(page))
    assert subject == "The kettle: Buy two"
    assert body.splitlines()[0] == "My road: Buy two"
    assert "kettle-000001/own" in body
    fill(page, option="say")
    expect(own).to_be_hidden()
    press(page, "mail")
    assert "Buy two" not in unquote(read_gone(page))


def test_what_one_would_do_has_not_come_out_yet(letters: ServedSite, make_page: PageMaker) -> None:
    page = make_page()
    open_case(page, letters)
    page.locator("[data-ask=say]").last.click()
    fill(page, **ANSWERED)
    fill(page, account="would-do")
    expect(find_form(page).get_by_role("radio", name="worse")).to_be_hidden()
    press(page, "mail")
    said = {**SAID, "account": "what I would do", "result": ""}
    wanted = write(letters, **said, option=SAY, reference="kettle-000001/say")
    assert read_mailto(read_gone(page))[2] == "\n".join(wanted).replace("\n", "\r\n")


def test_without_what_is_needed_nothing_is_written(letters: ServedSite, make_page: PageMaker) -> None:
    page = make_page()
    page.add_init_script(COPIED)
    open_case(page, letters)
    page.locator("[data-ask=say]").last.click()
    for missing, answers in (("account", {}), ("text", {"account": "did"}), ("consent", {"text": WORDS})):
        fill(page, **answers)
        for way in ("mail", "issue", "copy"):
            press(page, way)
            expect(find_form(page).locator(f"[name={missing}]").first).to_be_focused()
    assert page.evaluate("[window.gone ?? [], window.copied ?? '']") == [[], ""]


def test_an_issue_has_the_title_and_the_text_of_the_letter(letters: ServedSite, make_page: PageMaker) -> None:
    page = make_page()
    open_case(page, letters)
    page.locator("[data-ask=say]").last.click()
    fill(page, **ANSWERED)
    press(page, "issue")
    parts = urlsplit(read_gone(page))
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{ISSUES}/-/issues/new"
    body = "\n".join(write(letters, **SAID, option=SAY, reference="kettle-000001/say"))
    assert dict(parse_qsl(parts.query)) == {"issue[title]": f"The kettle: {SAY}", "issue[description]": body}


def test_one_sees_what_will_be_printed(letters: ServedSite, make_page: PageMaker) -> None:
    page = make_page()
    open_case(page, letters)
    page.locator("[data-ask=fill-it]").last.click()
    preview = find_form(page).get_by_role("group", name="This is what everyone will read")
    expect(preview).to_contain_text("A reader")
    fill(page, **ANSWERED)
    shown = preview.locator("[data-show]").all_inner_texts()
    assert shown == [FILL, "Did this. It came out worse.", WORDS, "M. K., leader"]
    fill(page, name="", role="other", result="unknown", option="own", own="Buy <b>two</b>")
    shown = preview.locator("[data-show]").all_inner_texts()
    assert shown == ["Buy <b>two</b>", "Did this.", WORDS, "A reader"]


def test_a_draft_survives_a_reload_and_waits_for_the_mail_program(letters: ServedSite, make_page: PageMaker) -> None:
    page = make_page()
    open_case(page, letters)
    page.locator("[data-ask=own]").last.click()
    fill(page, **ANSWERED, own="Buy two")
    page.reload()
    expect(find_form(page)).to_have_count(0)
    page.locator("[data-ask=own]").last.click()
    form = find_form(page)
    for name in ("text", "name", "own"):
        expect(form.locator(f"[name={name}]")).to_have_value({**ANSWERED, "own": "Buy two"}[name])
    for name in ("account", "result", "role"):
        expect(form.locator(f"[name={name}][value={ANSWERED[name]}]")).to_be_checked()
    expect(form.locator("[name=consent]")).not_to_be_checked()  # to agree is for each time
    expect(form.get_by_role("status")).to_have_text(speak(letters).plain("form-draft"))
    fill(page, consent="yes")
    press(page, "mail")
    for minutes, text in ((59, ANSWERED["text"]), (61, "")):  # there may be no mail program; or all is sent
        page.evaluate(
            "ago => sessionStorage.setItem('casebook:draft:kettle-000001:given', Date.now() - ago)", minutes * 60_000
        )
        page.reload()
        page.locator("[data-ask=own]").last.click()
        expect(find_form(page).locator("[name=text]")).to_have_value(text)


def test_a_letter_that_is_handed_over_is_marked_and_one_that_is_written_on_is_not(
    letters: ServedSite, make_page: PageMaker
) -> None:
    page = make_page()
    open_case(page, letters)
    given = "() => sessionStorage.getItem('casebook:draft:kettle-000001:given')"
    page.locator("[data-ask=own]").last.click()
    fill(page, **ANSWERED, own="Buy two")
    assert page.evaluate(given) is None
    press(page, "mail")
    assert page.evaluate(given) is not None
    fill(page, name="Another")
    assert page.evaluate(given) is None


def test_what_an_older_page_kept_does_no_harm(letters: ServedSite, make_page: PageMaker) -> None:
    page = make_page()
    open_case(page, letters)
    for kept in ("7", "[[1, 2], null]", '[["constructor", "x"], ["text", {}]]', "{", "[]"):
        page.evaluate("kept => sessionStorage.setItem('casebook:draft:kettle-000001', kept)", kept)
        page.reload()
        page.locator("[data-ask=say]").last.click()
        fill(page, **ANSWERED)
        press(page, "mail")
        assert read_mailto(read_gone(page))[0] == ADDRESS, kept


def test_where_nothing_can_be_kept_it_works_and_forgets(letters: ServedSite, make_page: PageMaker) -> None:
    page = make_page()
    page.add_init_script(NO_SESSION)
    open_case(page, letters)
    page.locator("[data-ask=say]").last.click()
    fill(page, **ANSWERED)
    press(page, "mail")
    assert read_mailto(read_gone(page))[0] == ADDRESS


def test_what_is_too_long_for_a_link_is_said_and_can_be_copied(letters: ServedSite, make_page: PageMaker) -> None:
    page = make_page()
    page.add_init_script(COPIED)
    open_case(page, letters)
    page.locator("[data-ask=say]").last.click()
    said = find_form(page).get_by_role("status")
    fill(page, **{**ANSWERED, "text": "ü" * 400})
    expect(said).to_have_text(speak(letters).plain("form-long-mail", address=ADDRESS))
    press(page, "mail")
    assert page.evaluate("window.gone ?? []") == []
    expect(find_form(page).get_by_role("button", name="Copy the text instead")).to_be_focused()
    press(page, "copy")
    expect(said).to_have_text("Copied.")
    assert page.evaluate("window.copied").endswith("ü" * 400)
    assert "\r" not in page.evaluate("window.copied")
    press(page, "issue")
    assert read_gone(page).startswith(ISSUES)
    fill(page, text="ü" * 4000)
    expect(said).to_contain_text(speak(letters).plain("form-long-issue", host="gitlab.com"))
    fill(page, text="short")
    expect(said).to_have_text("")


def test_where_nothing_can_be_copied_the_text_is_shown(letters: ServedSite, make_page: PageMaker) -> None:
    page = make_page()
    page.add_init_script(DENIED_CLIPBOARD)
    open_case(page, letters)
    page.locator("[data-ask=say]").last.click()
    fill(page, **ANSWERED)
    press(page, "copy")
    shown = find_form(page).get_by_role("textbox", name="Your answer as a letter")
    expect(shown).to_be_focused()
    expect(shown).to_have_value("\n".join(write(letters, **SAID, option=SAY, reference="kettle-000001/say")))
    assert page.evaluate("getSelection().toString()").startswith("My road: ")


def test_it_can_be_written_by_keyboard_alone(letters: ServedSite, make_page: PageMaker) -> None:
    page = make_page()
    open_case(page, letters)
    page.locator("[data-ask=say]").last.press("Enter")
    keys = ["Tab", "Space", "ArrowRight", "Tab", "ArrowLeft", "Tab"]
    for key in keys:
        page.keyboard.press(key)
    page.keyboard.type("By keys.")
    for key in ("Tab", "Tab", "Tab", "Space", "Tab", "Enter"):
        page.keyboard.press(key)
    said = {"account": "what I did", "result": "mixed", "role": "elsewhere", "consent": "yes", "text": "By keys."}
    wanted = write(letters, **said, option=SAY, reference="kettle-000001/say")
    assert read_mailto(read_gone(page))[2].split("\r\n") == wanted


@pytest.mark.parametrize("has_script", [False, True])
def test_a_form_is_sent_with_a_script_and_without(
    has_script: bool, site: ServedSite, inbox: Inbox, make_page: PageMaker
) -> None:
    page = make_page(java_script_enabled=has_script)
    open_case(page, site, kept_here=False)
    expect(find_form(page)).to_be_hidden()
    page.get_by_text("Write here").click()
    fill(page, option="say", **ANSWERED)
    press(page, "form")
    page.wait_for_url(f"{site.origin}/")
    reference = "kettle-000001/say" if has_script else "kettle-000001"
    hidden = {"next": "/", "a b": "“1”", "website": "", "reference": reference}
    own = {} if has_script else {"own": ""}
    sent = inbox.taken.pop()
    assert sent == {**ANSWERED, **hidden, **own, "option": "say", "text": WORDS.replace("\n", "\r\n")}
    assert {*sent} - {"next", "a b", "website"} <= {*FIELDS}


def test_a_link_opens_the_form_that_is_in_the_page(site: ServedSite, make_page: PageMaker) -> None:
    page = make_page()
    open_case(page, site)
    page.locator("[data-ask=fill-it]").last.click()
    expect(find_form(page)).to_be_visible()
    expect(find_form(page).get_by_role("radio", name="Fill it")).to_be_focused()


def test_without_a_script_only_what_works_is_offered(site: ServedSite, make_page: PageMaker) -> None:
    page = make_page(java_script_enabled=False)
    open_case(page, site)
    page.get_by_text("Write here").click()
    assert find_form(page).get_by_role("button").all_inner_texts() == ["Send"]
    links = page.locator(".cb-ways a").evaluate_all("all => all.map(one => one.protocol)")
    assert links == ["mailto:"] * 3
    issue = page.get_by_role("link", name="Or open an issue").get_attribute("href") or ""
    assert dict(parse_qsl(urlsplit(issue).query))["issue[title]"] == "The kettle"
    page.goto("about:blank")
    page.goto(f"{site.find_address(site.site.find_page(OutputKind.CASE))}#case-reply-form")
    expect(find_form(page)).to_be_visible()  # where only a form can be sent, links lead here


def test_no_person_comes_upon_the_field_for_programs(site: ServedSite, make_page: PageMaker) -> None:
    page = make_page()
    open_case(page, site)
    page.locator("[data-ask=say]").last.click()
    trap = find_form(page).locator("[name=website]")
    box = trap.locator("xpath=ancestor::p").bounding_box()
    assert box is not None
    assert box["width"] <= 1 >= box["height"]
    assert trap.evaluate("one => [one.tabIndex, one.closest('[aria-hidden=true]') !== null]") == [-1, True]
    assert speak(site).plain("form-trap") not in find_form(page).aria_snapshot()
    assert find_form(page).locator("[style]").count() == 0


def test_a_draft_of_the_form_in_the_page_survives_too(site: ServedSite, inbox: Inbox, make_page: PageMaker) -> None:
    page = make_page()
    open_case(page, site, kept_here=False)
    page.locator("[data-ask=own]").last.click()
    fill(page, **ANSWERED, own="Buy two")
    page.goto(f"{site.origin}/")
    open_case(page, site, kept_here=False)
    expect(find_form(page)).to_be_hidden()
    page.locator("[data-ask=own]").last.click()
    expect(find_form(page).locator("[name=own]")).to_have_value("Buy two")
    fill(page, consent="yes")
    press(page, "form")
    page.wait_for_url(f"{site.origin}/")
    assert inbox.taken.pop()["reference"] == "kettle-000001/own"
    open_case(page, site, kept_here=False)
    expect(find_form(page).locator("[name=text]")).to_have_value("")


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_the_form_is_for_everyone(width: int, scheme: ColorScheme, site: ServedSite, make_page: PageMaker) -> None:
    page = make_page(width=width, color_scheme=scheme)
    open_case(page, site)
    page.locator("[data-ask=own]").last.click()
    fill(page, **{**ANSWERED, "text": "Zahlungserinnerung" * 30})
    assert find_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    names = find_form(page).get_by_role("group").evaluate_all("all => all.map(one => one.localName)")
    assert len(names) == len(("option", "account", "result", "role", "preview"))


def test_the_form_is_not_printed(letters: ServedSite, make_page: PageMaker) -> None:
    page = make_page()
    open_case(page, letters)
    page.locator("[data-ask=say]").last.click()
    page.emulate_media(media="print")
    expect(find_form(page)).to_be_hidden()

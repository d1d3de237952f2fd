"""The whole way of an answer: from the form in a browser, by mail, form or issue, to the page and its feed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from plugins.site.registry import OutputKind
from tests.browser.building import ROOT, BuiltSite, build
from tests.browser.driving import PageMaker
from tests.browser.serving import ServedSite, serve
from tests.browser.test_asking import CATCH, Inbox, fill, find_form, press, read_gone, read_mailto, take_forms
from tests.contributions.editing import AnsweredSite, make_site

SENDER, HOST = "canary.sender@example.org", "203.0.113.77"
ISSUES = "https://github.com/ann/cases"
TEXT = "I asked the mayor for *one* week – and got two.\n\n- The first for the cracks\n- the second for the letter"
ANSWERS = {
    "account": "did",
    "result": "better",
    "role": "professional",
    "name": "Ada L.",
    "text": TEXT,
    "consent": "yes",
}
SOURCE = "cases/bridge/case.yaml"


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with take_forms() as taking:
        yield taking


@pytest.fixture
def site(tmp_path: Path, inbox: Inbox) -> AnsweredSite:
    """A site with the real theme that can be answered in every way."""
    ways = {"email": "cases@answered.example", "issue": ISSUES, "form": {"to": inbox.address, "hidden": {"next": "/"}}}
    return make_site(tmp_path / "site", f"THEME = {str(ROOT / 'theme')!r}\nREPLY_BY = {ways!r}\n")


def publish(site: AnsweredSite, name: str) -> BuiltSite:
    return build(site.settings_file, site.folder / name, published=True)


def answer(served: ServedSite, make_page: PageMaker, way: str) -> str:
    """Answer the case in a browser, and return where the page led."""
    page = make_page()
    page.add_init_script(CATCH if way != "form" else "")
    page.goto(served.find_address(served.site.find_output(SOURCE)))
    page.locator("[data-ask=step-up]").last.click()
    expect(find_form(page).get_by_role("radio", name="Step up")).to_be_checked()
    fill(page, **ANSWERS)
    press(page, way)
    if way != "form":
        return read_gone(page)
    page.wait_for_url(f"{served.origin}/")
    return ""


def send_mail(address: str, file: Path) -> None:
    """Write the letter that a mail program makes of a link, as it lies in a mailbox after its way."""
    to, subject, body = read_mailto(address)
    message = EmailMessage()
    message["Received"] = f"from laptop ([{HOST}]) by mx.example.org; Fri, 01 May 2026 10:00:09 +0000"
    message["From"], message["To"], message["Subject"] = f"Ada Lovelace <{SENDER}>", to, subject
    message["Date"], message["Message-ID"] = "Fri, 01 May 2026 10:00:00 +0000", f"<1.{SENDER}>"
    message.set_content(f"{body}\r\n\r\n-- \r\nAda Lovelace\r\n{SENDER}\r\n")
    file.write_bytes(message.as_bytes())


def send_issue(address: str, file: Path) -> None:
    """Write what the forge says of the issue that is begun at an address. Source: GitHub's REST API, list of issues."""
    query = parse_qs(urlsplit(address).query)
    (title,), (body,) = query["title"], query["body"]
    user = {"login": "ada-canary", "id": 1, "html_url": "https://github.com/ada-canary"}
    issue = {"number": 7, "title": title, "body": body, "user": user, "created_at": "2026-05-01T10:00:00Z"}
    file.write_text(json.dumps([issue]), encoding="utf-8")


def send_form(inbox: Inbox, file: Path) -> None:
    """Write what was sent, as those who take forms export it."""
    sent = {"created_at": "2026-05-01T10:00:00Z", "ip": HOST, "data": inbox.taken.pop()}
    file.write_text(json.dumps([sent]), encoding="utf-8")


@pytest.mark.parametrize(("way", "name"), [("mail", "letter.eml"), ("issue", "issues.json"), ("form", "forms.json")])
def test_an_answer_comes_from_the_form_to_the_page_and_the_feed(
    way: str, name: str, site: AnsweredSite, inbox: Inbox, make_page: PageMaker
) -> None:
    with serve(publish(site, "before")) as before:
        inbox.back = before.origin
        address = answer(before, make_page, way)
    file = site.folder / name
    send = {"mail": lambda: send_mail(address, file), "issue": lambda: send_issue(address, file)}
    send.get(way, lambda: send_form(inbox, file))()
    imported = site.run("import", file)
    assert (imported.code, imported.err) == (0, "")
    (held,) = site.list_ids()
    place = name if way == "mail" else f"{name}, message 1"
    assert imported.out.splitlines() == [f"{place}: held as {held} for bridge", "1 held, 0 already there, 0 not held"]
    assert site.run("import", file).out.endswith("0 held, 1 already there, 0 not held\n")
    accepted = site.run("accept", held)
    assert (accepted.code, accepted.err) == (0, "")
    after = publish(site, "after")
    with serve(after) as served:
        page = make_page()
        anchor = f"reader-2026-05-01-{held}"
        page.goto(f"{served.find_address(after.find_output(SOURCE))}#{anchor}")
        reply = page.locator(f"#{anchor}")
        expect(reply).to_be_visible()
        expect(reply.locator("blockquote em")).to_have_text("one")
        expect(reply.locator("blockquote li")).to_have_text(["The first for the cracks", "the second for the letter"])
        expect(reply).to_contain_text("Did this. It came out better.")
        expect(reply).to_contain_text("Ada L., professional, 1 May 2026")
    (feed,) = [output for output in after.outputs.values() if output.path == "feeds/outcomes/bridge.atom.xml"]
    assert feed.kind is OutputKind.FEED
    assert f"#{anchor}" in after.read(feed.path)
    assert "The first for the cracks" in after.read(feed.path)
    said = "".join((imported.out, accepted.out, *_read_all(site.folder / "content"), *_read_all(after.folder)))
    assert [word for word in (SENDER, HOST, "Lovelace", "ada-canary") if word in said] == []


def _read_all(folder: Path) -> Iterator[str]:
    return (path.read_bytes().decode("latin-1") for path in folder.rglob("*") if path.is_file())

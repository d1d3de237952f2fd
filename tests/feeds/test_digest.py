"""The digest as a program for mail reads it, made by the real command."""

from __future__ import annotations

import email
import re
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from urllib.parse import urlsplit

import html5lib
import pytest

from plugins.feeds.mail_text import BLOCKS
from tests.building.running import NOW, PLUGINS, ROOT, SITES, Run, run_python, write_files

SETTINGS = f"""
SITENAME = "Small"
SITEURL = "https://small.example"
CONTACT_EMAIL = "editor@small.example"
TIMEZONE = "Europe/Berlin"
THEME = {str(SITES / "theme")!r}
PLUGINS = {PLUGINS!r}
"""
POST = """---
id: post-{name}
title: {title}
date: {date}
category: Notes
{more}---
## A heading

Text of {name} with [a link](https://other.example/?a=1&b=2).[^1] 你好

| a | b |
|---|---|
| c | d |

[^1]: A note.
"""
DEMO_SINCE = "2026-01-05"
SHADES = re.compile(r"(?<!border)(?:background|[^-]color):(?!#808080)")


def write_site(
    folder: Path, dates: dict[str, str], settings: str = "", title: str = "Title of {}", more: str = ""
) -> None:
    """Write a site of posts, each with its date."""
    posts = {
        f"content/posts/{name}.md": POST.format(name=name, title=title.format(name), date=date, more=more)
        for name, date in dates.items()
    }
    write_files(folder, {**posts, "settings.py": SETTINGS + settings})


def run_digest(folder: Path, since: str, *more: str) -> Run:
    """Run `tasks.py digest` for a site; the letter goes to letter.eml beside its settings."""
    named = ("--settings", folder / "settings.py", "--output", folder / "letter.eml")
    return run_python(ROOT / "tasks.py", "digest", *named, "--now", NOW, "--since", since, *more)


def read_letter(folder: Path) -> EmailMessage:
    """Return the letter as Python's parser reads it, which may find no fault with it."""
    message = email.message_from_bytes((folder / "letter.eml").read_bytes(), policy=default)
    assert isinstance(message, EmailMessage)
    assert [part.defects for part in message.walk()] == [[], [], []]
    return message


def read_part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the letter of the demonstration site: posts whole, cases, and what readers sent."""
    folder = tmp_path_factory.mktemp("demo")
    named = ("--now", NOW, "--since", DEMO_SINCE, "--full", "--output", folder / "letter.eml")
    run = run_python(ROOT / "tasks.py", "digest", *named)
    assert (run.code, run.err) == (0, "")
    return folder


def test_the_message_has_what_a_list_needs(demo: Path) -> None:
    message = read_letter(demo)
    assert message["Subject"].startswith("Casebook: ")
    assert message["From"].addresses[0].addr_spec == "cases@casebook.example"
    assert message["From"].addresses[0].display_name == "Casebook"
    assert message["Date"].datetime.isoformat() == "2026-06-01T14:00:00+02:00"
    assert message["To"] == "{{email}}"
    assert message["List-Unsubscribe"] == "<{{unsubscribe_url}}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"] == "<digest.casebook.example>"
    assert message["Content-Language"] == "en"
    assert message["MIME-Version"] == "1.0"
    assert re.fullmatch(r"<[0-9a-f]{32}@casebook\.example>", message["Message-ID"])
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_every_line_ends_and_fits_as_mail_wants_it(demo: Path) -> None:
    data = (demo / "letter.eml").read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n") == data.count(b"\r")
    assert data.isascii()
    assert max(map(len, data.split(b"\r\n"))) <= 78
    for line in read_part(read_letter(demo), "plain").splitlines():
        code = line.startswith(("    ", ">     "))
        assert len(line) <= 78 or code or re.fullmatch(r"\[\d+\] \S+", line), line


def test_both_parts_say_the_same_words(demo: Path) -> None:
    message = read_letter(demo)
    assert find_text_words(read_part(message, "plain")) == find_html_words(read_part(message, "html"))


def find_text_words(text: str) -> list[str]:
    """Return the words of the plain part: letters and digits, without the numbers of links."""
    said = text.rpartition("\n\n[1] ")[0]
    return re.findall(r"\w+", re.sub(r"(?<=\s)\[\d+\]", " ", said))


def find_html_words(html: str) -> list[str]:
    """Return the words of the HTML part, with the numbers of lists and the words of pictures in their places."""
    root = html5lib.parse(html, namespaceHTMLElements=False).find("body")
    assert root is not None
    for element in [*root.iter()]:
        if element.tag == "ol":
            for number, item in enumerate(element, int(element.get("start", "1"))):
                item.text = f"{number}. {item.text or ''}"
        if element.tag in (*BLOCKS, "br", "img"):
            element.text = f" {element.get('alt', '')} {element.text or ''}"
            element.tail = f" {element.tail or ''}"
    return re.findall(r"\w+", "".join(root.itertext()))


def test_the_html_needs_nothing_that_inboxes_drop(demo: Path) -> None:
    html = read_part(read_letter(demo), "html")
    assert not re.search(r"<(?:style|script|link|form|input|button|details|video|audio|iframe|svg)\b", html)
    assert not re.search(r"\s(?:class|id|srcset|on\w+)=", html)
    assert not SHADES.search(html), "a colour that is set would be wrong in the dark"
    for address in re.findall(r'(?:href|src)="([^"]*)"', html):
        assert urlsplit(address).scheme in ("https", "http", "mailto") or address == "{{unsubscribe_url}}", address
    for picture in re.findall(r"<img[^>]*>", html):
        assert " alt=" in picture
    html5lib.HTMLParser(strict=True).parse(html)


def test_the_number_of_a_link_stays_with_its_last_word(demo: Path) -> None:
    said = read_part(read_letter(demo), "plain").rpartition("\n\n[1] ")[0]
    assert not re.search(r"(?m)^[> ]*\[\d+\]", said)


def test_a_case_ends_where_one_decides_and_can_be_answered(demo: Path) -> None:
    text = read_part(read_letter(demo), "plain")
    assert "Decide before you read on." in text
    assert "What may follow each choice comes next." not in text
    assert "Answer with “Hold the delivery”" in text
    assert "What may follow" not in text.partition("What readers sent")[0]
    assert "] mailto:cases@casebook.example?subject=" in text
    assert "https://casebook.example/cases/not-our-number/#" in text


def test_the_same_content_and_time_is_the_same_message(demo: Path) -> None:
    named = ("--now", NOW, "--since", DEMO_SINCE, "--full")
    run = run_python(ROOT / "tasks.py", "digest", *named)
    assert run.code == 0
    assert run.out.encode("utf-8") == (demo / "letter.eml").read_bytes()


@pytest.mark.parametrize(
    ("since", "names"),
    [
        ("2026-05-01", "cb"),
        ("2026-05-10", "c"),  # a day begins at midnight of the site's zone, when b was published
        ("2026-05-09T23:59:59+02:00", "cb"),
        ("2026-05-09T22:00:00Z", "c"),
        ("2026-04-01", "cba"),
    ],
)
def test_what_is_newer_than_the_day_and_not_later_than_now_is_told(since: str, names: str, tmp_path: Path) -> None:
    dates = {"a": "2026-04-30", "b": "2026-05-10", "c": "2026-06-01 14:00", "d": "2026-06-01 14:01"}
    write_site(tmp_path, dates)
    assert run_digest(tmp_path, since).code == 0
    assert "".join(re.findall(r"^Title of (\w) \[", read_part(read_letter(tmp_path), "plain"), re.M)) == names


@pytest.mark.parametrize("more", ["status: draft\n", "status: hidden\n"])
def test_what_is_not_listed_is_in_no_letter(more: str, tmp_path: Path) -> None:
    write_site(tmp_path, {"secret": "2026-05-10"}, more=more)
    run = run_digest(tmp_path, "2026-05-01")
    assert run.code == 0
    assert "Nothing was published since 2026-05-01" in run.err
    assert not (tmp_path / "letter.eml").exists()


def test_a_post_is_its_summary_and_a_link_unless_it_is_to_be_whole(tmp_path: Path) -> None:
    write_site(tmp_path, {"a": "2026-05-10"}, more="summary: In short.\n")
    assert run_digest(tmp_path, "2026-05-01").code == 0
    short = read_letter(tmp_path)
    assert "In short." in read_part(short, "plain")
    assert "Text of a" not in read_part(short, "plain")
    assert "<table" not in read_part(short, "html")
    assert run_digest(tmp_path, "2026-05-01", "--full").code == 0
    assert "Text of a with a link [3].1" in read_part(read_letter(tmp_path), "plain")


def test_a_letter_speaks_the_language_of_the_site(tmp_path: Path) -> None:
    write_site(tmp_path, {"a": "2026-05-10"}, 'DEFAULT_LANG = "de"\n')
    assert run_digest(tmp_path, "2026-05-01").code == 0
    message = read_letter(tmp_path)
    assert message["Content-Language"] == "de"
    assert '<html lang="de" dir="ltr">' in read_part(message, "html")
    for word in ("10. Mai 2026", "Auf der Seite lesen", "Abbestellen"):
        assert word in read_part(message, "plain")


@pytest.mark.parametrize(
    ("title", "said"),
    [
        (r'"A\nBcc: all@other.example"', "A Bcc: all@other.example"),
        (r'"A\r\n\r\nB"', "A B"),
        ("'<script>alert(1)</script>'", "<script>alert(1)</script>"),
        ("'{{unsubscribe_url}} =?utf-8?q?x?='", "{{unsubscribe_url}} =?utf-8?q?x?="),
        ("Ж 你好 🙂 " + "long " * 60, ("Ж 你好 🙂 " + "long " * 60).strip()),
    ],
)
def test_a_title_stays_in_its_header_and_is_text(title: str, said: str, tmp_path: Path) -> None:
    write_site(tmp_path, {"a": "2026-05-10"}, title=title.replace("{", "{{").replace("}", "}}"))
    run = run_digest(tmp_path, "2026-05-01")
    if run.code:  # what no page can carry is refused before
        assert "error[" in run.err
        return
    message = read_letter(tmp_path)
    assert message["Bcc"] is None
    assert "script" not in re.findall(r"<(\w+)", read_part(message, "html"))
    if "=?" not in said:
        assert message["Subject"] == f"Small: {said}"


def test_a_name_of_a_site_stays_a_name(tmp_path: Path) -> None:
    write_site(tmp_path, {"a": "2026-05-10"}, "SITENAME = '\"Größe\" <x@other.example>,\\nTo: y'\n")
    assert run_digest(tmp_path, "2026-05-01").code == 0
    message = read_letter(tmp_path)
    assert [one.addr_spec for one in message["From"].addresses] == ["editor@small.example"]
    assert message.get_all("To") == ["{{email}}"]


@pytest.mark.parametrize("contact", ["", "ä@small.example", "a,b@small.example", "a..b@small.example"])
def test_without_an_address_to_send_from_there_is_no_letter(contact: str, tmp_path: Path) -> None:
    write_site(tmp_path, {"a": "2026-05-10"}, f"CONTACT_EMAIL = {contact!r}\n")
    run = run_digest(tmp_path, "2026-05-01")
    assert run.code == 1
    assert "error[bad-setting]: CONTACT_EMAIL is no address to send from" in run.err
    assert not (tmp_path / "letter.eml").exists()


@pytest.mark.parametrize("since", ["soon", "2027-01-01"])
def test_a_day_that_is_none_or_not_yet_is_wrong_usage(since: str, tmp_path: Path) -> None:
    write_site(tmp_path, {"a": "2026-05-10"})
    run = run_digest(tmp_path, since)
    assert (run.code, "Traceback" in run.err) == (2, False)
    assert since in run.err


def test_mistakes_in_the_content_are_named_and_nothing_is_written(tmp_path: Path) -> None:
    write_site(tmp_path, {"a": "2026-05-10"}, more="staus: draft\n")
    run = run_digest(tmp_path, "2026-05-01")
    assert run.code == 1
    assert "error[unknown-key]" in run.err
    assert not (tmp_path / "letter.eml").exists()


def test_a_place_that_cannot_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    write_site(tmp_path, {"a": "2026-05-10"})
    (tmp_path / "letter.eml").mkdir()
    run = run_digest(tmp_path, "2026-05-01")
    assert (run.code, len(run.err.splitlines())) == (2, 1)

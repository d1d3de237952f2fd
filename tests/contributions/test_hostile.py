"""Strangers' messages never stop an import, never take long, and never show their senders."""

from __future__ import annotations

import tempfile
import time
import tracemalloc
from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.contributions import finding, trimming
from plugins.contributions.finding import find_messages
from plugins.contributions.html_words import LONGEST_HTML, convert_html
from plugins.contributions.mail import Reading, read_mail
from plugins.contributions.marks import Mark
from plugins.contributions.messages import Message, Unread
from plugins.contributions.mime import MOST_PARTS
from plugins.wording.words import Wording
from tests.contributions.hostile_mail import (
    CANARY,
    HEAD,
    KINDS,
    LETTER,
    NOW,
    mail,
    make_corpus,
    make_import,
    nest,
    read_corpus,
)

WORDING = Wording("en", Path("/nonexistent"))
SPEAKERS = [WORDING.speak("en"), WORDING.speak("de")]

PIECES = [
    HEAD, LETTER, b"\n", b"\r\n", b"\n\n", b"--b\n", b"--b--\n", b"--", b"b", b"> ", b"-- \n", b"\0", b"\xff",
    b"\x85", b"Content-Type: multipart/mixed; boundary=b\n",
    b"Content-Type: multipart/alternative; boundary=b\n", b"Content-Type: message/rfc822\n\n",
    b"Content-Type: text/html; charset=utf-16\n", b"Content-Type: text/plain; charset=",
    b"Content-Type: text/plain; format=flowed; delsp=yes\n", b"Content-Transfer-Encoding: base64\n",
    b"Content-Transfer-Encoding: quoted-printable\n", b"Content-Disposition: attachment\n",
    b"In-Reply-To: <1@b.example>\n", b"From ", f"From: {CANARY}\n".encode(), b"On 1 May, Canary wrote:\n",
    b"-----Original Message-----\n", b"Thanks,\n", b"Subject: =?utf-8?q?=00=e2?=\n", b"Date: ", b"My road",
    b": ", b"(", b")", b"<a href=", b"<blockquote>", b"<", b">", b"{", b"}", b"[", b"]", b",", b'"text": "',
    b'"', b'"number": 1, "title": "a", "body": "', b"\\ud800", b"=", b"utf-7",
]  # fmt: skip


def read_bytes(data: bytes, name: str = "a.eml") -> list[Message | Unread]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        return list(find_messages([path], NOW, SPEAKERS))


@settings(derandomize=True, database=None, deadline=None, max_examples=200, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.sampled_from(PIECES) | st.binary(max_size=8), max_size=30), st.sampled_from(["a.eml", "a.mbox", "a"])
)
def test_any_bytes_are_read_or_have_a_reason(pieces: list[bytes], name: str) -> None:
    data = b"".join(pieces)
    found = read_bytes(data, name)
    assert found or data.startswith((b"[", b"{", b"From ")), "nothing is said of it"
    for message in found:
        assert CANARY not in repr(message)
        if isinstance(message, Unread):
            assert "Error" not in message.reason, message
        else:
            assert message.words.strip() or message.fields


SENTENCES = [
    "Thank you, I would have stayed in that place as well.",
    "Best practice says otherwise, and I agree with it.",
    "All the best people left first, which says a lot.",
    "Best regards from my boss were all that came of it in the end.",
    "Regards, they said, are for the others in the house.",
    "Grüße soll man ausrichten, sagte mein Chef am Morgen.",
    "Gesendet von oben kam dann der Brief, der alles anders machte.",
    "Sent from my boss came a letter that changed everything for us.",
    "- one point of a list",
    "* another point",
    "1. the first of three",
    "> a quote in it",
    "From: the partner you hear nothing at all of this.",
    "Sent: nothing, ever, to anyone who asked me about it.",
    "To: me it is plain.",
    "On 1 May 2019 my boss wrote: go home and stay there.",
    "On 1 May 2019 my boss wrote:",
    "Am 1. Mai 2019 schrieb mein Chef:",
    "-- that is what I say",
    "__init__ was the word",
    "Warning: the mail that came was not for us.",
    "",
]


@settings(derandomize=True, database=None, deadline=None, max_examples=150)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8), st.booleans())
def test_the_words_of_a_letter_are_never_cut_away(lines: list[str], has_signature: bool) -> None:
    whole = "\n".join(["I stayed.", *lines, "That was all."])
    end = "\n\n-- \nAda" if has_signature else ""
    (message,) = read_bytes(HEAD + b"Content-Type: text/plain; charset=utf-8\n\n" + LETTER + (whole + end).encode())
    assert isinstance(message, Message)
    assert message.words == LETTER.decode() + whole


def test_hostile_messages_of_every_kind(tmp_path: Path) -> None:
    run = read_corpus(make_corpus(len(KINDS), 0.02), tmp_path, make_import(tmp_path / "site"))
    assert run.faults == []
    assert run.messages >= len(KINDS) >= 40
    assert run.processor < 10, run.slowest.most_common(5)


@pytest.mark.parametrize(
    "name",
    ["mailbox", "html_open_tags", "html_blanks", "html_lists", "attributions", "mail_headers", "flowed", "semicolons"],
)
def test_ten_times_as_much_takes_no_more_than_ten_times_as_long(name: str) -> None:
    small, large = (_measure(KINDS[name](size, Random(1))) for size in (0.1, 1))
    assert large < 20 * small + 0.3, f"{small:.2f} s, then {large:.2f} s"


def _measure(data: bytes) -> float:
    start = time.process_time()
    read_bytes(data, "a.mbox" if data.startswith(b"From ") else "a.eml")
    return time.process_time() - start


@pytest.mark.parametrize("unit", ["<", "</", "<a", "<a href='", "<p a=", "<!--x", "<![CDATA[", "\n", "\n-", "&"])
def test_html_that_takes_its_parser_long_is_tamed(unit: str) -> None:
    start = time.process_time()
    convert_html(unit * (LONGEST_HTML // len(unit)))
    assert time.process_time() - start < 1


def test_html_that_stands_deep_in_itself_grows_no_more_than_that() -> None:
    html = "<blockquote><ul><li>" * 1000 + "<br>x" * 5000
    assert len(convert_html(html)[0]) < 5 * len(html)


def test_parts_that_are_too_deep_are_not_looked_for() -> None:
    (read,), (unread,) = read_bytes(nest(10)), read_bytes(nest(30))
    assert isinstance(read, Message)
    assert isinstance(unread, Unread)
    assert unread.reason.startswith("no text is in what is read of it")


def test_of_many_parts_the_first_are_read() -> None:
    (message,) = read_bytes(mail(b"--b\n\nx\n" * 1000, "Content-Type: multipart/mixed; boundary=b\n"))
    assert isinstance(message, Message)
    assert Mark.CUT in message.marks
    assert message.words.count("x") == MOST_PARTS - 1


def test_one_mail_at_a_time_is_in_memory(tmp_path: Path) -> None:
    one = b"From x\n" + KINDS["long_attachment"](0.02, Random(1)) + b"\n"
    (tmp_path / "a.mbox").write_bytes(one * 20)
    tracemalloc.start()
    count = sum(isinstance(found, Message) for found in find_messages([tmp_path], NOW, SPEAKERS))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 20
    assert peak < 2 * len(one)


def test_a_thousand_mails_in_a_mailbox(tmp_path: Path) -> None:
    (tmp_path / "a.mbox").write_bytes(b"".join(b"From x\n" + HEAD + b"\n" + LETTER + b"\n" for _ in range(1000)))
    found = list(find_messages([tmp_path], NOW, SPEAKERS))
    assert len(found) == 1000
    assert found[-1].place.endswith("a.mbox, message 1000")
    assert all(isinstance(one, Message) and one.words.startswith("My road: Step up") for one in found)


def test_an_error_of_ours_keeps_no_other_message_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_badly(lines: Iterable[bytes], place: str, reading: Reading) -> Message | Unread:
        if place.endswith("message 2"):
            raise ZeroDivisionError(CANARY)
        return read_mail(lines, place, reading)

    monkeypatch.setattr(finding, "read_mail", read_badly)
    (tmp_path / "a.mbox").write_bytes((b"From x\n" + HEAD + b"\n" + LETTER + b"\n") * 3)
    first, second, third = find_messages([tmp_path], NOW, SPEAKERS)
    assert isinstance(first, Message)
    assert isinstance(second, Unread)
    assert second.reason == "it cannot be read (ZeroDivisionError)"
    assert isinstance(third, Message)


def test_words_that_take_too_long_to_trim_stay_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trimming, "MOST_SECONDS", 0.0001)
    body = LETTER + b"On 1 May, Canary wrote:\n> x\n" * 300
    (message,) = read_bytes(HEAD + b"In-Reply-To: <1@b.example>\n\n" + body)
    assert isinstance(message, Message)
    assert Mark.UNTRIMMED in message.marks
    assert message.words == body.decode().strip("\n")


def test_what_a_person_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path that is not there is one line; a link is what it leads to; a mail of a Maildir needs no name."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "Mail" / "cur" / f"1.{CANARY}:2,S"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no head\n\n" + LETTER)
    (tmp_path / "link").symlink_to(path)
    paths = [Path("nothing"), Path("link"), path, Path("a\0b"), Path("/dev/null")]
    places = [(one.place.replace("../", ""), isinstance(one, Message)) for one in find_messages(paths, NOW, SPEAKERS)]
    assert places == [
        ("nothing", False), ("link", True), ("Mail/cur/[…]:2,S", True), ("ab", False), ("dev/null", False),
    ]  # fmt: skip

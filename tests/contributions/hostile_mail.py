"""1,000 hostile messages, and what reading them takes: `python -m tests.contributions.hostile_mail`.

Each kind is a function of a size (1 is the worst that was thought of) and of chance, whose seed is the number of the
message: the same corpus each time. Every message is written, imported as `outcomes import` does, and deleted. Each has
to be held, or to have a reason in plain words; the sender's address is in none of them.
"""

from __future__ import annotations

import argparse
import base64
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from plugins.contributions.finding import find_messages
from plugins.contributions.importing import Fate, ImportReport, import_message, prepare_import
from plugins.contributions.messages import Message, Unread
from plugins.wording.words import Wording
from tests.building.running import load_settings
from tests.contributions.editing import make_site

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
CANARY = "canary@example.org"
MEGABYTE = 1024 * 1024
MOST_SECONDS, MOST_MEGABYTES = 60, 300

HEAD = f"""Return-Path: <{CANARY}>
Received: from mail.example.org (203.0.113.77) by mx; Fri, 01 May 2026 10:00:09 +0200
From: Canary <{CANARY}>
Reply-To: {CANARY}
Subject: Disobey
Date: Fri, 01 May 2026 10:00:00 +0200
""".encode()
LETTER = b"""My road: Step up
You may print this (yes / no): yes
Reference, to be left as it is: disobey-7f3a9c/step-up

My words:
I stayed, and told the customer why. It took a year until the partner saw it.
"""

Kind = Callable[[float, Random], bytes]
KINDS: dict[str, Kind] = {}

Import = Callable[[Message | Unread], ImportReport]
"""Holds a message, and returns what became of it."""


def kind(function: Kind) -> Kind:
    KINDS[function.__name__] = function
    return function


def mail(body: bytes, fields: str = "", head: bytes = HEAD) -> bytes:
    return head + fields.encode("latin-1") + b"\n" + body


def text(body: bytes, charset: str = "utf-8", more: str = "") -> bytes:
    return mail(body, f"Content-Type: text/plain; charset={charset}{more}\n")


def html(body: bytes) -> bytes:
    return mail(body, "Content-Type: text/html; charset=utf-8\n")


def reply(body: bytes) -> bytes:
    return mail(body, "In-Reply-To: <1@example.org>\n")


def repeat(unit: bytes, megabytes: float) -> bytes:
    return unit * int(megabytes * MEGABYTE // len(unit))


def nest(depth: int, kind: str = "multipart/mixed") -> bytes:
    opened = (f'Content-Type: {kind}; boundary="b{n}"\n\n--b{n}\n' for n in range(depth))
    return HEAD + "".join(opened).encode() + b"\n" + LETTER


@kind
def plain_letter(size: float, chance: Random) -> bytes:
    return text(LETTER + b"%d\n" % chance.randrange(10**9))


@kind
def deep_multipart(size: float, chance: Random) -> bytes:
    return nest(1500)


@kind
def deep_alternative(size: float, chance: Random) -> bytes:
    return nest(1500, "multipart/alternative")


@kind
def deep_digest(size: float, chance: Random) -> bytes:
    return nest(1500, "multipart/digest")


@kind
def deep_forwards(size: float, chance: Random) -> bytes:
    return HEAD + b"Content-Type: message/rfc822\n\n" * 1500 + b"\n" + LETTER


@kind
def many_parts(size: float, chance: Random) -> bytes:
    return mail(b"--b\n\nx\n" * int(100_000 * size), "Content-Type: multipart/mixed; boundary=b\n")


@kind
def many_empty_parts(size: float, chance: Random) -> bytes:
    return mail(b"--b\n" * int(100_000 * size), "Content-Type: multipart/mixed; boundary=b\n")


@kind
def many_forwards(size: float, chance: Random) -> bytes:
    part = b"--b\nContent-Type: message/rfc822\n\nSubject: x\n\nx\n"
    return mail(part * int(100_000 * size), "Content-Type: multipart/digest; boundary=b\n")


@kind
def same_boundary(size: float, chance: Random) -> bytes:
    return HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" * 1500 + b"\n" + LETTER


@kind
def no_boundary(size: float, chance: Random) -> bytes:
    return mail(LETTER, "Content-Type: multipart/mixed\n")


@kind
def long_boundary(size: float, chance: Random) -> bytes:
    name = "b" * int(MEGABYTE * size)
    return mail(f"--{name}\n\nx\n--{name}--\n".encode(), f'Content-Type: multipart/mixed; boundary="{name}"\n')


@kind
def delimiters_of_nothing(size: float, chance: Random) -> bytes:
    return nest(19) + repeat(b"--\n--b\n--b1x\n", 5 * size)


@kind
def one_line(size: float, chance: Random) -> bytes:
    return text(repeat(b"word ", 10 * size))


@kind
def newlines(size: float, chance: Random) -> bytes:
    return text(repeat(b"\n", 10 * size) + LETTER)


@kind
def blank_lines(size: float, chance: Random) -> bytes:
    return text(LETTER + repeat(b" \t\xc2\xa0\n", 10 * size))


@kind
def long_text(size: float, chance: Random) -> bytes:
    return text(LETTER + repeat(b"And this is what came of it in the end.\n", 10 * size))


@kind
def long_base64(size: float, chance: Random) -> bytes:
    return mail(base64.encodebytes(repeat(LETTER, 7 * size)), "Content-Transfer-Encoding: base64\n")


@kind
def long_quoted_printable(size: float, chance: Random) -> bytes:
    return mail(repeat(b"=41=42=43=\n", 10 * size), "Content-Transfer-Encoding: quoted-printable\n")


@kind
def long_attachment(size: float, chance: Random) -> bytes:
    return mail(
        b"--b\n\n" + LETTER + b"--b\nContent-Type: application/zip\n"
        b'Content-Disposition: attachment; filename="../../../../tmp/x.py"\nContent-Transfer-Encoding: base64\n\n'
        + base64.encodebytes(repeat(b"\0" * 1000, 7 * size)) + b"--b--\n",
        "Content-Type: multipart/mixed; boundary=b\n",
    )  # fmt: skip


@kind
def dangerous_charset(size: float, chance: Random) -> bytes:
    names = (
        "utf-7", "unicode_escape", "raw_unicode_escape", "rot13", "idna", "punycode", "hex", "base64", "zip", "bz2",
        "uu", "undefined", "mbcs", "oem", "unicode-internal", "charmap", "x" * 5000, "../../os", "encodings.utf_8",
    )  # fmt: skip
    return text(b"+ADw-script+AD4- \\u003cscript\\u003e \x80\xff\n" + LETTER, f'"{chance.choice(names)}"')


@kind
def dangerous_charset_in_subject(size: float, chance: Random) -> bytes:
    name = chance.choice(("utf-7", "unicode_escape", "rot13", "idna", "zip", "x" * 39))
    return mail(LETTER, head=b"Subject: " + f"=?{name}?Q?=5Cu003c?= =?{name}?B?+ADw?=\n".encode())


@kind
def declared_other_charset(size: float, chance: Random) -> bytes:
    names = ("utf-16", "utf-8", "iso-2022-jp", "euc-kr", "big5", "gb18030", "shift_jis", "koi8-r", "us-ascii")
    return text(chance.randbytes(int(100_000 * size)) + LETTER, chance.choice(names))


@kind
def charset_continued(size: float, chance: Random) -> bytes:
    pieces = "".join(f";\n charset*{n}*=unicode%5fescape''x" for n in range(int(20_000 * size)))
    return mail(LETTER, f"Content-Type: text/plain{pieces}\n")


@kind
def semicolons(size: float, chance: Random) -> bytes:
    return mail(LETTER, "Content-Type: text/plain" + ";" * int(MEGABYTE * size) + '"\n')


@kind
def quotes_in_type(size: float, chance: Random) -> bytes:
    return mail(LETTER, 'Content-Type: text/plain; a="' + '\\";"' * int(200_000 * size) + "\n")


@kind
def comments_in_addresses(size: float, chance: Random) -> bytes:
    return mail(LETTER, head=b"From: " + b"(" * int(MEGABYTE * size) + b"\nTo: " + b"a, " * 10_000 + b"\n")


@kind
def many_fields(size: float, chance: Random) -> bytes:
    return mail(LETTER, "X-Field: value\nReceived: x; y\nSubject: z\n" * int(100_000 * size))


@kind
def long_field(size: float, chance: Random) -> bytes:
    return mail(LETTER, head=b"Subject: x\n" + repeat(b" folded on and on\n", 10 * size))


@kind
def endless_head(size: float, chance: Random) -> bytes:
    return HEAD + repeat(b"X-Field: value\n", 10 * size)


@kind
def encoded_words(size: float, chance: Random) -> bytes:
    return mail(LETTER, head=b"Subject: " + b"=?utf-8?q?=E2=80=AE?=\n " * int(100_000 * size) + b"\n")


@kind
def broken_encoded_words(size: float, chance: Random) -> bytes:
    return mail(LETTER, head=b"Subject: " + b"=?=?utf-8?b?" * int(100_000 * size) + b"\n")


@kind
def broken_fields(size: float, chance: Random) -> bytes:
    return mail(LETTER, head=b"Subject: \x00\xff\r\rx\n\x00: y\n" + HEAD)


@kind
def strange_date(size: float, chance: Random) -> bytes:
    dates = (
        "Fri, 31 Dec 99999 23:59:59 +9999", "0", "1 Jan 0001 00:00:00 +2359", "Fri, 01 May 2026 10:00:00 -0000",
        "(" * 5000, "Fri, 01 May 2026 99:99:99 +0000", "1 Jan 1970", "9" * 5000, "Fri, 01 May 2126 10:00:00 +0000",
    )  # fmt: skip
    return mail(LETTER, head=f"Date: {chance.choice(dates)}\nReceived: x;{chance.choice(dates)}\n".encode())


@kind
def automatic(size: float, chance: Random) -> bytes:
    return mail(LETTER, chance.choice(("Auto-Submitted: auto-generated\n", "Precedence: bulk\n", "X-Autoreply: yes\n")))


@kind
def bounce(size: float, chance: Random) -> bytes:
    body = (
        b"--b\n\nNot delivered to " + CANARY.encode() + b"\n--b\nContent-Type: message/delivery-status\n\nx: y\n--b--\n"
    )
    return mail(body, "Content-Type: multipart/report; boundary=b\n")


@kind
def encrypted(size: float, chance: Random) -> bytes:
    return mail(b"--b\n\nVersion: 1\n--b--\n", "Content-Type: multipart/encrypted; boundary=b\n")


@kind
def winmail(size: float, chance: Random) -> bytes:
    body = b"\x78\x9f\x3e\x22" + chance.randbytes(1000)
    return mail(body, "Content-Type: application/ms-tnef; name=winmail.dat\n")


@kind
def cut_off(size: float, chance: Random) -> bytes:
    whole = long_attachment(0.01, chance)
    return whole[: chance.randrange(len(whole))]


@kind
def garbage(size: float, chance: Random) -> bytes:
    return chance.randbytes(int(MEGABYTE * size) + 1)


@kind
def mutated(size: float, chance: Random) -> bytes:
    whole = bytearray(long_attachment(0.001, chance))
    for _ in range(50):
        whole[chance.randrange(len(whole))] = chance.choice(b'\0\n\r ;:=<>"-b\xff')
    return bytes(whole)


@kind
def invisible(size: float, chance: Random) -> bytes:
    signs = "\x00\x07\u200b\u200c\u200d\u202e\u2066\u2069\ufeff\U000e0041\ufe0f\u034f\u00ad\u2028a\u0301\U0001f469 "
    return text("".join(chance.choices(signs, k=int(300_000 * size) + 10)).encode() + LETTER)


@kind
def surrogates(size: float, chance: Random) -> bytes:
    return text(repeat(b"\xed\xa0\x80\xed\xb0\x80\xf4\x90\x80\x80\xc0\x80 ", size) + LETTER)


@kind
def addresses(size: float, chance: Random) -> bytes:
    unit = chance.choice((b"a@a.", b"@", b"a" * 63 + b"@", b"a@" + b"b-" * 60, CANARY.encode() + b" "))
    return text(LETTER + repeat(unit, size))


@kind
def html_quotes(size: float, chance: Random) -> bytes:
    return html(repeat(b"<blockquote>", size / 2) + repeat(b"<br>x", size / 2))


@kind
def html_lists(size: float, chance: Random) -> bytes:
    return html(repeat(b"<ul><li>x<ol><li>", size))


@kind
def html_open_tags(size: float, chance: Random) -> bytes:
    unit = chance.choice((b"<a", b"<a ", b"<a href='", b"<p a=", b"</", b"<", b"<!", b"<?", b"<!--", b"<![CDATA["))
    return html(repeat(unit, size))


@kind
def html_blanks(size: float, chance: Random) -> bytes:
    return html(b"<pre>" + repeat(chance.choice((b"\n", b" ", b"\n\t", b"\n-", b"&nbsp;", b"&#10;")), size))


@kind
def html_references(size: float, chance: Random) -> bytes:
    return html(
        repeat(chance.choice((b"&", b"&#", b"&#x", b"&#x110000;", b"&#xd800;", b"&lt", b"&" + b"a" * 500)), size)
    )


@kind
def html_markdown(size: float, chance: Random) -> bytes:
    return html(repeat(chance.choice((b"[](", b"\\", b"<b>x", b"<td>", b"<a href=x>", b"1. ", b"<q>", b"<hr>")), size))


@kind
def html_styles(size: float, chance: Random) -> bytes:
    return html(b"<style>" + repeat(b"p { color: red }\n", 5 * size) + b"</style>" + LETTER)


@kind
def html_long(size: float, chance: Random) -> bytes:
    return html(repeat(b"<div style='margin:0'>And this is <b>what</b> came of it.</div>\n", 10 * size))


@kind
def attributions(size: float, chance: Random) -> bytes:
    unit = chance.choice((b"On a wrote ", b"On a\nwrote\n", b"Am x schrieb y \n", b"On On ", b"On 1, a wrote:\n"))
    return reply(repeat(unit, size))


@kind
def quoted_deep(size: float, chance: Random) -> bytes:
    return reply(repeat(chance.choice((b"> ", b">", b"> " * 500 + b"x\n", b">\n\n")), size))


@kind
def mail_headers(size: float, chance: Random) -> bytes:
    unit = chance.choice(
        (b"From: x\n", b"From:\n\n", b"From: x\nTo:\n \n", b"*From:*\n> Sent: ", b"-----Original Message-----\n")
    )
    return reply(LETTER + repeat(unit, size))


@kind
def signatures(size: float, chance: Random) -> bytes:
    unit = chance.choice(
        (b"-- \nAda\n", b"\n\n" + b"_" * 40, b"Thanks,\n", b"Sent from my ", b"- a\n", b"Sent from my a b ")
    )
    return reply(LETTER + repeat(unit, size))


@kind
def labels(size: float, chance: Random) -> bytes:
    unit = chance.choice((b"My road: x\n", b"My road (", b"My road (a\n", b"My words:\n", b"> My road\n> (a / b)\n"))
    return reply(repeat(unit, size))


@kind
def flowed(size: float, chance: Random) -> bytes:
    return text(repeat(chance.choice((b"a \n", b"> a \n>> b \n", b" \n", b">>> \n")), 5 * size), more="; format=flowed")


@kind
def broken_base64(size: float, chance: Random) -> bytes:
    return mail(repeat(chance.choice((b"=", b"A", b"A=A=", b"!A")), size), "Content-Transfer-Encoding: base64\n")


@kind
def mailbox(size: float, chance: Random) -> bytes:
    return repeat(chance.choice((b"From \n", b"From x\n\n", b"\nFrom 1:23 2026\na:\n")), size / 200)


@kind
def json_deep(size: float, chance: Random) -> bytes:
    return b'{"text": ' + repeat(chance.choice((b"[", b'{"a":', b'[{"data":')), size / 2)


@kind
def json_many(size: float, chance: Random) -> bytes:
    return b"[" + repeat(b"[],", 10 * size) + b"1]"


@kind
def json_number(size: float, chance: Random) -> bytes:
    return b'{"text": "x", "created_at": ' + repeat(b"9", 10 * size) + b"}"


@kind
def json_form(size: float, chance: Random) -> bytes:
    return b'{"text": "\\ud800\\u202e ' + repeat(b"word ", 10 * size) + b'", "email": "' + CANARY.encode() + b'"}'


@dataclass
class Run:
    """What reading a corpus took and gave."""

    seconds: float = 0
    processor: float = 0
    read: int = 0
    fates: Counter[Fate] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    slowest: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    @property
    def messages(self) -> int:
        return self.read + self.reasons.total()


def make_corpus(count: int, size: float) -> Iterator[tuple[str, bytes]]:
    names = list(KINDS)
    for number in range(count):
        name = names[number % len(names)]
        yield name, KINDS[name](size, Random(f"{name} {number}"))


def make_import(folder: Path) -> Import:
    """Return what holds messages for a site with the case that letters of the corpus are about."""
    site = make_site(folder)
    case = folder / "content" / "cases" / "bridge" / "case.yaml"
    case.write_text(case.read_text(encoding="utf-8").replace("bridge-1a2b3c", "disobey-7f3a9c"), encoding="utf-8")
    settings = load_settings(site.settings_file, folder / "output")
    known, problems = prepare_import(settings)
    assert problems == []
    settings.held.mkdir(mode=0o700)
    return lambda message: import_message(message, known, settings)


def read_corpus(corpus: Iterable[tuple[str, bytes]], folder: Path, hold: Import) -> Run:
    """Import each message of a corpus from a file of its own."""
    run, wording = Run(), Wording("en", Path("/nonexistent"))
    speakers = [wording.speak("en"), wording.speak("de")]
    for name, data in corpus:
        path = folder / f"{name}.{'eml' if name.partition('_')[0] not in ('json', 'mailbox') else 'x'}"
        path.write_bytes(data)
        del data
        start, used = time.perf_counter(), time.process_time()
        for message in find_messages([path], NOW, speakers):
            _count(name, message, hold(message), run)
        took = time.perf_counter() - start
        run.seconds += took
        run.processor += time.process_time() - used
        run.slowest[name] = max(run.slowest[name], round(1000 * took))
        path.unlink()
    return run


def _count(name: str, message: Message | Unread, report: ImportReport, run: Run) -> None:
    run.fates[report.fate] += 1
    if CANARY in repr(report):
        run.faults.append(f"{name}: the sender shows in the report")
    if isinstance(message, Unread):
        run.reasons[message.reason] += 1
        if "Error" in message.reason:
            run.faults.append(f"{name}: {message.reason}")
    else:
        run.read += 1
    if CANARY in repr(message) or "203.0.113.77" in repr(message):
        run.faults.append(f"{name}: the sender shows")


def main() -> int:
    """Read the long corpus and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--size", type=float, default=1.0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        hold = make_import(Path(folder, "site"))
        run = read_corpus(make_corpus(arguments.count, arguments.size), Path(folder), hold)
        held = "".join(path.read_text(encoding="utf-8") for path in Path(folder, "site", ".held").rglob("*.yaml"))
        run.faults += ["the sender shows in what is held"] if CANARY in held or "203.0.113" in held else []
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lines = [
        f"{arguments.count} files of {len(KINDS)} kinds, {run.messages} messages, {run.read} of them read; "
        f"{', '.join(f'{run.fates[fate]} {fate}' for fate in Fate)}",
        f"{run.seconds:.1f} s, of the processor {run.processor:.1f} s (at most {MOST_SECONDS}), "
        f"{megabytes:.0f} MB at the most (at most {MOST_MEGABYTES})",
        *(f"{count:6} {reason}" for reason, count in run.reasons.most_common()),
        f"the slowest, in ms: {', '.join(f'{name} {took}' for name, took in run.slowest.most_common(10))}",
        *run.faults,
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return int(bool(run.faults) or run.processor > MOST_SECONDS or megabytes > MOST_MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())

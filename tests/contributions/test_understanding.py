r"""What readers write, and what is held of it: the pairs in understanding.md.

Each begins with `@@` and a title. Then lines with the subject and the way it came (`Subject: …`, `Via: issue`), a blank
line, and the message; in a form (`Via: form`) its fields, `name = value`. After `--- held` stands the file that is held
without its first line, or why there is none. `CASEBOOK_UPDATE=1` writes what is held now. `\u00a0` and the like stand
for one character each.
"""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plugins.cases.model import Channel
from plugins.contributions.answers import read_answers
from plugins.contributions.importing import prepare_import
from plugins.contributions.messages import Message, Unread
from plugins.contributions.understanding import Site, find_reference, understand
from plugins.contributions.writing import write_held
from tests.building.running import load_settings
from tests.contributions.editing import make_site

FILE = Path(__file__).parent / "understanding.md"
HELD = "--- held\n"


def read_pairs() -> dict[str, tuple[str, str]]:
    """Return message and file by title."""
    blocks = re.split(r"^@@ (.*)\n", FILE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    pairs = {}
    for title, block in zip(blocks[1::2], blocks[2::2], strict=True):
        assert title not in pairs
        written, _, held = block.partition(HELD)
        pairs[title] = (written, held.strip("\n"))
    return pairs


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Site:
    made = make_site(tmp_path_factory.mktemp("understanding") / "site")
    (made.folder / "blocked.txt").write_text("# Spam\ncasino\ncheap watches\nbad.example\n", encoding="utf-8")
    site, diagnostics = prepare_import(load_settings(made.settings_file, made.folder / "output"))
    assert diagnostics == []
    return site


def make_message(written: str) -> Message:
    head, _, body = written.partition("\n\n")
    lines = dict(line.split(": ", 1) for line in head.strip().splitlines())
    body = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), body).strip("\n")
    via = Channel(lines.get("Via", "email"))
    fields = dict(line.split(" = ", 1) for line in body.split("\n")) if via is Channel.FORM else None
    received = datetime(2026, 5, 1, 12, tzinfo=UTC)
    return Message("a message", via, received, lines.get("Subject", ""), lines.get("Body", "") or body, body, fields)


def hold(message: Message, site: Site) -> str:
    answers = read_answers(message, site.vocabulary)
    reference = find_reference(message, answers, site)
    understood = reference if isinstance(reference, Unread) else understand(message, answers, reference, site)
    if isinstance(understood, Unread):
        return f"not held: {understood.reason}"
    held = write_held(understood.values, understood.marks, understood.notes)
    return held.partition("\n")[2].strip("\n")


@pytest.mark.parametrize("title", read_pairs())
def test_what_is_held_of_a_message(title: str, known: Site) -> None:
    written, expected = read_pairs()[title]
    held = hold(make_message(written), known)
    if os.environ.get("CASEBOOK_UPDATE") == "1":
        text = FILE.read_text(encoding="utf-8")
        before = f"@@ {title}\n{written}{HELD}"
        after = text.partition(before)[2]
        rest = re.search(r"^@@ ", after, re.MULTILINE)
        tail = after[rest.start() :] if rest else ""
        FILE.write_text(
            f"{text.partition(before)[0]}{before}{held}\n" + (f"\n{tail}" if tail else ""), encoding="utf-8"
        )
        return
    assert held == expected

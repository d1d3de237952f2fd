"""What must hold for everything that readers send, be it to a case or to a post: it is whole, agreed to and private."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import unquote

from plugins.cases.model import Publication, ReaderFile, ReaderOutcomeFile
from plugins.cases.reader_text import LONGEST_TEXT, is_too_long, render_reader_text
from plugins.characters import is_blank
from plugins.diagnostics import Code, Diagnostic
from plugins.documents.values import Tree

ADDRESS = re.compile(r"(?<![^\s<>()\[\],;:\"'])[^\s@<>()\[\],;:\"]{1,64}\"?@[\w-]{1,63}(?:\.[\w-]{1,63})+")

NEEDED = ("text", "received")
"""Keys that everything published has."""

CONSENT_HINT = "Keep it out of the content until the reader agrees, and write `consent: true` then."

_UNSEEN = frozenset({"Cf", "Mn", "Me"})
"""Categories of characters that nobody misses in an address: joiners, variants, accents."""


def check_reader_file(fields: ReaderFile, tree: Tree, needed: Iterable[str] = NEEDED) -> Iterator[Diagnostic]:
    """Go through what is wrong with a reader's file. One that is withdrawn needs no more than its status."""
    if fields.status is Publication.PUBLISHED:
        yield from _check_whole(fields, tree, needed)
    yield from _check_privacy(fields, tree)


def _check_whole(fields: ReaderFile, tree: Tree, needed: Iterable[str]) -> Iterator[Diagnostic]:
    for key in needed:
        if getattr(fields, key) is None:
            yield tree.report((key,), Code.MISSING_KEY, f"`{key}` is missing", f"Add a line `{key}: …`.")
    if fields.text is not None and is_blank(fields.text.text):
        message, hint = "`text` holds nothing that can be seen", "Give it a value or remove the file."
        yield tree.report(("text",), Code.EMPTY_VALUE, message, hint)
    if fields.text is not None and is_too_long(fields.text.text):
        message = f"`text` is longer than {LONGEST_TEXT} bytes"
        yield tree.report(("text",), Code.BAD_VALUE, message, "Shorten it, and say so with `edited: true`.")
    if not fields.consent:
        message, found = "the reader did not agree to publication", "false" if "consent" in tree.data else ""
        yield tree.report(("consent",), Code.NO_CONSENT, message, CONSENT_HINT, found)


def _check_privacy(fields: ReaderFile, tree: Tree) -> Iterator[Diagnostic]:
    addresses = {
        "text": find_address(fields.text.text if fields.text else ""),
        "name": _find_plain_address(fields.name),
        "own": _find_plain_address(fields.own if isinstance(fields, ReaderOutcomeFile) else None),
        "editor_note": _find_plain_address(fields.editor_note),
    }
    for key, address in addresses.items():
        if address is not None:
            masked, hint = re.sub(r"[^@.]", "*", address), "Take it out; addresses are never published."
            yield tree.report((key,), Code.PRIVATE_DATA, f"`{key}` holds an e-mail address", hint, masked)


def find_address(text: str) -> str | None:
    """Return an e-mail address that a reader's Markdown holds as it stands, or as the page shows it."""
    return _find_plain_address(text + _spell_out(text))


def _find_plain_address(text: str | None) -> str | None:
    match = ADDRESS.search(plain) if "@" in (plain := flatten_text(text or "")) else None
    return match.group() if match else None


def flatten_text(text: str) -> str:
    """Return a text without the disguises of letters: wide forms, invisible characters, other full stops."""
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKC", text).replace("\u3002", ".")
    return "".join(char for char in plain if unicodedata.category(char) not in _UNSEEN)


def _spell_out(text: str) -> str:
    """Return what a reader's text comes to on the page, where it can hold an address that its source does not show."""
    if not {"@", "&", "%"} & set(text) or is_too_long(text):
        return ""
    html = render_reader_text(text)
    bare = re.sub(r"[*_`\\]", "", text)
    return f" {html.striptags()} {unquote(unescape(html))} {bare}"

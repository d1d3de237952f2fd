"""A reader of plain messages, for tests that are not about reading them: `.eml` files, or folders of them."""

from __future__ import annotations

import email
import email.policy
import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from plugins.cases.model import Channel
from plugins.contributions.messages import Message, Unread
from plugins.wording.words import Words


def find_messages(paths: Iterable[Path], now: datetime, speakers: Sequence[Words]) -> Iterator[Message | Unread]:
    """Go through the messages of files and folders."""
    del now, speakers
    for path in paths:
        for file in sorted(path.glob("*.eml")) if path.is_dir() else [path]:
            yield _read(file)


def _read(file: Path) -> Message | Unread:
    parsed = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    body = parsed.get_content()
    assert isinstance(body, str)
    if not body.strip():
        return Unread(os.path.relpath(file), "it has no text")
    return Message(
        os.path.relpath(file), Channel.EMAIL, parsed["Date"].datetime, str(parsed["Subject"] or ""), body, body
    )

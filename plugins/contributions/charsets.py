"""Bytes of strangers become text by character sets that mail is really written in, and by no other codec.

Python has codecs that are none (rot13, zip, unicode_escape), and ones that hide what they hold from who looks at the
bytes (UTF-7). So a name is looked up in a list of ours, never in Python's registry. Some names stand for the wider set
that is really meant. Source: https://encoding.spec.whatwg.org/#names-and-labels.
"""

from __future__ import annotations

import re
from encodings.aliases import aliases

_WIDER = {
    "ascii": "cp1252", "latin_1": "cp1252", "iso8859_1": "cp1252", "iso8859_9": "cp1254", "iso8859_11": "cp874",
    "tis_620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "hz": "gb18030", "shift_jis": "cp932",
    "euc_kr": "cp949", "big5": "big5hkscs", "utf_8_sig": "utf_8", "utf8": "utf_8",
}  # fmt: skip
_KNOWN = {
    "utf_8", "utf_16", "utf_16_be", "utf_16_le", "koi8_r", "koi8_u", "cp437", "cp850", "cp852", "cp866", "cp874",
    "cp932", "cp949", "gb18030", "big5hkscs", "euc_jp", "iso2022_jp", "iso2022_jp_1", "iso2022_jp_2", "iso2022_kr",
    "mac_roman", "mac_cyrillic",
    *(f"iso8859_{number}" for number in range(2, 17)), *(f"cp{number}" for number in range(1250, 1259)),
}  # fmt: skip
_PLAIN = ("", "ascii", "utf_8")
"""What is named where nobody thought about it; then the bytes themselves tell more."""


def decode_bytes(data: bytes, charset: str) -> tuple[str, bool]:
    """Return bytes as text, and whether all of it could be read. `charset` is the name that the sender gave, or ""."""
    name = _normalize(charset)
    if name in _PLAIN:
        return _guess(data, is_named=name == "utf_8")
    codec = _WIDER.get(name, name)
    if codec not in _KNOWN:
        return _guess(data)[0], False
    text = data.decode(codec, "replace")
    return text, "\ufffd" not in text


def _normalize(charset: str) -> str:
    name = re.sub(r"[^a-z0-9]+", "_", charset[:40].lower()).strip("_")
    return aliases.get(name, name)


def _guess(data: bytes, *, is_named: bool = False) -> tuple[str, bool]:
    """Return text that is UTF-8 unless it is not: Windows' Latin letters then."""
    try:
        return data.decode("utf-8"), True
    except UnicodeDecodeError:
        if is_named:
            return data.decode("utf-8", "replace"), False
        return data.decode("cp1252", "replace"), False

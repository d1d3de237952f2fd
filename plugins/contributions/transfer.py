"""What a part of a mail holds, once its transfer encoding is undone. Source: RFC 2045, section 6."""

from __future__ import annotations

import binascii
import re

AS_IT_IS = ("", "7bit", "8bit", "binary")
_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
_BROKEN_ESCAPE = re.compile(rb"=(?![0-9A-Fa-f]{2}|[ \t]*\r?\n|[ \t]*\Z)")


def decode_transfer(data: bytes, encoding: str) -> tuple[bytes, bool]:
    """Return the bytes that were encoded, and whether none was lost. Damage is passed over (section 6.7 and 6.8)."""
    name = encoding.strip().lower()
    if name == "base64":
        return _decode_base64(data)
    if name == "quoted-printable":
        return binascii.a2b_qp(data), _BROKEN_ESCAPE.search(data) is None
    return data, name in AS_IT_IS


def _decode_base64(data: bytes) -> tuple[bytes, bool]:
    """Return what stands in all whole groups of four; signs that are none of the alphabet do not count."""
    signs = _NO_BASE64.sub(b"", data)
    rest = len(signs) % 4
    foreign = _NO_BASE64.sub(b"", data.translate(None, b" \t\r\n="))
    is_whole = rest != 1 and len(foreign) == len(data.translate(None, b" \t\r\n="))
    if rest == 1:
        signs = signs[:-1]
    return binascii.a2b_base64(signs + b"=" * (-len(signs) % 4)), is_whole

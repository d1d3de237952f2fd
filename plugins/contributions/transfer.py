"""What a part of a mail holds, once its transfer encoding is undone. Source: RFC 2045, section 6."""

from __future__ import annotations

import binascii
import re
import string

AS_IT_IS = ("", "7bit", "8bit", "binary")
_ALPHABET = (string.ascii_letters + string.digits + "+/").encode()
_FOREIGN = bytes(set(range(256)) - set(_ALPHABET))
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
    signs = data.translate(None, _FOREIGN)
    is_whole = len(signs) % 4 != 1 and not data.translate(None, _ALPHABET + b"= \t\r\n")
    if len(signs) % 4 == 1:
        signs = signs[:-1]
    return binascii.a2b_base64(signs + b"=" * (-len(signs) % 4)), is_whole

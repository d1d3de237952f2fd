"""One digest of many plain values: the same for the same values, in every process."""

from __future__ import annotations

import hashlib

SIZE = 16
"""Bytes of a digest: two of a million are the same by chance once in 10**26."""


def digest(*values: object) -> str:
    """Return 32 hexadecimal digits for texts, numbers, times, None, and tuples, lists and frozen dataclasses of them.

    What has no plain `repr` of its own (it would show its place in the memory) must not be among them.
    """
    return hashlib.blake2b(repr(values).encode("utf-8", "surrogatepass"), digest_size=SIZE).hexdigest()


def digest_text(text: str) -> str:
    """Return 32 hexadecimal digits for one text. Of a long one, `digest` takes several times as long."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=SIZE).hexdigest()

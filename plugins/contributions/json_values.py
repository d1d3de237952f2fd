"""The values of a JSON file, one at a time: one value, an array of them, lines of them, or several arrays in a row.

Numbers stay the text that they were: none of them is reckoned with, and one of a million digits takes Python minutes.
Source: https://docs.python.org/3/library/json.html#infinite-and-nan-number-values.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

LONGEST_FILE = 16 * 1024 * 1024
MOST_VALUES = 500_000
"""What a file holds at most; 3,000 issues of GitHub hold that many. One value can take 200 bytes of memory."""

_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
_BLANKS = re.compile(r"\s*")
_SEPARATORS = re.compile(r"[\s,]*")


class BrokenJsonError(ValueError):
    """What stands at a place of a file is no JSON. The message is a reason that can be printed."""


def iterate_values(data: bytes) -> Iterator[Any]:
    """Go through the values of a file; of an array that is the whole of it, through its elements.

    Raises BrokenJsonError where it is no JSON, or too much of it; what stood before has been given then.
    """
    text = _decode(data)
    if sum(map(text.count, ",[{")) > MOST_VALUES:
        raise BrokenJsonError(f"it holds more than {MOST_VALUES} values; split it")
    position = _skip(_SEPARATORS, text, 0)
    while position < len(text):
        if text[position] == "[":
            position = _skip(_SEPARATORS, text, position + 1)
            while text[position : position + 1] != "]":
                value, position = _read_value(text, position)
                yield value
                position = _skip(_SEPARATORS, text, position)
            position += 1
        else:
            value, position = _read_value(text, position)
            yield value
        position = _skip(_SEPARATORS, text, position)


def _decode(data: bytes) -> str:
    """Return the text of JSON, which PowerShell writes as UTF-16."""
    try:
        return data.decode(json.detect_encoding(data)).removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise BrokenJsonError("it is not written in UTF-8, as JSON has to be") from None


def _read_value(text: str, position: int) -> tuple[Any, int]:
    try:
        return _DECODER.raw_decode(text, position)
    except RecursionError:
        raise BrokenJsonError("its values are too deep in each other") from None
    except ValueError:
        line = text.count("\n", 0, position) + 1
        raise BrokenJsonError(f"from line {line} on it is no JSON") from None


def _skip(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position

"""Titles in lines: as large as the room allows, and no line much shorter than the others."""

from __future__ import annotations

from typing import Protocol

LARGEST, SMALLEST, STEP = 120, 48, 4
LEADING = 1.14


class Measurer(Protocol):
    """What knows how wide a line is."""

    def measure(self, text: str, size: int) -> float:
        """Return the width of a line in pixels."""


def fit_lines(text: str, face: Measurer, width: int, height: int) -> tuple[list[str], int, float]:
    """Return the lines of a text, the size of its letters and the distance of its lines, all in pixels.

    At the smallest size a word that is still too long is parted, and what is too much is left out.
    """
    for size in range(LARGEST, SMALLEST, -STEP):
        leading = size * LEADING
        lines = wrap(text.split(), face, size, width)
        is_narrow = all(face.measure(line, size) <= width for line in lines)
        if is_narrow and len(lines) * leading <= height:
            return balance(text.split(), face, size, width, len(lines)), size, leading
    words = [part for word in text.split() for part in part_word(word, face, SMALLEST, width)]
    lines, most = wrap(words, face, SMALLEST, width), int(height // (SMALLEST * LEADING))
    if len(lines) > most:
        lines = [*lines[: most - 1], _end(lines[most - 1], face, width)]
    return lines, SMALLEST, SMALLEST * LEADING


def wrap(words: list[str], face: Measurer, size: int, width: float) -> list[str]:
    """Return words in lines that are no wider than `width`, but where one word is."""
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and face.measure(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def balance(words: list[str], face: Measurer, size: int, width: int, count: int) -> list[str]:
    """Return words in `count` lines of about the same width."""
    widest = max(face.measure(word, size) for word in words)
    narrower = (
        wrap(words, face, size, room) for room in range(max(int(widest) + 1, width // 3), width, max(width // 60, 1))
    )
    return next((lines for lines in narrower if len(lines) == count), wrap(words, face, size, width))


def part_word(word: str, face: Measurer, size: int, width: int) -> list[str]:
    """Return a word, parted with hyphens where it is wider than a line."""
    parts: list[str] = []
    while face.measure(word, size) > width and len(word) > 1:
        end = next((end for end in range(len(word) - 1, 1, -1) if face.measure(f"{word[:end]}-", size) <= width), 1)
        parts.append(f"{word[:end]}-")
        word = word[end:]
    return [*parts, word]


def _end(line: str, face: Measurer, width: int) -> str:
    """Return a line that says that there is more."""
    cut = next((end for end in range(len(line), 0, -1) if face.measure(f"{line[:end]}…", SMALLEST) <= width), 1)
    return f"{line[:cut].rstrip()}…"

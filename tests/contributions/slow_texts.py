"""Looks for readers' texts that take long to render: `python -m tests.contributions.slow_texts [--seconds N]`.

Texts are made by a grammar of what parsers stumble over: pieces of markup over and over, growing line by line, going
down stairs, mirrored, and several of these one after another. Time is that of the processor, so that a busy machine
makes no text slow. The slowest are printed, as Python writes them.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

from plugins.cases.model import ReaderFile
from plugins.cases.reader_rules import check_reader_file
from plugins.cases.reader_text import LONGEST_TEXT, cut_text, render_reader_text
from plugins.documents.values import Prose, Tree
from plugins.feeds.cleaning import clean_html
from tests.contributions.reader_files import make_source

PIECES = (
    "*", "**", "***", "_", "__", "*a ", " a*", "*a", "a*", "a_", "_a", "*a **b ", "*a_", "[", "]", "![", "](", "[]",
    "[](", "[a](", "[a](b)", "[a](<", '[a](b "', "[a](b (", "[a]: b\n", "[a][", "[^1]", "\\", "\\*", "\\[", "(", ")",
    "((", "<", "<a>", "<!--", "</", "<?", "<![CDATA[", "&", "&#", "&amp;", "&#x41;", "&a", "`", "``", '"', "'", ' "a',
    'a" ', " 'a", "a' ", '"\'', ">", "> ", ">\n", "> a\n", "- ", "-\n", "- a\n", "1. ", "1) a\n", "+ a\n", "- > ",
    "> 1. ", " ", "\t", "    ", "\n", "  \n", "\\\n", "a\n", "a\n\n", "@", "a@", "a@b.", "a@b.c ", "%", "%40", "&#64;",
    ".", "...", "--", "---", "-- ", ":", "https://", "mailto:", "://a", ":-*", ":'(", "^_", "_^", "-_", ">_", "*_",
    "a\u0301", "\u0301", "\u202e", "\u200b", "\u200d", "\u034f", "\ufdfa", "\ufb03", "\uff20", "\xa0", "é", "漢", "a",
    "x ", "~", "|", "#", "{", "$",
)  # fmt: skip

MIRRORED = str.maketrans("[](){}<>", "][)(}{><")


class Timing(NamedTuple):
    """The seconds of the processor that one part took for one text."""

    seconds: float
    part: str
    text: str


def _check(text: str) -> object:
    source = make_source(text)
    fields = ReaderFile.model_construct(text=Prose(text, source, 0, len(text)), name=text[:300], consent=True)
    return list(check_reader_file(fields, Tree(source, {}, {}, {})))


PARTS: dict[str, Callable[[str], object]] = {
    "rendering": render_reader_text,
    "checking": _check,
    "cleaning": lambda text: clean_html(render_reader_text(text)),
}


def repeat(piece: str, size: int) -> str:
    """Return a piece over and over."""
    return piece * max(1, size // len(piece))


def grow(piece: str, size: int) -> str:
    """Return lines of one piece more each."""
    return "\n".join(piece * number for number in range(1, int((2 * size / len(piece)) ** 0.5) + 1))


def descend(piece: str, size: int) -> str:
    """Return lines that are indented by one more each."""
    return "\n".join(" " * number + piece for number in range(1, int((2 * size) ** 0.5) + 1))


def mirror(piece: str, size: int) -> str:
    """Return a text whose second half closes what the first opened."""
    half = repeat(piece, size // 2)
    return half + half[::-1].translate(MIRRORED)


SHAPES = (repeat, repeat, grow, descend, mirror)


def make_texts(seed: int) -> Iterator[str]:
    """Go through texts without end: each piece in each shape first, then whatever chance makes of them."""
    yield from (cut_text(shape(piece, LONGEST_TEXT)) for piece in PIECES for shape in SHAPES[1:])
    chance = random.Random(seed)
    while True:
        parts = (chance.random() for _ in range(chance.choice((1, 2, 2, 3))))
        shares = [*parts]
        yield cut_text("".join(_make_part(chance, int(LONGEST_TEXT * share / sum(shares))) for share in shares))


def _make_part(chance: random.Random, size: int) -> str:
    piece = "".join(chance.choices(PIECES, k=chance.choice((1, 1, 2, 3))))
    return chance.choice(SHAPES)(piece, max(size, 1))


def take_time(text: str) -> Iterator[Timing]:
    """Go through the times of all parts."""
    for name, part in PARTS.items():
        before = time.process_time()
        part(text)
        yield Timing(time.process_time() - before, name, text)


def main() -> None:
    """Look for a while, and print the slowest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=10)
    given = parser.parse_args()
    end, slowest, count = time.monotonic() + given.seconds, list[Timing](), 0
    for text in make_texts(given.seed):
        if time.monotonic() > end:
            break
        slowest = sorted([*slowest, *take_time(text)], reverse=True)[: given.show]
        count += 1
    sys.stdout.write(f"{count} texts of up to {LONGEST_TEXT} bytes; the slowest:\n")
    for timing in slowest:
        sys.stdout.write(f"{timing.seconds:.3f} s {timing.part}: {timing.text[:40]!r} … {timing.text[-40:]!r}\n")


if __name__ == "__main__":
    main()

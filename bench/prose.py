"""Plain prose made of a seed: the same seed gives the same text on every machine and with every Python."""

from __future__ import annotations

import random
from collections.abc import Sequence

NOUNS = (
    "customer", "partner", "project", "meeting", "plan", "team", "decision", "week", "report", "letter",
    "phone", "budget", "training", "system", "promise", "deadline", "question", "answer", "friend", "reason",
    "trust", "delay", "invoice", "house", "number", "story", "reader", "room", "table", "door", "window",
    "morning", "evening", "contract", "order", "desk", "office", "manager", "driver", "porter", "neighbour",
    "message", "screen", "key", "bridge", "kitchen", "garden", "train", "ticket", "queue",
)  # fmt: skip
VERBS = (
    "brings", "keeps", "asks", "reads", "writes", "finds", "leaves", "meets", "takes", "shows", "sends",
    "holds", "opens", "closes", "calls", "moves", "knows", "sees", "hears", "tells",
)  # fmt: skip
ADJECTIVES = (
    "quiet", "honest", "late", "early", "small", "patient", "careful", "busy", "empty", "plain", "open",
    "tired", "kind", "long", "short", "new", "old", "clear", "difficult", "warm",
)  # fmt: skip
JOINS = ("and", "but", "while", "because", "before", "after", "although", "until")
SPEAKERS = ("she", "he", "the manager", "the driver", "the customer")

BLOCK = 400
"""About how many characters the blocks of a text have."""

Words = Sequence[str]


class Prose:
    """A source of sentences, headings and paragraphs. Only `random()` is asked: its numbers are promised to stay.

    Source: https://docs.python.org/3/library/random.html#notes-on-reproducibility
    """

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed).random  # noqa: S311 - what is made of it is no secret

    def choose(self, words: Words) -> str:
        """Return one of the words."""
        return words[self.draw(len(words))]

    def draw(self, below: int) -> int:
        """Return a whole number from 0 to `below` - 1."""
        return int(self._random() * below)

    def make_heading(self) -> str:
        """Return a short line without a stop."""
        return f"The {self.choose(ADJECTIVES)} {self.choose(NOUNS)} and the {self.choose(NOUNS)}"

    def make_sentence(self) -> str:
        """Return one sentence in plain Markdown; one in five has quotes, one in seven stress, one in nine a dash."""
        clause, other = self._make_clause(), self._make_clause()
        kind = self._random()
        if kind < 0.2:
            return f'"{_capitalise(clause)}," said {self.choose(SPEAKERS)}; "{other}."'
        if kind < 0.34:
            return f"{_capitalise(clause)}, {self.choose(JOINS)} *{self.choose(NOUNS)}* is what it's about."
        if kind < 0.45:
            return f"{_capitalise(clause)} -- {other}."
        return f"{_capitalise(clause)}, {self.choose(JOINS)} {other}."

    def make_sentences(self, count: int) -> str:
        """Return some sentences, one a line."""
        return "\n".join(self.make_sentence() for _ in range(count))

    def make_text(self, length: int) -> str:
        """Return Markdown of about `length` characters: paragraphs, headings, lists and quotes."""
        blocks: list[str] = []
        while sum(map(len, blocks)) < length - BLOCK / 2:
            blocks.append(self._make_block(len(blocks)))
        return "\n\n".join(blocks)

    def _make_block(self, place: int) -> str:
        match place % 6:
            case 2:
                return f"## {self.make_heading()}"
            case 4:
                return "\n".join(f"- {self.make_sentence()}" for _ in range(3))
            case 5:
                return f"> {self.make_sentence()}"
        return self.make_sentences(4)

    def _make_clause(self) -> str:
        subject = f"the {self.choose(ADJECTIVES)} {self.choose(NOUNS)}"
        verb, thing = self.choose(VERBS), self.choose(NOUNS)
        return f"{subject} {verb} the {thing} to the {self.choose(ADJECTIVES)} {self.choose(NOUNS)}"


def _capitalise(text: str) -> str:
    return text[:1].upper() + text[1:]

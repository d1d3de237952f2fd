"""Which option a reader is for: by the line of the letter, the reference, the choice of a form, or the subject."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from plugins.cases.questions import OPTION, OWN, OWN_OPTION
from plugins.contributions.answers import Answers
from plugins.contributions.marks import Mark
from plugins.contributions.targets import Target
from plugins.contributions.vocabulary import Vocabulary, simplify

SEPARATOR = re.compile(r"[/,;]| and | und | & ")


@dataclass(frozen=True)
class Road:
    """The id of an option, or the reader's own idea; neither where it is not clear, and then a mark says why.

    `said` is what was said and not understood, for the editor.
    """

    option: str | None = None
    own: str | None = None
    mark: Mark | None = None
    said: str = ""


def find_road(answers: Answers, target: Target, referred: str, vocabulary: Vocabulary) -> Road:
    """Return the road of a reader. `referred` is what the reference, or else the subject, says: an id, "own" or ""."""
    options, own, unknown = _sort(answers, target, referred, vocabulary)
    if len(options) == 1 and not own and referred not in target.options:
        return _end(options.pop(), unknown)
    if referred in target.options and not unknown:
        options.add(referred)
    if len(options) > 1 or (options and own):
        said = [*(f"{target.options[option]} ({option})" for option in sorted(options)), *own]
        return Road(mark=Mark.TWO_OPTIONS, said=" / ".join(said))
    if options:
        return _end(options.pop(), unknown)
    return _choose_own(own, unknown, referred)


def _end(option: str, unknown: list[str]) -> Road:
    return Road(option) if not unknown else Road(mark=Mark.UNKNOWN_OPTION, said=" / ".join(unknown))


def _choose_own(own: list[str], unknown: list[str], referred: str) -> Road:
    """Return a road that is none of the case's: who asks for their own may call it what they like."""
    if own:
        return Road(own=own[0])
    if unknown and referred == OWN_OPTION:
        return Road(own=unknown[0])
    if unknown or referred not in ("", OWN_OPTION):
        return Road(mark=Mark.UNKNOWN_OPTION, said=" / ".join(unknown) or referred)
    return Road(mark=Mark.NO_OPTION)


def _sort(
    answers: Answers, target: Target, referred: str, vocabulary: Vocabulary
) -> tuple[set[str], list[str], list[str]]:
    """Return the options that the answers name, own ideas, and what is neither."""
    options: set[str] = set()
    own = [answers.get(OWN)] if answers.get(OWN) else []
    unknown: list[str] = []
    raw = answers.get(OPTION)
    if not raw or simplify(raw) in (OWN_OPTION, *vocabulary.own_roads):
        return options, own, unknown
    if found := {*_find_options(raw, target, referred)}:
        return found, own, unknown
    rest = _strip_own(raw, vocabulary)
    if rest:
        own = [*own, rest]
    elif OWN not in answers.values:
        unknown.append(raw)
    return options, own, unknown


def _strip_own(raw: str, vocabulary: Vocabulary) -> str:
    """Return an own idea that stands behind the words for it: "something else: ask the board"."""
    head, colon, rest = raw.partition(":")
    return rest.strip() if colon and simplify(head) in vocabulary.own_roads else ""


def _find_options(raw: str, target: Target, referred: str) -> Iterator[str]:
    """Go through the options whose id or title an answer is, or whose titles it lists."""
    names: dict[str, set[str]] = defaultdict(set)
    for option, title in target.options.items():
        names[simplify(option)].add(option)
        names[simplify(title)].add(option)
    plain = simplify(raw)
    parts = [plain] if plain in names else [part for one in SEPARATOR.split(raw) if (part := simplify(one))]
    if all(part in names for part in parts):
        for part in parts:
            # Options of two decisions may have one title: the reference tells them apart.
            yield from {referred} if referred in names[part] else names[part]

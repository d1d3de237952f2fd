"""What readers are asked and what they may answer, in every language of the site, to be found again in a letter.

A letter that was laid out in one language may come back from a reader of another, from a mail program that has its own
ideas of spaces and quotes, and with the choices deleted or left standing.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from plugins.cases.questions import CONSENT, NO, QUESTIONS, YES, Question
from plugins.wording.words import Wording, Words

QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
TRIMMED = " \t\n*_`\"'.,;:!?()[]<>-–—"

NEGATIONS = frozenset(
    {"not", "no", "never", "none", "nor", "nicht", "nie", "kein", "keine", "nein", "niemals", "weder"}
)
"""Words that turn an answer round; an answer with one of them has to be one of the choices itself to be understood."""

COURTESIES = frozenset({"please", "sure", "thanks", "bitte", "gern", "gerne", "danke"})
"""What may stand beside a yes without making it less of one."""

SHORTEST_TELLING = 4
"""Letters of a word by which a choice is known, unless it is the whole choice: shorter ones are in any sentence."""


@dataclass(frozen=True)
class Choices:
    """What one may answer to a question: phrases by the value that they mean, and words that mean it alone."""

    phrases: Mapping[str, str]
    telling: Mapping[str, str]
    values: frozenset[str]

    def read(self, raw: str) -> str | None:
        """Return the value that an answer means, or None where it means none or more than one."""
        plain = simplify(raw)
        for known in (plain, plain.replace("-", " ")):
            if known in self.phrases:
                return self.phrases[known]
        words = plain.split()
        if not NEGATIONS.isdisjoint(words) or any(word.endswith("n't") for word in words):
            return None
        meant = {self.telling[word] for word in words if word in self.telling}
        return meant.pop() if len(meant) == 1 else None

    def read_kept(self, group: str) -> str:
        """Return the only choice that a reader left standing in the brackets of a label, or "" where it is not one."""
        kept = [part for part in group.split("/") if simplify(part)]
        return kept[0].strip() if len(kept) == 1 and simplify(kept[0]) in self.phrases else ""


class Vocabulary:
    """The labels and choices of all languages. `choices` are by the name of the question."""

    def __init__(self, wording: Wording) -> None:
        self.languages = [wording.speak(lang) for lang in wording.languages]
        self.labels = {
            simplify(words.plain(question.label)): question.name for words in self.languages for question in QUESTIONS
        }
        self.choices = {question.name: _gather(question, self.languages) for question in QUESTIONS if question.choices}
        self.own_roads = {simplify(words.plain("letter-own-road")) for words in self.languages}
        self._line = _make_label_pattern(words.plain(one.label) for words in self.languages for one in QUESTIONS)

    def match_line(self, line: str) -> LabelMatch | None:
        """Return what a line says that begins with a label: its question, what stands in brackets, and the answer."""
        match = self._line.match(unicodedata.normalize("NFC", line[:LONGEST_LINE]).translate(QUOTES))
        if match is None:
            return None
        name = self.labels[simplify(match["label"])]
        # The answer is taken from the line as it was written, with its own quotes.
        written = unicodedata.normalize("NFC", line)
        return LabelMatch(name, match["group"] or "", written[match.end() :].strip(" \t\u00a0*_"))

    def begins_label(self, line: str) -> bool:
        """Tell whether a line begins as a label does, which may have been wrapped."""
        plain = simplify(line[:LONGEST_LINE])
        return any(plain.startswith(label) or (len(plain) > 8 and label.startswith(plain)) for label in self.labels)

    def find_heading(self, line: str) -> str | None:
        """Return the question whose label is the heading of a line of Markdown, or None."""
        match = HEADING.match(line[:LONGEST_LINE])
        if match is None:
            return None
        return self.labels.get(simplify(match[1])) or self.labels.get(simplify(GROUP_AT_END.sub("", match[1])))

    def is_consent(self, raw: str) -> bool:
        """Tell whether an answer is a clear yes: the word itself, in any language, with courtesies at most."""
        words = [word for word in re.split(r"[\W_]+", simplify(raw)) if word and word not in COURTESIES]
        return bool(words) and all(self.choices[CONSENT].phrases.get(word) == YES for word in words)

    def is_no(self, raw: str) -> bool:
        """Tell whether an answer is a clear no."""
        return self.choices[CONSENT].phrases.get(simplify(raw)) == NO


@dataclass(frozen=True)
class LabelMatch:
    """A line with a label: the name of its question, the text in brackets behind the label, and the answer."""

    name: str
    group: str
    answer: str


LONGEST_LINE = 1000
HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(\S.{0,400}?)[ \t#]*$")
GROUP_AT_END = re.compile(r"\([^()]{0,300}\)\W*$")


def simplify(text: str) -> str:
    """Return a text as it is compared: in lower case, with plain spaces and quotes, and nothing around its words."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(QUOTES)
    return re.sub(r"\s+", " ", plain).strip(TRIMMED)


def _make_label_pattern(labels: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of a line with a label. What may stand between is bounded: a line may be anything."""
    longest_first = sorted({label.translate(QUOTES) for label in labels}, key=len, reverse=True)
    spaced = "|".join(r"\s+".join(re.escape(word) for word in label.split()) for label in longest_first)
    return re.compile(rf"[\s>*_]{{0,20}}(?P<label>{spaced})[\s*_]{{0,10}}(?:\((?P<group>[^:：)]{{0,300}})\)?)?"
                      rf"[\s*_]{{0,10}}[:：]", re.IGNORECASE)  # fmt: skip


def _gather(question: Question, languages: Iterable[Words]) -> Choices:
    phrases: dict[str, set[str]] = defaultdict(set)
    telling: dict[str, set[str]] = defaultdict(set)
    for value in question.choices:
        phrases[simplify(value.replace("-", " "))].add(value)
    for words in languages:
        said = {value: {*_list_phrases(question, value, words)} for value in question.choices}
        for value, texts in said.items():
            others = {word for other, more in said.items() if other != value for text in more for word in text.split()}
            for text in texts:
                phrases[text].add(value)
                for word in text.split():
                    if word not in others and (len(word) >= SHORTEST_TELLING or word in (text, value)):
                        telling[word].add(value)
    return Choices(_keep_certain(phrases), _keep_certain(telling), frozenset(question.choices))


def _list_phrases(question: Question, value: str, words: Words) -> Iterator[str]:
    """Go through the ways in which a language says a choice: as one is asked, and as the page says it of others."""
    yield simplify(words.plain(question.choices[value]))
    if question.name == "account":
        yield simplify(words.plain(f"account-{value}"))
    yield simplify(value.replace("-", " "))


def _keep_certain(meanings: Mapping[str, set[str]]) -> dict[str, str]:
    """Return what means one thing only in all languages."""
    return {text: min(values) for text, values in meanings.items() if len(values) == 1}

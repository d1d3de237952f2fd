"""What the form sees by which readers answer a case, or a post: what is asked, and the ways that are open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from plugins.cases.letters import Topic, make_letter, make_letter_pattern, make_reference, make_reply_address
from plugins.cases.model import Result, RoleKind
from plugins.cases.questions import ACCOUNT, LONGEST_NAME, LONGEST_OWN, RESULT, ROLE, Question
from plugins.cases.reader_text import LONGEST_TEXT
from plugins.reply_ways import ReplyWays
from plugins.wording.words import Words

FORM = "-form"
"""How the id of what stands around the form ends."""

CHOSEN = {RESULT: Result.UNKNOWN, ROLE: RoleKind.OTHER}
"""What is chosen before the reader chooses."""


@dataclass(frozen=True)
class RoadView:
    """One road that a reader may write about. `href` leads to where one does without a script."""

    id: str
    title: str
    href: str


@dataclass(frozen=True)
class AskedChoiceView:
    """One of the answers to a question: in the words of a letter, and as it is `printed` with what a reader sent."""

    value: str
    text_html: Markup
    printed: str
    chosen: bool


@dataclass(frozen=True)
class QuestionView:
    """A question with the answers that one may choose from."""

    name: str
    choices: tuple[AskedChoiceView, ...]


@dataclass(frozen=True)
class AskView:
    """All that the form needs of a case or a post.

    `anchor` is the id of its section, with which all ids in it begin; `id` is what a draft is kept by. `choices` are
    the questions that one answers by choosing. `subject` and `letter` have the names of fields in braces. `reference`
    is that of no road in particular; a road's comes behind it. `href` is where one writes about none without a script,
    `issue` where an issue is begun, `issue_pattern` the same with {title} and {body}. A post has no `roads`.
    """

    anchor: str
    id: str
    roads: tuple[RoadView, ...]
    choices: tuple[QuestionView, ...]
    subject: str
    letter: str
    reference: str
    ways: ReplyWays
    href: str
    issue: str
    issue_pattern: str
    longest_text: int = LONGEST_TEXT
    longest_name: int = LONGEST_NAME
    longest_own: int = LONGEST_OWN

    @property
    def form_anchor(self) -> str:
        """The id of what stands around the form, where it stands on the page."""
        return f"{self.anchor}{FORM}"

    def find_href(self, road: str) -> str:
        """Return where one writes about a road without a script."""
        return next(one.href for one in self.roads if one.id == road)


def make_ask_view(topic: Topic, ways: ReplyWays, anchor: str, url: str, words: Words) -> AskView | None:
    """Return what the form about a topic shows, or None where nobody is asked. `url` is the page that it stands on."""
    if not ways:
        return None
    pattern, whole, form = make_letter_pattern(topic, words), make_letter(topic, None, words), f"{url}#{anchor}{FORM}"
    return AskView(
        anchor=anchor,
        id=topic.id,
        roads=tuple(_make_roads(topic, ways, form, words)),
        choices=tuple(_make_questions(topic, words)),
        subject=pattern.subject,
        letter=pattern.body,
        reference=make_reference(topic, None),
        ways=ways,
        href=make_reply_address(ways, whole, form),
        issue=ways.tracker.make_address(whole.subject, whole.body) if ways.tracker else "",
        issue_pattern=ways.tracker.pattern if ways.tracker else "",
    )


def _make_roads(topic: Topic, ways: ReplyWays, form: str, words: Words) -> Iterator[RoadView]:
    for road, title in topic.roads.items():
        yield RoadView(road, title, make_reply_address(ways, make_letter(topic, road, words), form))


def _make_questions(topic: Topic, words: Words) -> Iterator[QuestionView]:
    for question in topic.questions:
        if question.name in (ACCOUNT, RESULT, ROLE):
            choices = (_make_choice(question, value, key, words) for value, key in question.choices.items())
            yield QuestionView(question.name, tuple(choices))


def _make_choice(question: Question, value: str, key: str, words: Words) -> AskedChoiceView:
    printed = _find_printed(question.name, value)
    text = words.plain(printed) if printed else ""
    return AskedChoiceView(value, words(key), text, chosen=CHOSEN.get(question.name) == value)


def _find_printed(question: str, value: str) -> str | None:
    """Return the key of the words that a choice is printed with, if it is printed at all."""
    if (question, value) in ((RESULT, Result.UNKNOWN), (ROLE, RoleKind.OTHER)):
        return None
    return {ACCOUNT: "account-", RESULT: "came-out-", ROLE: "reader-"}[question] + value

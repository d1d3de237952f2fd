"""Letters that readers are invited to write: links with everything laid out, so that an answer is a few words.

An issue has the same title and text as a letter; RFC 6068 alone wants other line ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from plugins.cases.model import Case
from plugins.cases.questions import FIELDS, OPTION, OWN_OPTION, QUESTIONS, REFERENCE, TEXT, Question
from plugins.reply_ways import ReplyWays
from plugins.wording.words import Words


@dataclass(frozen=True)
class Topic:
    """What readers are asked about: a case, or a post. `id` is what a reference calls it, `name` what a subject does.

    `roads` are the titles of the options that one may write about, by their ids; a post has none.
    """

    id: str
    name: str
    roads: Mapping[str, str]
    questions: Sequence[Question] = QUESTIONS


@dataclass(frozen=True)
class Letter:
    """A letter before it is anybody's; its lines end in LF."""

    subject: str
    body: str


def make_mailto(address: str, subject: str, body: str) -> str:
    """Return a link that opens a letter. Source: RFC 6068; its section 5 wants line ends of CR and LF."""
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject)}&body={quote(body)}"


def make_case_topic(case: Case, words: Words) -> Topic:
    """Return a case as what one writes about: each of its options, and what is none of them."""
    number = case.facts.number
    name = words.plain("case-number", number=number) if number else case.facts.title
    roads = {option.id: option.title for option in case.options()}
    return Topic(case.facts.id or case.slug, name, {**roads, OWN_OPTION: words.plain("letter-own-road")})


def make_letter(topic: Topic, road: str | None, words: Words) -> Letter:
    """Return the letter about one road of a topic, or about none in particular."""
    title = topic.roads[road] if road else ""
    answers = {OPTION: title, REFERENCE: make_reference(topic, road)}
    return Letter(make_subject(topic, title, words), "\n".join(write_letter(topic.questions, answers, words)))


def make_letter_pattern(topic: Topic, words: Words) -> Letter:
    """Return the letter with the name of each field in braces where its answer comes, for a script to fill in."""
    answers = {name: f"{{{name}}}" for name in FIELDS}
    subject = make_subject(topic, answers[OPTION] if topic.roads else "", words)
    return Letter(subject, "\n".join(write_letter(topic.questions, answers, words)))


def make_reference(topic: Topic, road: str | None) -> str:
    """Return what an answer is assigned by."""
    return f"{topic.id}/{road}" if road else topic.id


def make_subject(topic: Topic, title: str, words: Words) -> str:
    """Return the subject of a letter about a road, which has a title, or about none in particular."""
    return words.plain("letter-subject", case=topic.name, road=title) if title else topic.name


def make_reply_address(ways: ReplyWays, letter: Letter, form: str) -> str:
    """Return where a letter is written without a script, by the first way that is open.

    `form` is the address of the form on the page: the last of them.
    """
    if ways.email:
        return make_mailto(ways.email, letter.subject, letter.body.replace("\n", "\r\n"))
    if ways.tracker:
        return ways.tracker.make_address(letter.subject, letter.body)
    return form


def write_letter(questions: Sequence[Question], answers: Mapping[str, str], words: Words) -> Iterator[str]:
    """Go through the lines of a letter: a question each, with its answer where there is one, and room for the words.

    A person can read it, and so can the import of reader outcomes.
    """
    for question in questions:
        if question.name == TEXT:
            yield from ("", f"{question.write_label(words)}:", answers.get(TEXT, ""))
        else:
            yield f"{question.write_label(words)}: {answers.get(question.name, '')}"

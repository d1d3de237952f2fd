"""Letters that readers are invited to write: mail links with everything laid out, so that an answer is a few words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from plugins.cases.model import Case
from plugins.cases.questions import OPTION, OWN_OPTION, POST_QUESTIONS, QUESTIONS, REFERENCE, TEXT, Question
from plugins.documents.views import LinkView
from plugins.wording.words import Words


def make_mailto(address: str, subject: str, body: str) -> str:
    """Return a link that opens a letter. Source: RFC 6068; its section 5 wants line ends of CR and LF."""
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject)}&body={quote(body)}"


def make_reply_link(case: Case, address: str, option: str | None, words: Words) -> LinkView:
    """Return the link for replies to one option, or to what is none of them."""
    own = words.plain("letter-own-road")
    title = next((one.title for one in case.options() if one.id == option), own)
    number = case.facts.number
    name = words.plain("case-number", number=number) if number else case.facts.title
    reference = f"{case.facts.id or case.slug}/{option or OWN_OPTION}"
    body = "\r\n".join(write_letter(QUESTIONS, {OPTION: title, REFERENCE: reference}, words))
    return LinkView(title, make_mailto(address, words.plain("letter-subject", case=name, road=title), body))


def make_reply_links(case: Case, address: str, words: Words) -> Iterator[LinkView]:
    """Go through the links for every option of a case."""
    for option in case.options():
        yield make_reply_link(case, address, option.id, words)


def make_post_letter(title: str, reference: str, address: str, words: Words) -> str:
    """Return the link for a reply to the post of this title; `reference` tells it from all others."""
    body = "\r\n".join(write_letter(POST_QUESTIONS, {REFERENCE: reference}, words))
    return make_mailto(address, words.plain("reply-subject", title=title), body)


def write_letter(questions: Sequence[Question], answers: Mapping[str, str], words: Words) -> Iterator[str]:
    """Go through the lines of a letter: a question each, with its answer where there is one, and room for the words.

    A person can read it, and so can the import of reader outcomes.
    """
    for question in questions:
        if question.name == TEXT:
            yield from ("", f"{question.write_label(words)}:", answers.get(TEXT, ""))
        else:
            yield f"{question.write_label(words)}: {answers.get(question.name, '')}"

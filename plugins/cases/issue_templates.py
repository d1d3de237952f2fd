"""Templates of issues, for readers who begin one at the forge itself: the questions of a letter, in a forge's form.

An answer comes back under a heading, which is the label of its question.
Sources: https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-issue-forms,
https://forgejo.org/docs/latest/user/issue-pull-request-templates/,
https://docs.gitlab.com/user/project/description_templates/.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import yaml

from plugins.cases.questions import CONSENT, NAME, OPTION, QUESTIONS, REFERENCE, TEXT, Question
from plugins.reply_ways import Forge
from plugins.wording.words import Words

PATHS: Mapping[Forge, str] = {
    Forge.GITHUB: ".github/ISSUE_TEMPLATE/answer.yml",
    Forge.GITLAB: ".gitlab/issue_templates/Answer.md",
    Forge.FORGEJO: ".forgejo/issue_template/answer.yaml",
}
"""Where a forge looks for it, in the repository of the issues."""

ABOUT = {Forge.GITHUB: "description", Forge.FORGEJO: "about"}
"""The key of what a form is for."""

NEEDED = (OPTION, CONSENT, REFERENCE, TEXT)
LONG_LINE = 10_000


def make_issue_template(forge: str, words: Words) -> str:
    """Return the file that asks for an answer at a forge, by its name: github, gitlab or forgejo.

    Raises ValueError for another name.
    """
    known = Forge(forge)
    return "".join(_write_sections(words)) if known is Forge.GITLAB else _write_form(ABOUT[known], words)


def _write_form(about: str, words: Words) -> str:
    """Return a form. PyYAML quotes what would be no text, such as `yes`."""
    form = {
        "name": words.plain("issue-name"),
        about: words.plain("issue-about"),
        "body": [{"type": "markdown", "attributes": {"value": words.plain("form-public-issue")}}, *_make_fields(words)],
    }
    return str(yaml.safe_dump(form, sort_keys=False, allow_unicode=True, width=LONG_LINE))


def _make_fields(words: Words) -> Iterator[dict[str, object]]:
    for question in QUESTIONS:
        attributes: dict[str, object] = {"label": words.plain(question.label)}
        if note := _find_note(question, words):
            attributes["description"] = note
        if question.choices:
            attributes["options"] = [words.plain(key) for key in question.choices.values()]
        field: dict[str, object] = {"type": _find_type(question), "id": question.name, "attributes": attributes}
        yield {**field, "validations": {"required": True}} if question.name in NEEDED else field


def _find_type(question: Question) -> str:
    if question.choices:
        return "dropdown"
    return "textarea" if question.name == TEXT else "input"


def _find_note(question: Question, words: Words) -> str:
    """Return what has to be said of a question, if anything."""
    if question.name == REFERENCE:
        return words.plain("issue-reference-note")
    return words.plain("form-name-note", reader=words.plain("reader")) if question.name == NAME else ""


def _write_sections(words: Words) -> Iterator[str]:
    """Go through Markdown with a heading for each question. What one may answer stands in it.

    Whatever stands between headings is an answer.
    """
    for question in QUESTIONS:
        yield f"### {question.write_label(words)}\n\n\n"

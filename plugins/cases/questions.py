"""What readers are asked, once: for the form on the page, the letter, an issue's template, and who reads the answers.

An answer comes back as `label: answer` in a letter, under a heading in an issue, and by the name of its field from a
form. Labels and choices are words of a catalogue; values are words of the format.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from plugins.cases.model import Account, Result, RoleKind
from plugins.wording.words import Words

OPTION, OWN, ACCOUNT, RESULT, ROLE, NAME, CONSENT, REFERENCE, TEXT = FIELDS = (
    "option", "own", "account", "result", "role", "name", "consent", "reference", "text",
)  # fmt: skip
"""The names of the fields of a form, and of what it sends."""

OWN_OPTION = "own"
"""What stands in the place of an option's id for a road that is none of the case's."""

YES, NO = "yes", "no"

LONGEST_NAME = 80
LONGEST_OWN = 120
"""Characters of a name, and of a road of the reader's own."""

RESULTS = (Result.BETTER, Result.SAME, Result.WORSE, Result.MIXED, Result.UNKNOWN)


@dataclass(frozen=True)
class Question:
    """One question. `label` is the key of its words; `choices` are the keys of what one may answer, by value."""

    name: str
    label: str
    choices: Mapping[str, str] = field(default_factory=dict)

    def write_label(self, words: Words) -> str:
        """Return the label as a letter says it, with what one may answer: "Where I stand (leader / customer)"."""
        label = words.plain(self.label)
        return f"{label} ({' / '.join(map(words.plain, self.choices.values()))})" if self.choices else label


QUESTIONS = (
    Question(OPTION, "ask-road"),
    Question(ACCOUNT, "ask-account", {account.value: f"ask-account-{account}" for account in Account}),
    Question(RESULT, "ask-result", {result.value: f"result-{result}" for result in RESULTS}),
    Question(ROLE, "ask-role", {role.value: f"reader-{role}" for role in RoleKind}),
    Question(NAME, "ask-name"),
    Question(CONSENT, "ask-consent", {YES: "ask-yes", NO: "ask-no"}),
    Question(REFERENCE, "ask-reference"),
    Question(TEXT, "ask-text"),
)
"""What is asked about a case, in the order of the letter. The reader's own words come last: signatures follow them."""

POST_QUESTIONS = tuple(one for one in QUESTIONS if one.name in (ROLE, NAME, CONSENT, REFERENCE, TEXT))
"""What is asked about a post."""

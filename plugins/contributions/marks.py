"""Why an editor should look twice at a held message. What is marked is never dropped for it."""

from __future__ import annotations

from enum import StrEnum


class Mark(StrEnum):
    """What is unclear, or suspicious. The value is what a held file says."""

    NO_CONSENT = "no-consent"
    NO_OPTION = "no-option"
    UNKNOWN_OPTION = "unknown-option"
    TWO_OPTIONS = "two-options"
    NO_ACCOUNT = "no-account"
    UNCLEAR_ANSWER = "unclear-answer"
    OTHER_LANGUAGE = "other-language"
    CUT = "cut"
    NO_DATE = "no-date"
    MANY_LINKS = "many-links"
    BLOCKED = "blocked"
    HONEYPOT = "honeypot"
    REPEATED = "repeated"
    ADDRESS = "address"
    HIDDEN_CHARACTERS = "hidden-characters"
    ATTACHMENT = "attachment"
    HTML_ONLY = "html-only"
    BAD_ENCODING = "bad-encoding"
    UNTRIMMED = "untrimmed"


MEANINGS = {
    Mark.NO_CONSENT: "the reader does not say that it may be printed",
    Mark.NO_OPTION: "the reader names no option",
    Mark.UNKNOWN_OPTION: "the reader names an option that the case does not have",
    Mark.TWO_OPTIONS: "the reader names more than one option",
    Mark.NO_ACCOUNT: "the reader does not say whether it is what they would do, did, saw, or disagree with",
    Mark.UNCLEAR_ANSWER: "an answer is none of those that one may give",
    Mark.OTHER_LANGUAGE: "it seems to be written in another language",
    Mark.CUT: "it was longer than may be printed, and is cut",
    Mark.NO_DATE: "the message says no time that can be, so it has that of the import",
    Mark.MANY_LINKS: "it holds many links",
    Mark.BLOCKED: "it holds something of the block list",
    Mark.HONEYPOT: "a field that people do not see is filled in",
    Mark.REPEATED: "another one says nearly the same",
    Mark.ADDRESS: "an e-mail address or telephone number was taken out",
    Mark.HIDDEN_CHARACTERS: "invisible characters were taken out",
    Mark.ATTACHMENT: "something was attached, which is not kept",
    Mark.HTML_ONLY: "it came as HTML only",
    Mark.BAD_ENCODING: "some of its characters could not be read",
    Mark.UNTRIMMED: "quotes and signature could not be told from the words",
}
"""What each mark means, for `outcomes show`."""

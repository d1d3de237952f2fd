"""What the sender wrote of a mail, without what it quotes and without the signature.

Where quotes and signatures begin is said by the expressions of mail-parser-reply, in the languages that it knows. What
is taken out is decided here: its own reading strips the blanks of all lines, leaves `> ` lines in, and takes all that
follows a line such as "Thank you, I would have stayed" for a signature. The expressions can run for hours on a hostile
text, so they see a shadow of it: short lines, no runs of empty ones, nothing quoted, and not for long.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mailparser_reply.parser import EmailMessage

from plugins.contributions.labels import Item, Labels, restore_items
from plugins.time_limits import TimeLimitError, limit_time

LONGEST_WORDS = 48 * 1024
"""Characters of a mail that are looked through; more than twice what may be printed of it."""

MOST_SECONDS = 1.0
LONGEST_LINE = 160
MOST_OF_SIGNATURE = 8
"""Lines of a signature. What is longer is words, unless it stands below the line that RFC 3676 (4.3) has for it."""

_QUOTE = re.compile(r"[ \t]{0,3}>")
_MARKS = re.compile(r"^(?:[ \t]*>)+ ?")
_SEPARATOR = "-- "
"""The line that ends the words. Source: RFC 3676, section 4.3."""

_ATTRIBUTION = re.compile(r"(?=.*[\d<@])[^\n]{1,200}(?:\n[^\n]{1,200}){0,2}:\s*\Z")
_TELLING = re.compile(r"[\d<@]")
_FIELD = re.compile(r"[^:\n]{1,200}:")
_RULES = re.compile(r"[\s*_-]*")
_LAST_RULES = re.compile(r"(?:\n[ \t*_-]*)+\Z")


@dataclass(frozen=True)
class Trimmed:
    """The words, and whether quotes and signature could be told from them."""

    words: str
    is_clear: bool = True


def trim_mail(text: str, languages: Sequence[str], labels: Labels, *, is_reply: bool) -> Trimmed:
    """Return what the sender wrote. "" where all of it is quoted."""
    text = text[:LONGEST_WORDS]
    try:
        with limit_time(MOST_SECONDS):
            return _Trimming(text, languages, labels).trim(is_reply=is_reply)
    except TimeLimitError:
        return Trimmed(text.strip("\n"), is_clear=False)


class _Trimming:
    """One mail that is trimmed."""

    def __init__(self, text: str, languages: Sequence[str], labels: Labels) -> None:
        self._text = text
        self._labels = labels
        self._headers, self._signatures = _get_expressions(tuple(languages))

    def trim(self, *, is_reply: bool) -> Trimmed:
        lines = self._text.split("\n")
        header = self._find_header(lines)
        if header is not None and not is_reply and self._labels.find_words("\n".join(lines[: header.start])):
            header = None  # A letter that answers no other: what the reader quotes in it are words of theirs.
        quotes = {number for number, line in enumerate(lines) if _QUOTE.match(line)}
        if header is None:
            return self._trim_marked(lines, quotes if is_reply or not _has_own(lines, quotes) else set())
        if _follows_quote(lines, quotes, header.stop):
            return self._trim_marked(lines, quotes | set(header))
        return self._trim_unmarked(lines, header, quotes)

    def _trim_marked(self, lines: list[str], left_out: set[int]) -> Trimmed:
        """Take out lines that are marked as quotes, with what says whose they are."""
        attributions = {one for first in _list_starts(left_out) for one in _find_attribution(lines, first)}
        gone = left_out | attributions
        own = {number: line for number, line in enumerate(lines) if number not in gone}
        numbers = sorted(left_out)
        quoted = "\n".join(_MARKS.sub("", lines[number]) for number in numbers)
        items = self._labels.find_items(quoted)
        questions = {numbers[quoted.count("\n", 0, item.start)]: item.line for item in items}
        if _has_answers_between(own, questions):
            own, items = own | questions, []
        return self._finish("\n".join(own[number] for number in sorted(own)), items)

    def _trim_unmarked(self, lines: list[str], header: range, quotes: set[int]) -> Trimmed:
        """Take out all below a header such as Outlook's, which marks no lines, unless a letter was filled in there."""
        above = "\n".join(line for number, line in enumerate(lines[: header.start]) if number not in quotes)
        below = "\n".join(lines[header.stop :])
        start = self._labels.find_words(below)
        if _RULES.fullmatch(above) or (start is not None and below[start:].strip()):
            rest = "\n".join(line for number, line in enumerate(lines) if number not in header)
            return Trimmed(rest.strip("\n"), is_clear=not below.strip())
        return self._finish(_LAST_RULES.sub("", above), self._labels.find_items(below))

    def _finish(self, own: str, quoted: Sequence[Item]) -> Trimmed:
        """Take out the signature, and put back the lines of our letter that stood in the quotes."""
        if not own.strip():
            return Trimmed("")
        kept, is_clear = self._cut_signature(own)
        return Trimmed(restore_items(kept.lstrip("\n").rstrip(), quoted, self._labels), is_clear)

    def _cut_signature(self, own: str) -> tuple[str, bool]:
        """Return a text without its signature, and whether it was clear what that is."""
        items = self._labels.find_items(own)
        start = self._labels.find_words(own) or (items[-1].start + len(items[-1].line) if items else 0)
        lines = own[start:].split("\n")
        first = lines.index(_SEPARATOR) if _SEPARATOR in lines else self._search_signature(lines)
        if first is None:
            return own, True
        if lines[first] != _SEPARATOR and not _is_signature(lines[first:]):
            return own, False
        before = "\n".join(lines[:first])
        return (own[:start] + before, True) if before.strip() else (own, False)

    def _find_header(self, lines: list[str]) -> range | None:
        """Return the lines that say from whom what follows is, as the library knows them."""
        shadow = _Shadow(["" if _QUOTE.match(line) else line for line in lines])
        found: range | None = None
        for match in filter(_is_header, self._headers.finditer(shadow.text)):
            blanks = len(match.group()) - len(match.group().lstrip())
            first, last = shadow.find_line(match.start() + blanks), shadow.find_line(match.end())
            if found is not None and first > found.stop + 1:
                break
            found = range(found.start if found else first, max(first, self._find_last(lines, first, last)) + 1)
        return found

    def _find_last(self, lines: list[str], first: int, last: int) -> int:
        """Return the last line of a header: the library counts one to it that may be the first of a text."""
        while last > first and (not _FIELD.match(lines[last]) or self._labels.find_items(lines[last])):
            last -= 1
        return last

    def _search_signature(self, lines: list[str]) -> int | None:
        shadow = _Shadow(lines)
        match = self._signatures.search(shadow.text)
        if match is None:
            return None
        return shadow.find_line(match.start() + len(match.group()) - len(match.group().lstrip()))


@lru_cache(maxsize=8)
def _get_expressions(languages: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what the library looks for in these languages: headers above quotes, and signatures.

    It calls re.sub in a way that Python 3.13 warns of (https://docs.python.org/3/library/re.html#re.sub).
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        mail = EmailMessage(text="", languages=list(languages), keep_hyphen_lists=True)
    return mail.HEADER_REGEX, mail.SIGNATURE_REGEX


class _Shadow:
    """A text as the library sees it: of each line the beginning, and of empty lines one."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._numbers: list[int] = []
        shown: list[str] = []
        for number, line in enumerate(lines):
            short = line.strip()[:LONGEST_LINE]
            if short or not shown or shown[-1]:
                shown.append(short)
                self._numbers.append(number)
        self.text = "\n".join(shown)

    def find_line(self, position: int) -> int:
        """Return the number of the line, in the text itself, in which a place of the shadow is."""
        return self._numbers[self.text.count("\n", 0, position)]


def _is_header(match: re.Match[str]) -> bool:
    """Tell a header from a sentence such as "On Monday my boss wrote:": it says when, or has several lines."""
    text = match.group().strip()
    return "\n" in text or text.startswith("---") or _TELLING.search(text) is not None


def _has_own(lines: list[str], quotes: set[int]) -> bool:
    return any(line.strip() for number, line in enumerate(lines) if number not in quotes)


def _has_answers_between(own: Mapping[int, str], questions: Mapping[int, str]) -> bool:
    """Tell whether a reader wrote below the quoted questions, so that these have to stay where they are."""
    first, last = min(questions, default=0), max(questions, default=0)
    return any(first < number < last and line.strip() for number, line in own.items())


def _follows_quote(lines: list[str], quotes: set[int], start: int) -> bool:
    """Tell whether the next line that is not empty is marked as quoted."""
    return next((number in quotes for number in range(start, len(lines)) if lines[number].strip()), False)


def _list_starts(numbers: set[int]) -> Iterator[int]:
    return (number for number in sorted(numbers) if number - 1 not in numbers)


def _find_attribution(lines: list[str], first: int) -> range:
    """Return the lines above a quote that say in whatever language whose it is: "…, 5 May, … wrote:"."""
    end = first
    while end and not lines[end - 1].strip() and first - end < 2:
        end -= 1
    start = end
    while start and lines[start - 1].strip() and end - start < 3:
        start -= 1
    for begin in range(end - 1, start - 1, -1):
        if _ATTRIBUTION.fullmatch("\n".join(lines[begin:end])):
            return range(begin, end)
    return range(first, first)


def _is_signature(lines: Sequence[str]) -> bool:
    """Tell whether lines that begin like a signature are one: few and short, and no sentence of the text."""
    full = [line.strip() for line in lines if line.strip()]
    greeting, _, name = full[0].partition(",")
    is_sentence = any(word[:1].islower() or len(word) == 1 for word in name.split())
    return (
        len(full) <= MOST_OF_SIGNATURE
        and not is_sentence
        and len(full[0].split()) <= 6
        and len(greeting.split()) <= 5
        and not full[0].endswith((".", "?", ":", ";"))
        and all(len(line) <= 70 for line in full)
        and sum(len(line.split()) for line in full[1:]) <= 30
        and not any(line.endswith((".", "?")) and len(line.split()) > 5 for line in full[1:])
    )

"""Links to other sites: whether what they lead to is still there. What is found are warnings, and never more.

A page elsewhere can be gone for an hour, or be shown to people only: nobody's site waits for that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from plugins.checks.answers import KeptAnswers
from plugins.checks.asking import Answer, Asker
from plugins.checks.outside_links import OutsideLink, find_outside_links
from plugins.diagnostics import Code, Diagnostic, make_warning
from plugins.site.content import Content

UNCLEAR = (401, 403, 407, 429, 451, 999)
"""Statuses that say who asks, or how often, and nothing of the page."""

DEAD_HINT = "Link to where it is now, to a copy in an archive of the web, or take the link out."
MOVED_HINT = "Write the new address."


@dataclass(frozen=True)
class OutsideReport:
    """What was found of the links to other sites: `asked` addresses now, `known` before; `unclear` say nothing.

    `unasked` are those that there was no time for. Where nothing answers at all it `is_offline`, and nothing is found.
    """

    diagnostics: list[Diagnostic]
    asked: int
    known: int
    unclear: int
    unasked: int
    is_offline: bool = False

    @property
    def summary(self) -> str:
        """One line that says what was done."""
        if self.is_offline:
            return f"{self.asked} outside links: not one of them answers, is this machine offline?"
        rest = f", {self.unasked} left for lack of time" if self.unasked else ""
        return (
            f"{self.asked + self.known + self.unasked} outside links: {self.asked} asked for, {self.known} known, "
            f"{self.unclear} unclear{rest}; {len(self.diagnostics)} to look at"
        )


def check_external(content: Content, asker: Asker, now: datetime, wanted: Sequence[Path] = ()) -> OutsideReport:
    """Ask for what the content, or the `wanted` files and folders, link to on other sites, each page once.

    Raises OSError where answers cannot be kept.
    """
    links = [link for link in find_outside_links(content) if _is_wanted(link.origin.path, wanted)]
    return check_outside(links, asker, KeptAnswers(content.settings.cache, now))


def _is_wanted(path: Path, wanted: Sequence[Path]) -> bool:
    return not wanted or any(path.resolve().is_relative_to(one) for one in wanted)


def check_outside(links: Sequence[OutsideLink], asker: Asker, kept: KeptAnswers) -> OutsideReport:
    """Ask for what links lead to, unless it is known from the last days, and keep the answers."""
    urls = dict.fromkeys(link.url for link in links)
    known = {url: answer for url in urls if (answer := kept.find(url))}
    new = asker.ask_all(url for url in urls if url not in known)
    is_offline = len(new) > 1 and not any(answer.status for answer in new.values())
    if new and not is_offline:
        kept.add(new)
    answers = known if is_offline else {**known, **new}
    return OutsideReport(
        diagnostics=sorted(_explain_all(links, answers)),
        asked=len(new),
        known=len(known),
        unclear=sum(answer.status in UNCLEAR for answer in answers.values()),
        unasked=len(urls) - len(known) - len(new),
        is_offline=is_offline,
    )


def _explain_all(links: Sequence[OutsideLink], answers: Mapping[str, Answer]) -> Iterator[Diagnostic]:
    for link in links:
        answer = answers.get(link.url)
        if answer is not None and (problem := _explain(link, answer)):
            yield problem


def _explain(link: OutsideLink, answer: Answer) -> Diagnostic | None:
    """Return what is wrong with a link, or None."""
    path, position = link.origin
    if answer.is_good and answer.moved:
        message = f"the page has moved for good to {answer.moved}"
        return make_warning(path, position, Code.MOVED_LINK, message, found=link.written, hint=MOVED_HINT)
    if answer.is_good or answer.status in UNCLEAR:
        return None
    message = f"the link leads to nothing: {answer.error or f'the answer is {answer.status}'}"
    return make_warning(path, position, Code.EXTERNAL_LINK, message, found=link.written, hint=DEAD_HINT)

"""All checks of a site that has been written and is not in place yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from plugins.checks.addresses import check_addresses
from plugins.checks.budgets import check_budgets
from plugins.checks.feeds import check_feeds
from plugins.checks.leaks import check_leaks
from plugins.checks.linked_data import check_linked_data
from plugins.checks.links import check_links
from plugins.checks.meaning import check_meaning
from plugins.checks.validity import check_validity
from plugins.checks.written import WrittenSite, read_written
from plugins.diagnostics import Code, Diagnostic, Position
from plugins.site.content import Content
from plugins.site.policy import PREVIEW_SCRIPT

Check = Callable[[WrittenSite], Iterable[Diagnostic]]

CHECKS: tuple[Check, ...] = (
    check_links, check_addresses, check_feeds, check_linked_data, check_meaning, check_leaks, check_budgets,
)  # fmt: skip
THOROUGH: tuple[Check, ...] = (check_validity,)
"""What takes seconds."""


def check_built(folder: Path, content: Content, *, thorough: bool = False) -> list[Diagnostic]:
    """Return everything that is wrong with a written site, each mistake once, at the line that it comes from.

    `folder` holds the site, which was made from `content`. Only where it is `thorough`, and CHECK_HTML does not say
    no, its HTML is given to the checker of the W3C, which takes seconds.
    Raises OSError where a file of the site cannot be read.
    """
    served = [PREVIEW_SCRIPT.lstrip("/")] if content.settings.preview else []
    site = read_written(folder, content, served)
    checks = (*CHECKS, *THOROUGH) if thorough and content.settings.check_html else CHECKS
    return list(_drop_repeated(problem for check in checks for problem in check(site)))


def _drop_repeated(problems: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Go through the mistakes, but name once what a template or another text says on many pages."""
    seen: set[tuple[Path, Position, Code, str]] = set()
    for problem in problems:
        key = (problem.path, problem.position, problem.code, problem.found)
        if key not in seen:
            seen.add(key)
            yield problem

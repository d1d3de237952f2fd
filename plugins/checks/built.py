"""All checks of a site that has been written and is not in place yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from plugins.checks.links import check_links
from plugins.checks.written import WrittenSite, read_written
from plugins.diagnostics import Code, Diagnostic, Position
from plugins.site.content import Content
from plugins.site.policy import PREVIEW_SCRIPT

Check = Callable[[WrittenSite], Iterable[Diagnostic]]

CHECKS: tuple[Check, ...] = (check_links,)


def check_built(folder: Path, content: Content, *, thorough: bool = False) -> list[Diagnostic]:
    """Return everything that is wrong with a written site, each mistake once, at the line that it comes from.

    `folder` holds the site, which was made from `content`. What takes seconds is done only where it is `thorough`.
    Raises OSError where a file of the site cannot be read.
    """
    served = [PREVIEW_SCRIPT.lstrip("/")] if content.settings.preview else []
    site = read_written(folder, content, served)
    return list(_drop_repeated(problem for check in CHECKS for problem in check(site)))


def _drop_repeated(problems: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Go through the mistakes, but name once what a template or another text says on many pages."""
    seen: set[tuple[Path, Position, Code, str]] = set()
    for problem in problems:
        key = (problem.path, problem.position, problem.code, problem.found)
        if key not in seen:
            seen.add(key)
            yield problem

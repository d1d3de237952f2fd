"""All checks of a site that has been written and is not in place yet.

They work on the facts of its files, which whoever writes a file finds in its bytes; no page is read again. When a few
files have changed since the last check, only these, and what can be wrong because of them, are looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from plugins.checks.addresses import check_addresses
from plugins.checks.budgets import Budgets
from plugins.checks.checked import Checked, holds, make_checked, select_wanted
from plugins.checks.facts import Facts, PageFacts
from plugins.checks.feeds import FeedCheck
from plugins.checks.inspecting import Inspector
from plugins.checks.leaks import check_leaks
from plugins.checks.linked_data import check_linked_data
from plugins.checks.links import check_links
from plugins.checks.meaning import check_meaning
from plugins.checks.validity import check_validity
from plugins.checks.written import NO_FACTS, WrittenSite, read_written
from plugins.diagnostics import Code, Diagnostic, Position
from plugins.site.content import Content
from plugins.site.registry import Output

PageCheck = Callable[[Output, PageFacts], Iterable[Diagnostic]]


@dataclass(frozen=True)
class CheckReport:
    """Everything that is wrong, what the next check may build on, and the facts that had to be found here."""

    diagnostics: list[Diagnostic]
    checked: Checked
    made: Mapping[str, Facts] = field(default_factory=dict)


def check_built(folder: Path, content: Content, *, thorough: bool = False) -> list[Diagnostic]:
    """Return everything that is wrong with a written site, each mistake once, at the line that it comes from.

    `folder` holds the site, which was made from `content`. Only where it is `thorough`, and CHECK_HTML does not say
    no, its HTML is given to the checker of the W3C, which takes seconds.
    Raises OSError where a file of the site cannot be read.
    """
    return check_site(folder, content, thorough=thorough).diagnostics


def check_site(
    folder: Path,
    content: Content,
    facts: Mapping[str, Facts] = NO_FACTS,
    *,
    inspector: Inspector | None = None,
    thorough: bool = False,
) -> CheckReport:
    """Check a written site as `check_built` does, from the facts of its files by their paths.

    Where some are missing the file is read, and the `inspector` (default: one that is made for it) finds them.
    """
    return _check(read_written(folder, content, facts, inspector=inspector), thorough=thorough)


def check_changed(
    folder: Path,
    content: Content,
    facts: Mapping[str, Facts],
    changed: Collection[str],
    before: Checked,
    *,
    inspector: Inspector | None = None,
    thorough: bool = False,
) -> CheckReport | None:
    """Check a site of which all files but `changed`, by their paths, are as they were at the check `before`.

    What is found is the same that `check_site` finds, which has to be called where None is returned: something may be
    wrong with any page. `facts` are asked for only as far as `find_needed` says.
    """
    inspector = inspector or Inspector(content)
    wanted, others = select_wanted(inspector, changed, before)
    site = read_written(folder, content, facts, wanted, others, inspector)
    return _check(site, thorough=thorough) if holds(before, site, frozenset(changed)) else None


def _check(site: WrittenSite, *, thorough: bool) -> CheckReport:
    suspects: set[str] = set()
    feeds = FeedCheck(site)
    problems = [*_check_pages(site, suspects), *check_addresses(site), *feeds.check_all(), *check_leaks(site)]
    if thorough and site.content.settings.check_html:
        problems += check_validity(site)
    return CheckReport([*_drop_repeated(problems)], make_checked(site, suspects | feeds.suspects), site.made)


def _check_pages(site: WrittenSite, suspects: set[str]) -> Iterator[Diagnostic]:
    """Go through what is wrong with pages, one check after the other, and note in which something is."""
    checks: tuple[PageCheck, ...] = (
        partial(check_links, site), partial(check_linked_data, site), partial(check_meaning, site),
        Budgets(site).check,
    )  # fmt: skip
    for check in checks:
        for output, page in site.pages:
            for problem in check(output, page):
                suspects.add(output.path)
                yield problem


def _drop_repeated(problems: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Go through the mistakes, but name once what a template or another text says on many pages."""
    seen: set[tuple[Path, Position, Code, str]] = set()
    for problem in problems:
        key = (problem.path, problem.position, problem.code, problem.found)
        if key not in seen:
            seen.add(key)
            yield problem

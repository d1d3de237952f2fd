"""Sends lists of XSS payloads through every field of what readers send: `python -m tests.contributions.xss FILE...`.

A file holds a payload on each line. Public lists are read for this and are no part of the repository; our own payloads
are in payloads.yaml and run with the tests. Prints how many there were, and everything that is alive.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import html5lib
from playwright.sync_api import Browser

from plugins.cases.reader_text import render_reader_text
from tests.browser.driving import share_browser
from tests.contributions.hostile_site import HARMLESS, PER_CASE, HostileSite, build_hostile_site
from tests.contributions.live_browser import find_running, gather_pages
from tests.contributions.live_parts import Finding, Part, allow_parts, count_kinds, find_live, list_renditions

AT_ONCE = 20 * PER_CASE
"""Payloads of one site."""


def read_payloads(files: Iterable[Path]) -> list[str]:
    """Return every line of the files that holds anything, each once."""
    lines = (line.rstrip("\r\n") for file in files for line in file.read_text("utf-8", "replace").split("\n"))
    return [*dict.fromkeys(line for line in lines if line.strip())]


def find_unstable(payloads: Iterable[str]) -> Iterator[Finding]:
    """Go through the texts whose HTML comes to something else when it is parsed, written and parsed again."""
    for payload in payloads:
        once = _parse_again(str(render_reader_text(payload)))
        if once != _parse_again(once):
            yield Finding("text", payload)


def _parse_again(html: str) -> str:
    tree = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    return str(html5lib.serialize(tree, omit_optional_tags=False, quote_attr_values="always"))


def learn_harmless(folder: Path) -> frozenset[Part]:
    """Return what may stand in any rendition."""
    return allow_parts(build_hostile_site(folder, [HARMLESS] * PER_CASE))


def check_payloads(folder: Path, payloads: Sequence[str], browser: Browser, counts: Counter[str]) -> Iterator[Finding]:
    """Go through everything alive in the site of some payloads, and count what was looked at."""
    site = build_hostile_site(folder / "hostile", payloads)
    counts["files of readers"] += site.taken
    counts["refused by the content check"] += site.refused
    _count_looked_at(site, counts)
    yield from find_live(site, learn_harmless(folder / "harmless"))
    yield from find_unstable(payloads)
    yield from find_running(site, browser)


def _count_looked_at(site: HostileSite, counts: Counter[str]) -> None:
    counts.update({f"pieces of HTML ({kind})": count for kind, count in count_kinds(list_renditions(site)).items()})
    counts["pages opened in Chromium"] += len(gather_pages(site))


def main() -> int:
    """Run all payloads; return 1 where anything is alive."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    payloads, counts, found, start = read_payloads(parser.parse_args().files), Counter[str](), 0, time.monotonic()
    with share_browser() as browser:
        for first in range(0, len(payloads), AT_ONCE):
            with tempfile.TemporaryDirectory() as folder:
                for finding in check_payloads(Path(folder), payloads[first : first + AT_ONCE], browser, counts):
                    found += 1
                    sys.stdout.write(f"{finding.place}: {finding.what}\n")
    for name, count in counts.items():
        sys.stdout.write(f"{count} {name}\n")
    sys.stdout.write(f"{len(payloads)} payloads in {time.monotonic() - start:.0f} s: {found} alive\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

"""HTML as the checker of the W3C sees it, where there are Java and the checker: https://validator.github.io/validator/.

What it says is a warning. A site that is good on one machine is good on another: whether it goes out does not depend
on whether Java is there.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from plugins.checks.written import WrittenSite
from plugins.diagnostics import Code, Diagnostic, make_warning
from plugins.site.registry import Output

ROOT = Path(__file__).resolve().parents[2]
JAR = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
OPTIONS = ("--errors-only", "--format", "json", "--skip-non-html", "--exit-zero-always", "--stdout")
TIMEOUT = 600
"""Seconds after which the checker is taken to hang."""

HINT = "Mend the HTML in the text, or the template."

_NAME = re.compile(r"</?([A-Za-z][\w-]*)")


class Message(NamedTuple):
    """What the checker has against a page; `extract` is the piece of HTML that it marks."""

    path: str
    text: str
    extract: str


def check_validity(site: WrittenSite) -> Iterator[Diagnostic]:
    """Go through what is wrong with the HTML of pages. Where the checker is not found or fails, nothing is said."""
    command = find_checker(os.environ)
    if command is None:
        return
    pages = {output.path: output for output in site.outputs}
    found = [(pages[message.path], message) for message in _run(command, site.folder) if message.path in pages]
    have = Counter((kind, text, extract) for kind, _, text, extract in {(one.kind, *message) for one, message in found})
    every = Counter(output.kind for output in site.outputs)
    for output, message in found:
        count = have[output.kind, message.text, message.extract]
        yield _explain(site, output, message, is_common=count == every[output.kind] > 1)


def find_checker(environment: Mapping[str, str]) -> tuple[str, ...] | None:
    """Return how to call the checker: as CASEBOOK_JAVA and CASEBOOK_VNU say, else where they mostly are.

    None where one of them is not there, or the variable is set and empty.
    """
    java = shutil.which(environment.get("CASEBOOK_JAVA", "java") or "")
    jar = Path(environment.get("CASEBOOK_VNU", str(JAR)))
    return (java, "-jar", str(jar)) if java and jar.is_file() else None


def _run(command: tuple[str, ...], folder: Path) -> Iterator[Message]:
    try:
        done = subprocess.run([*command, *OPTIONS, folder], capture_output=True, check=True, timeout=TIMEOUT)
        messages: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
    except (OSError, subprocess.SubprocessError, ValueError, LookupError):
        return
    for message in messages:
        # The path may have been a link's.
        path = unquote(urlsplit(message.get("url", "")).path)
        name = next(
            (path.removeprefix(f"{one}/") for one in (folder, folder.resolve()) if path.startswith(f"{one}/")), ""
        )
        yield Message(name, str(message.get("message", "")), _cut(message))


def _cut(message: Mapping[str, Any]) -> str:
    """Return the piece of the page that a message is about."""
    start, length = message.get("hiliteStart", 0), message.get("hiliteLength", 0)
    return str(message.get("extract", ""))[start : start + length].strip()


def _explain(site: WrittenSite, output: Output, message: Message, *, is_common: bool) -> Diagnostic:
    """Return a message at the HTML in a text that it is about; what all pages of a kind have comes from a template."""
    name = _NAME.match(message.extract)
    marks = [message.extract, *([f"<{name[1]}"] if name else [])]
    own = next((place for mark in marks if (place := site.origins.locate_in(output.subject, mark))), None)
    place = own or (site.origins.find_template(output) if is_common else None)
    path, position = place or (output.origin, output.position)
    said = f"the HTML of the page is not valid: {message.text.rstrip('.')} ({output.path})"
    return make_warning(path, position, Code.INVALID_HTML, said, found=message.extract, hint=HINT)

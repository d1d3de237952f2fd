"""Lighthouse (https://github.com/GoogleChrome/lighthouse), run over pages of a served site."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.browser.building import ROOT
from tests.browser.driving import ARGUMENTS, CHROMIUM

NODE = os.environ.get("CASEBOOK_NODE") or "node"
COMMAND_LINE = ROOT / "node_modules" / "lighthouse" / "cli" / "index.js"
PATIENCE = 180  # seconds; a page takes 13 on an idle core

JUDGED = ("accessibility", "best-practices", "seo")
"""What does not depend on how busy the machine is."""

TIMED = "performance"


@dataclass(frozen=True)
class Verdict:
    """What Lighthouse says of one page: a score from 0 to 100 for each category, and the audits that cost points."""

    scores: dict[str, int]
    failed: tuple[str, ...]


def judge(address: str, categories: Sequence[str] = JUDGED) -> Verdict:
    """Return what Lighthouse says of a page. Raises AssertionError where it could not be looked at."""
    node = shutil.which(NODE)
    assert node is not None, f"{NODE} is not there; `python3 tasks.py test` installs it or says how"
    assert COMMAND_LINE.is_file(), f"{COMMAND_LINE} is not there; `python3 tasks.py test` installs it"
    flags = " ".join(_quote(argument) for argument in ("--headless", *ARGUMENTS))
    options = [
        "--output=json",
        "--quiet",
        "--no-enable-error-reporting",
        f"--only-categories={','.join(categories)}",
        f"--chrome-flags={flags}",
    ]
    done = subprocess.run(
        [node, COMMAND_LINE, address, *options],
        env={**os.environ, "CHROME_PATH": CHROMIUM},
        capture_output=True,
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return _read(json.loads(done.stdout))


def _quote(flag: str) -> str:
    """Return a flag of Chromium as Lighthouse wants it: a value with spaces in quotes."""
    name, is_given, value = flag.partition("=")
    return f'{name}="{value}"' if is_given else name


def _read(report: dict[str, Any]) -> Verdict:
    assert "runtimeError" not in report, report["runtimeError"]
    scores = {name: round(100 * category["score"]) for name, category in report["categories"].items()}
    counted = {
        audit["id"] for category in report["categories"].values() for audit in category["auditRefs"] if audit["weight"]
    }
    failed = [
        f"{name}: {audit['title']} {json.dumps(audit.get('details', {}).get('items', []))[:500]}"
        for name, audit in sorted(report["audits"].items())
        if name in counted and audit["score"] is not None and audit["score"] < 1
    ]
    return Verdict(scores, tuple(failed))

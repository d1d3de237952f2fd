"""Every page of every site is valid HTML, says the checker of the W3C (https://validator.github.io/validator/)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from tests.browser.building import BARE, DEMO, EMPTY, ROOT, STRESS, build

JAVA = os.environ.get("CASEBOOK_JAVA") or "java"
VNU = Path(os.environ.get("CASEBOOK_VNU") or ROOT / "node_modules/vnu-jar/build/dist/vnu.jar")
SITES = {
    "demo": DEMO,
    "stress": STRESS,
    "bare": BARE,
    "empty": EMPTY,
    "greek": ROOT / "tests/building/greek/settings.py",
    **{f"tiny {path.parent.name}": path for path in sorted((ROOT / "tests" / "sites").glob("*/settings.py"))},
}
SETTINGS = {"THEME": ROOT / "theme", "BROTLI_QUALITY": 0, "GZIP_LEVEL": 0}
"""Tiny sites may have a theme of their own; here they wear the real one. Packed copies are not looked at."""

INVALID = '<!doctype html><html lang="en"><title>Test</title><p><div id="a"></div><div id="a"></div></p></html>\n'


def test_every_page_is_valid(tmp_path: Path) -> None:
    for name, settings in SITES.items():
        build(settings, tmp_path / name, SETTINGS, published=True)
    build(EMPTY, tmp_path / "gallery", gallery=True, published=True)
    pages = [*tmp_path.rglob("*.html")]
    assert len(pages) > 100
    assert find_errors(tmp_path) == []


def test_an_error_would_be_found(tmp_path: Path) -> None:
    """Without this, the test above could pass for nothing."""
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "index.html").write_text(INVALID, encoding="utf-8")
    errors = find_errors(tmp_path)
    assert len(errors) == 2
    assert errors[0].startswith("page/index.html:1: Duplicate ID")


def find_errors(folder: Path) -> list[str]:
    """Return what the checker has against the HTML files of a folder, in one run of Java."""
    java = shutil.which(JAVA)
    assert java is not None, f"{JAVA} is not there; `python3 tasks.py test` installs it or says how"
    assert VNU.is_file(), f"{VNU} is not there; `python3 tasks.py test` installs it"
    options = ["--errors-only", "--format", "json", "--skip-non-html", "--exit-zero-always", "--stdout"]
    done = subprocess.run([java, "-jar", VNU, *options, folder], capture_output=True, check=True, timeout=120)
    messages: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
    return sorted(_explain(message, folder) for message in messages)


def _explain(message: dict[str, Any], folder: Path) -> str:
    path = unquote(message.get("url", "")).partition(f"{folder}/")[2]
    return f"{path}:{message.get('lastLine', 0)}: {message['message']} {message.get('extract', '')!r}"

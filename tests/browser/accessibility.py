"""axe, as its Python package brings it, run in a page."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

# The script is not imported with its package, which would read it in whatever encoding the machine prefers.
RUN = "axe.run(document, {resultTypes: ['violations']}).then(results => results.violations)"


@cache
def read_axe() -> str:
    """Return axe's script."""
    spec = find_spec("axe_playwright_python")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return (Path(next(iter(spec.submodule_search_locations))) / "axe.min.js").read_text(encoding="utf-8")


def find_violations(page: Page) -> list[str]:
    """Return what axe has against a page as it is now: a line for each part of the page and each rule."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(read_axe())
    violations: list[dict[str, Any]] = page.evaluate(RUN)
    return [_explain(violation, node) for violation in violations for node in violation["nodes"]]


def _explain(violation: dict[str, Any], node: dict[str, Any]) -> str:
    checks = [check["message"] for key in ("any", "all", "none") for check in node[key]]
    return f"{violation['id']}: {' '.join(map(str, node['target']))}: {'; '.join(checks) or violation['help']}"

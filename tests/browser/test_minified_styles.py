"""A browser reads the same rules of a stylesheet that was made small, whatever construct stands in it."""

from __future__ import annotations

import pytest

from plugins.assets.bundle import find_assets
from plugins.assets.graph import make_assets
from plugins.assets.minifying import minify_css
from tests.browser.building import ROOT
from tests.browser.driving import PageMaker
from tests.unit.test_minifying import STYLES

READ_RULES = r"""text => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  const tighten = tokens => tokens.replace(/\s*([,:()])\s*/g, "$1").replace(/\s+/g, " ");
  return [...sheet.cssRules].map(rule => rule.cssText.replace(/[\w-]+:[^;{}]*;|@supports[^{]*/g, tighten));
}"""
"""What a browser has not read yet, such as own properties, it keeps to the letter, with spaces beside commas."""

COMPONENTS = ROOT / "plugins" / "cases" / "components"


def read_sheets(*, minify: bool) -> dict[str, str]:
    """Return the stylesheets of the theme by name."""
    assets, diagnostics = make_assets(
        find_assets(ROOT / "theme", COMPONENTS, gallery=True), minify=minify, hashed=False
    )
    assert diagnostics == []
    return {name: asset.data.decode() for name, asset in assets.files.items() if name.endswith(".css")}


def test_the_styles_of_the_theme_are_the_same_rules(make_page: PageMaker) -> None:
    page = make_page()
    written, small = read_sheets(minify=False), read_sheets(minify=True)
    assert sorted(written) == ["theme/casebook.css", "theme/feed.css", "theme/gallery.css"]
    for name, text in written.items():
        assert len(small[name]) < len(text) * 0.9
        rules = page.evaluate(READ_RULES, text)
        assert rules
        assert page.evaluate(READ_RULES, small[name]) == rules


@pytest.mark.parametrize("written", [written for written, _ in STYLES if "@import" not in written])
def test_what_is_hard_is_the_same_rules(written: str, make_page: PageMaker) -> None:
    page = make_page()
    rules = page.evaluate(READ_RULES, written)
    assert rules
    assert page.evaluate(READ_RULES, minify_css(written)) == rules

"""Opens every rendition of a hostile site in Chromium without its policy, so that the policy hides no hole."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Dialog, Page, Route

from tests.contributions.hostile_site import HostileSite
from tests.contributions.live_parts import HOST, Finding, list_renditions

_POLICY = re.compile(r"<meta[^>]*http-equiv=[\"']?Content-Security-Policy[^>]*>", re.IGNORECASE)
_WRAPPED = "<!doctype html><html><head><title>x</title></head><body>{}</body></html>"

SENTINEL = """
window.ran = [];
for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
  window[name] = () => { window.ran.push(name); };
}
"""
"""What payloads do to show that they ran; what they do otherwise throws, or asks for another address."""

POKE = """() => {
  const events = ["mouseover", "mouseenter", "pointerenter", "pointerover", "focus", "focusin", "blur", "input",
    "change", "toggle", "beforetoggle", "animationstart", "transitionend", "load", "error", "wheel", "copy",
    "paste", "drag"];
  const mutated = [];
  for (const element of document.body.querySelectorAll("*")) {
    for (const name of events) element.dispatchEvent(new Event(name));
    if (/^[^a-z]*j[^a-z]*a[^a-z]*v/i.test(element.getAttribute("href") ?? "")) element.click();
  }
  for (const quote of document.body.querySelectorAll("blockquote, h4, bdi")) {
    const again = document.createElement("div");
    again.innerHTML = quote.innerHTML;
    if (again.innerHTML !== quote.innerHTML) mutated.push(quote.innerHTML.slice(0, 80));
  }
  return [window.ran, mutated];
}"""


def gather_pages(site: HostileSite) -> Mapping[str, str]:
    """Return the pages to open by their paths: those of the site, and one for all else of a kind.

    What stands in several feeds of a kind is shown once.
    """
    parts: dict[str, dict[str, None]] = defaultdict(dict)
    pages: dict[str, str] = {}
    for rendition in list_renditions(site):
        if rendition.kind == "page":
            pages[rendition.place] = _POLICY.sub("", rendition.html)
        else:
            parts[f"read/{rendition.kind}.html"][rendition.html] = None
    return pages | {path: _WRAPPED.format("<hr>".join(htmls)) for path, htmls in parts.items()}


def find_running(site: HostileSite, browser: Browser) -> Iterator[Finding]:
    """Go through everything that runs, changes by being parsed again, or is asked of another host."""
    pages = gather_pages(site)
    context = browser.new_context()
    page = context.new_page()
    noted: list[Finding] = []
    _watch(page, noted)
    page.add_init_script(SENTINEL)
    page.route("**/*", lambda route: _answer(route, pages, site.files, noted))
    for path in pages:
        page.goto(f"https://{HOST}/{path}", wait_until="load")
        ran, mutated = page.evaluate(POKE)
        noted += [Finding(path, f"ran: {name}") for name in ran]
        noted += [Finding(path, f"changed when parsed again: {html}") for html in mutated]
    context.close()
    yield from noted


def _watch(page: Page, noted: list[Finding]) -> None:
    def dismiss(dialog: Dialog) -> None:
        noted.append(Finding(page.url, f"dialog: {dialog.message}"))
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.on("pageerror", lambda error: noted.append(Finding(page.url, f"exception: {error}")))
    page.on("popup", lambda popup: noted.append(Finding(page.url, f"popup: {popup.url}")))


def _answer(route: Route, pages: Mapping[str, str], files: Mapping[str, bytes], noted: list[Finding]) -> None:
    address = urlsplit(route.request.url)
    path = address.path.lstrip("/")
    if address.hostname != HOST:
        noted.append(Finding(route.request.frame.url, f"asked for {route.request.url}"))
        route.abort()
    elif path in pages:
        route.fulfill(body=pages[path], content_type="text/html; charset=utf-8")
    elif path in files:
        kinds = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml", "woff2": "font/woff2"}
        route.fulfill(body=files[path], content_type=kinds.get(path.rpartition(".")[2], "application/octet-stream"))
    else:
        noted.append(Finding(route.request.frame.url, f"asked for {route.request.url}"))
        route.fulfill(status=404, body="")

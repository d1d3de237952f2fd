"""From the settings of a site to the message with what is new in it, or to what is wrong."""

from __future__ import annotations

from datetime import datetime

from plugins.diagnostics import Code, Diagnostic, has_errors, make_error
from plugins.feeds.digest import make_digest
from plugins.feeds.messages import can_send, write_message
from plugins.settings import SiteSettings
from plugins.settings_file import find_setting
from plugins.site.content import load_content
from plugins.site.pages import Pages


def find_since(text: str, settings: SiteSettings) -> datetime:
    """Return a time in ISO 8601; one without a zone is in that of the site, as the dates of documents are."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=settings.zone)


def write_digest(settings: SiteSettings, since: datetime, *, full: bool) -> tuple[bytes | None, list[Diagnostic]]:
    """Return the message with all that is newer than `since`, or None, and every mistake in the content.

    Where one of them is an error there is no message.
    """
    content, diagnostics = load_content(settings)
    if not can_send(settings.contact):
        diagnostics.append(_explain_contact(settings))
    if has_errors(diagnostics):
        return None, sorted(diagnostics)
    digest = make_digest(Pages(content), since, full=full)
    diagnostics = sorted({*diagnostics, *content.renderer.diagnostics})
    if digest is None or has_errors(diagnostics):
        return None, diagnostics
    return write_message(digest, settings), diagnostics


def _explain_contact(settings: SiteSettings) -> Diagnostic:
    position = find_setting(settings.settings_file, "CONTACT_EMAIL")
    hint = "Name the address that the letters come from, in ASCII."
    message = "CONTACT_EMAIL is no address to send from"
    return make_error(
        settings.settings_file, position, Code.BAD_SETTING, message, found=repr(settings.contact), hint=hint
    )  # fmt: skip

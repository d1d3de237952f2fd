"""All that an entry says, before it is made fit for feeds: its text, what it shows again, what was corrected."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from plugins.blog.entries import Entry
from plugins.site.around_views import CorrectionView
from plugins.site.list_views import LicenceView
from plugins.site.pages import Pages
from plugins.wording.locales import format_day
from plugins.wording.words import Words


def make_post_html(entry: Entry, pages: Pages) -> Markup:
    """Return a post with the older posts that it shows."""
    reprints = pages.content.reprints.shown.get(str(entry.name), ())
    parts = [pages.texts.make_text(entry, absolute=True)]
    return Markup("\n").join([*parts, *(_make_reprint(original, entry, pages) for original in reprints)])


def make_colophon(entry: Entry, pages: Pages) -> Markup:
    """Return what stands below a text: what was corrected, and the licence where it is not the site's."""
    corrections = pages.around.make_corrections(entry, absolute=True) if entry.fields.corrections else ()
    licence, words = pages.lists.make_own_licence(entry), pages.texts.speak(entry)
    parts = [
        *([_list_corrections(corrections, words)] if corrections else []),
        *([Markup("\n<p>{}</p>").format(_tell_licence(licence, words))] if licence else []),
    ]
    return Markup("").join(parts)


def _list_corrections(corrections: tuple[CorrectionView, ...], words: Words) -> Markup:
    title = words("corrections", count=len(corrections))
    lines = (Markup("<li><p>{}</p>\n{}</li>").format(one.date.text, one.text_html) for one in corrections)
    return Markup("\n<h2>{}</h2>\n<ul>\n{}\n</ul>").format(title, Markup("\n").join(lines))


def _tell_licence(licence: LicenceView, words: Words) -> Markup:
    name = Markup('<a href="{}">{}</a>').format(licence.href, licence.text) if licence.href else licence.text
    return words("licence-is", licence=name)


def _make_reprint(original: Entry, entry: Entry, pages: Pages) -> Markup:
    assert original.date is not None
    words, licence = pages.texts.speak(original), pages.lists.make_own_licence(original)
    authors = [author.text for author in pages.texts.make_authors(original)]
    head = Markup('<hr>\n<h2><a href="{}">{}</a></h2>\n<p>{}{}</p>').format(
        pages.content.addresses.make_absolute(original.path),
        pages.content.renderer.render_title(original.fields.title),
        _tell_origin(format_day(words.lang, original.date), authors, words),
        Markup(" {}").format(_tell_licence(licence, words)) if licence else "",
    )
    return head + "\n" + pages.texts.make_nested_text(original, 3, shown_by=entry)


def _tell_origin(date: str, names: Sequence[str], words: Words) -> Markup:
    """Return when a post was first published, and whose it is."""
    if not names:
        return words("first-published", date=date)
    authors = "".join(f"{name}{separator}" for name, separator in zip(names, words.between(len(names)), strict=True))
    return words("first-published-by", date=date, authors=authors)

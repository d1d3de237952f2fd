"""All that an entry says, before it is made fit for feeds: its text, what it shows again, what was corrected."""

from __future__ import annotations

from markupsafe import Markup

from plugins.blog.entries import Entry
from plugins.documents.views import make_date
from plugins.site.pages import Pages
from plugins.site.views import CorrectionView, LicenceView

AND = " and "
FIRST_PUBLISHED = "First published on {date}."
FIRST_PUBLISHED_BY = "First published on {date} by {names}."
LICENCE = "Licence:"
CORRECTION, CORRECTIONS = "Correction", "Corrections"


def make_post_html(entry: Entry, pages: Pages) -> Markup:
    """Return a post with the older posts that it shows."""
    reprints = pages.content.reprints.shown.get(str(entry.name), ())
    parts = [pages.texts.make_text(entry, absolute=True)]
    return Markup("\n").join([*parts, *(_make_reprint(original, entry, pages) for original in reprints)])


def make_colophon(entry: Entry, pages: Pages) -> Markup:
    """Return what stands below a text: what was corrected, and the licence where it is not the site's."""
    corrections = pages.around.make_corrections(entry, absolute=True) if entry.fields.corrections else ()
    licence = pages.lists.make_own_licence(entry)
    parts = [
        *([_list_corrections(corrections)] if corrections else []),
        *([Markup("\n<p>{}</p>").format(_name_licence(licence))] if licence else []),
    ]
    return Markup("").join(parts)


def _list_corrections(corrections: tuple[CorrectionView, ...]) -> Markup:
    title = CORRECTION if len(corrections) == 1 else CORRECTIONS
    lines = (Markup("<li><p>{}</p>\n{}</li>").format(one.date.text, one.text_html) for one in corrections)
    return Markup("\n<h2>{}</h2>\n<ul>\n{}\n</ul>").format(title, Markup("\n").join(lines))


def _name_licence(licence: LicenceView) -> Markup:
    name = Markup('<a href="{}">{}</a>').format(licence.href, licence.text) if licence.href else licence.text
    return Markup("{} {}.").format(LICENCE, name)


def _make_reprint(original: Entry, entry: Entry, pages: Pages) -> Markup:
    assert original.date is not None
    names = AND.join(pages.content.authors[name].name for name in original.authors)
    licence = pages.lists.make_own_licence(original)
    published = (FIRST_PUBLISHED_BY if names else FIRST_PUBLISHED).format(
        date=make_date(original.date).text, names=names
    )
    head = Markup('<hr>\n<h2><a href="{}">{}</a></h2>\n<p>{}{}</p>').format(
        pages.content.addresses.make_absolute(original.path),
        pages.content.renderer.render_title(original.fields.title),
        published,
        Markup(" {}").format(_name_licence(licence)) if licence else "",
    )
    return head + "\n" + pages.texts.make_nested_text(original, 3, shown_by=entry)

"""Settings of stock Pelican that do not carry over: each is said once, with what takes its place."""

from __future__ import annotations

from plugins.diagnostics import Code, Diagnostic, make_warning
from plugins.settings import SiteSettings
from plugins.settings_file import find_setting

_ADDRESS = "Addresses follow from the settings that end in _SAVE_AS."
_FEEDS = "The feed of the whole site is FEED_ALL_ATOM and FEED_ALL_RSS; it has the original of what is translated."
_BOX = "Write a box in content/boxes/ and name it in BOXES."
_HEADER = "Write it in the header of each document."
_PRIVATE = "Readers are not tracked and no third party is called; replies come by e-mail."
_SLUGS = "Write `slug` in the header where an address must differ."

IGNORED = {
    **dict.fromkeys(
        ("ARTICLE_URL", "PAGE_URL", "CATEGORY_URL", "TAG_URL", "AUTHOR_URL", "ARTICLE_LANG_URL", "ARTICLE_LANG_SAVE_AS",
         "PAGE_LANG_URL", "PAGE_LANG_SAVE_AS", "DRAFT_URL", "DRAFT_SAVE_AS", "YEAR_ARCHIVE_URL", "MONTH_ARCHIVE_URL",
         "DAY_ARCHIVE_SAVE_AS", "DAY_ARCHIVE_URL", "ARCHIVES_SAVE_AS", "TAGS_SAVE_AS", "CATEGORIES_SAVE_AS",
         "AUTHORS_SAVE_AS", "INDEX_SAVE_AS", "PAGINATION_PATTERNS", "RELATIVE_URLS"), _ADDRESS),
    **dict.fromkeys(
        ("FEED_ATOM", "FEED_RSS", "TRANSLATION_FEED_ATOM", "TRANSLATION_FEED_RSS"), _FEEDS),
    **dict.fromkeys(
        ("FEED_ATOM_URL", "FEED_RSS_URL", "FEED_ALL_ATOM_URL", "FEED_ALL_RSS_URL", "CATEGORY_FEED_ATOM_URL",
         "CATEGORY_FEED_RSS_URL", "TAG_FEED_ATOM_URL", "TAG_FEED_RSS_URL", "AUTHOR_FEED_ATOM_URL",
         "AUTHOR_FEED_RSS_URL", "FEED_DOMAIN"), "Addresses of feeds follow from SITEURL and their paths."),
    "RSS_FEED_SUMMARY_ONLY": "Every feed carries whole texts.",
    "FEED_APPEND_REF": _PRIVATE,
    **dict.fromkeys(("LINKS", "SOCIAL"), _BOX),
    **dict.fromkeys(
        ("DEFAULT_CATEGORY", "DEFAULT_METADATA", "DEFAULT_DATE", "PATH_METADATA", "FILENAME_METADATA"), _HEADER),
    **dict.fromkeys(("DISQUS_SITENAME", "GOOGLE_ANALYTICS", "TWITTER_USERNAME"), _PRIVATE),
    **dict.fromkeys(
        ("SLUG_REGEX_SUBSTITUTIONS", "CATEGORY_REGEX_SUBSTITUTIONS", "TAG_REGEX_SUBSTITUTIONS",
         "AUTHOR_REGEX_SUBSTITUTIONS"), _SLUGS),
    "EXTRA_PATH_METADATA": "Put the file where it is to be published, in a folder named in STATIC_PATHS.",
    "WITH_FUTURE_DATES": "What is dated in the future is held back until then.",
    "DIRECT_TEMPLATES": "Write a page in content/pages/.",
    "TEMPLATE_PAGES": "Write a page in content/pages/.",
    "MARKDOWN": "docs/writing-a-post.md says what Markdown can do here.",
}  # fmt: skip
"""The settings, and what is to be done instead."""

HARMLESS: tuple[object, ...] = (None, "", False, (), [], {})


def check_stock_settings(settings: SiteSettings) -> list[Diagnostic]:
    """Return a warning for each setting that the site's file gives a value and that nothing here reads."""
    path, message = settings.settings_file, "this setting does nothing here"
    return [
        make_warning(path, find_setting(path, name), Code.IGNORED_SETTING, message, found=name, hint=IGNORED[name])
        for name in list_ignored(settings)
    ]


def list_ignored(settings: SiteSettings) -> list[str]:
    """Return the names of the settings that the site's file, or one that it takes in, gives a value for nothing."""
    return [name for name in IGNORED if settings.pelican.get(name) not in HARMLESS]

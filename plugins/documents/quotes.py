"""What a Markdown quote can be besides: a callout, a pull quote, or somebody's words with their source.

> [!NOTE] A title            > [!PULL]              > Long words of somebody else.
> Its text.                  > A sentence to see.   >
                                                    > -- [Anna Berg](https://…), *On silence*
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockQuoteProcessor
from markdown.treeprocessors import Treeprocessor

from plugins.diagnostics import Code, suggest
from plugins.documents.reporting import Reporter
from plugins.wording.words import Words, put_words

CALLOUTS = {
    "NOTE": "callout-note", "TIP": "callout-tip", "IMPORTANT": "callout-important", "WARNING": "callout-warning",
    "CAUTION": "callout-caution",
}  # fmt: skip
"""The callouts and the messages that are their titles where the author gives none.

Source: https://docs.github.com/en/get-started/writing-on-github
"""

PULL = "PULL"

_MARK = re.compile(r"\[!([A-Za-z]+)\](?![(\[:])[ \t]*([^\n]*)(?:\n|\Z)")
_DASHES = re.compile(r"(?:--|—)[ \t]+")
_BEGINS_MARKED = re.compile(r"[ ]{0,3}>[ ]?\[![A-Za-z]+\]")


class QuoteBlocks(BlockQuoteProcessor):
    """Keeps apart quotes between which a blank line stands, where one of them is of a kind of its own.

    Other such quotes are one, as Markdown has always read them.
    """

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Read the quote at the beginning of `blocks`, after the words before it."""
        block = blocks.pop(0)
        found = self.RE.search(block)
        start = found.start() if found else 0
        self.parser.parseBlocks(parent, [block[:start]])
        quoted = block[start:].lstrip("\n")
        last = self.lastChild(parent)
        goes_on = last is not None and last.tag == "blockquote" and not _BEGINS_MARKED.match(quoted)
        quote = last if last is not None and goes_on and not _is_closed(last) else SubElement(parent, "blockquote")
        self.parser.state.set("blockquote")
        self.parser.parseChunk(quote, "\n".join(self.clean(line) for line in quoted.split("\n")))
        self.parser.state.reset()


def _is_closed(quote: Element) -> bool:
    """Tell whether nothing may be joined to a quote: it has a mark, or its source."""
    first, last = quote.find("*"), quote[-1] if len(quote) else None
    is_marked = first is not None and _MARK.match((first.text or "").lstrip()) is not None
    return is_marked or (len(quote) > 1 and last is not None and _find_dashes(last) is not None)


class Quotes(Treeprocessor):
    """Tells the kinds of quotes apart, while their words are still Markdown."""

    def __init__(self, reporter: Reporter) -> None:
        super().__init__()
        self._reporter = reporter

    def run(self, root: Element) -> None:
        """Change every quote of the text."""
        seen: dict[str, int] = {}
        for parent in list(root.iter()):
            for index, child in enumerate(parent):
                if child.tag == "blockquote":
                    self._read_mark(child, seen)
                    parent[index] = _attribute(child)

    def _read_mark(self, quote: Element, seen: dict[str, int]) -> None:
        first = quote[0] if len(quote) else None
        mark = _MARK.match((first.text or "").lstrip()) if first is not None and first.tag == "p" else None
        if first is None or mark is None:
            return
        word, written = mark[1].upper(), f"[!{mark[1]}]"
        seen[written] = seen.get(written, -1) + 1
        if word not in (*CALLOUTS, PULL):
            self._report(written, mark[1], seen[written])
            return
        _drop_line(quote, first, mark)
        if word == PULL:
            quote.set("class", "pull")
        else:
            _make_callout(quote, word, mark[2], self._reporter.words)

    def _report(self, written: str, word: str, occurrence: int) -> None:
        message, hint = "no callout begins like this", suggest(word, (*CALLOUTS, PULL))
        self._reporter.report(written, occurrence, Code.UNKNOWN_CALLOUT, message, hint)


class Citations(Treeprocessor):
    """Names the source of each quote that has one, once links are links: the first to https."""

    def run(self, root: Element) -> None:
        """Give each quote with a source its address."""
        for figure in root.iter("figure"):
            if figure.get("class") == "quote" and [child.tag for child in figure] == ["blockquote", "figcaption"]:
                links = (link.get("href") or "" for link in figure[1].iter("a"))
                address = next((link for link in links if link.startswith("https://")), None)
                if address:
                    figure[0].set("cite", address)


def _drop_line(quote: Element, first: Element, mark: re.Match[str]) -> None:
    """Take the line with the mark out of a quote, and its paragraph where nothing is left of it."""
    rest = (mark[2] + "\n" if mark[1].upper() == PULL and mark[2] else "") + mark.string[mark.end() :]
    first.text = rest
    if not rest.strip() and not len(first):
        quote.remove(first)


def _make_callout(quote: Element, word: str, title: str, words: Words) -> None:
    quote.tag = "div"
    quote.set("class", f"callout callout-{word.lower()}")
    quote.set("role", "note")
    heading = Element("p", {"class": "callout-title"})
    heading.text = title.strip()
    if not heading.text:
        put_words(heading, words.say(CALLOUTS[word]))
    quote.insert(0, heading)


def _find_dashes(paragraph: Element) -> re.Match[str] | None:
    return _DASHES.match((paragraph.text or "").lstrip()) if paragraph.tag == "p" else None


def _attribute(quote: Element) -> Element:
    """Return a quote as a figure with its source, where its last paragraph names one."""
    last = quote[-1] if quote.tag == "blockquote" and len(quote) > 1 else None
    dashes = _find_dashes(last) if last is not None else None
    if last is None or dashes is None:
        return quote
    figure = Element("figure", {"class": "quote"})
    figure.tail, quote.tail = quote.tail, None
    quote.remove(last)
    figure.append(quote)
    caption = SubElement(figure, "figcaption")
    caption.text = f"— {dashes.string[dashes.end() :]}"
    return figure

"""The commands of editors: from readers' messages to reviewed files in git. Each is a part of `outcomes`."""

from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from commands.asking import print_template
from commands.saying import complain, load_settings, print_all
from plugins.contributions.holding import hold_shelf
from plugins.contributions.importing import Fate, ImportReport, find_messages_in, import_messages, prepare_import
from plugins.contributions.keys import read_key
from plugins.contributions.marks import MEANINGS
from plugins.contributions.reviewing import (
    HELD,
    Opened,
    RefusedReviewError,
    accept,
    decline,
    open_item,
    put_edited,
    withdraw,
)
from plugins.contributions.shelves import Item, UnknownIdError, find_item, find_items
from plugins.contributions.tables import make_table
from plugins.contributions.writing import write_outcome
from plugins.settings import SiteSettings

Review = Callable[[Item, SiteSettings], str]
"""Does something with an item, and returns what to say."""


def outcomes(arguments: argparse.Namespace) -> int:
    """Run a part of `outcomes`, and return the exit code."""
    settings = load_settings(arguments)
    try:
        return PARTS[arguments.part](arguments, settings)
    except (UnknownIdError, RefusedReviewError) as error:
        return _refuse(error)
    except OSError as error:
        return complain(
            f"{_show(Path(error.filename or settings.held))} cannot be read or written: {error.strerror}", 1
        )


def _refuse(error: UnknownIdError | RefusedReviewError) -> int:
    if isinstance(error, RefusedReviewError):
        print_all(error.diagnostics)
    return complain(str(error), 2 if isinstance(error, UnknownIdError) else 1)


def import_outcomes(arguments: argparse.Namespace, settings: SiteSettings) -> int:
    """Hold every message of some files and folders, a line for each."""
    site, diagnostics = prepare_import(settings)
    print_all(diagnostics)
    counts: Counter[Fate] = Counter()
    for report in import_messages(find_messages_in(arguments.paths, site), site, settings):
        counts[report.fate] += 1
        print(_describe(report), flush=True)
    print(", ".join(f"{counts[fate]} {fate}" for fate in Fate))
    return int(counts[Fate.UNREAD] > 0)


def _describe(report: ImportReport) -> str:
    if report.fate is Fate.UNREAD:
        return f"{report.place}: {report.fate}: {report.reason}"
    marks = f" ({', '.join(report.marks)})" if report.marks else ""
    done = f"held as {report.id}" if report.fate is Fate.HELD else f"{report.fate}, {report.id}"
    return f"{report.place}: {done} for {report.slug}{marks}"


def list_outcomes(arguments: argparse.Namespace, settings: SiteSettings) -> int:
    """Print a table of what is held, the oldest first."""
    opened = _open_waiting(settings)
    opened.sort(key=lambda one: (one.values.get("received", ""), one.item.id))
    if arguments.json:
        print(json.dumps([_make_record(one) for one in opened], ensure_ascii=False, indent=2))
    elif opened:
        rows = [_make_row(one, settings.now) for one in opened]
        width = shutil.get_terminal_size((100, 24)).columns
        print("\n".join(make_table(("id", "age", "case", "option", "marks", "words"), rows, width)))
    else:
        print("nothing is held")
    return 0


def _open_waiting(settings: SiteSettings) -> list[Opened]:
    held = (open_item(item, settings) for item in find_items(settings) if not item.is_published)
    return [one for one in held if one.state == HELD]


def _make_row(one: Opened, now: datetime) -> tuple[str, ...]:
    values = one.values
    option = values.get("option") or (f"own: {values['own']}" if values.get("own") else "-")
    words = "cannot be read" if one.diagnostics else " ".join(values.get("text", "").split())
    return one.item.id, _tell_age(values, now), one.item.address, option, " ".join(one.marks) or "-", words


def _tell_age(values: dict[str, str], now: datetime) -> str:
    try:
        days = (now.date() - datetime.fromisoformat(values.get("received", "")).date()).days
    except ValueError:
        return "-"
    return f"{max(days, 0)} d"


def _make_record(one: Opened) -> dict[str, object]:
    place = {"id": one.item.id, "for": one.item.address, "path": os.path.relpath(one.item.path)}
    return {**place, "state": one.state, **one.values, "marks": list(one.marks)}


def show_outcome(arguments: argparse.Namespace, settings: SiteSettings) -> int:
    """Print one item whole, what its marks mean, and the file that it would be."""
    print(_write_whole(open_item(find_item(find_items(settings), arguments.id), settings)))
    return 0


def _write_whole(one: Opened) -> str:
    head = f"{one.item.id}: {one.state}, for {one.item.address}, {_show(one.item.path)}"
    marks = [f"  {mark}: {MEANINGS[mark]}" for mark in one.marks]
    notes = [line for line in one.text.split("\n")[1:] if line.startswith("#")]
    shown = [head, *marks, *notes, "", write_outcome(one.values).rstrip("\n")]
    return _make_printable("\n".join(shown))


def _make_printable(text: str) -> str:
    """Return a text of strangers without what moves a terminal's cursor or changes its colours."""
    return "".join(
        char if char.isprintable() or char == "\n" else char.encode("unicode_escape").decode() for char in text
    )


def _review_all(review: Review) -> Callable[[argparse.Namespace, SiteSettings], int]:
    """Return the command that does something with each of several items; a refused one does not stop the others."""

    def run(arguments: argparse.Namespace, settings: SiteSettings) -> int:
        items = find_items(settings)
        chosen = list(dict.fromkeys(find_item(items, name) for name in arguments.ids))
        with hold_shelf(settings, f"outcomes {arguments.part}"):
            return max([_review(review, item, settings) for item in chosen])

    return run


def _review(review: Review, item: Item, settings: SiteSettings) -> int:
    try:
        print(review(item, settings))
    except RefusedReviewError as error:
        return _refuse(error)
    return 0


def _accept(item: Item, settings: SiteSettings) -> str:
    return _show(accept(item, settings))


def _decline(item: Item, settings: SiteSettings) -> str:
    decline(item, settings)
    return f"{item.id} is declined; its words are deleted"


def _withdraw(item: Item, settings: SiteSettings) -> str:
    withdraw(item, settings)
    return f"{_show(item.path)}: the words are deleted here; git's history still has them (docs/reader-outcomes.md)"


def edit_outcome(arguments: argparse.Namespace, settings: SiteSettings) -> int:
    """Open one item in the editor, and write it where it is right."""
    print(_edit(find_item(find_items(settings), arguments.id), settings))
    return 0


def _edit(item: Item, settings: SiteSettings) -> str:
    """Let the editor change a copy; where what was written is refused, the copy stays and is opened the next time."""
    before = open_item(item, settings)
    if before.state not in (HELD, "published"):
        raise RefusedReviewError(f"{item.id} is {before.state}; nothing is left of it")
    copy = settings.held / f".edit-{item.path.name}"
    if not copy.exists():
        copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        copy.touch(mode=0o600)
        copy.write_text(before.text, encoding="utf-8")
    _run_editor(copy)
    with hold_shelf(settings, "outcomes edit"):
        if open_item(item, settings) != before:
            raise RefusedReviewError(f"{item.id} was changed meanwhile; what you wrote is in {_show(copy)}")
        is_changed = put_edited(before, copy.read_text(encoding="utf-8"), settings)
    copy.unlink()
    return f"{_show(item.path)}: written" if is_changed else f"{item.id} is as it was"


def _run_editor(copy: Path) -> None:
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        done = subprocess.run([*shlex.split(editor), str(copy)], check=False)
    except (OSError, ValueError) as error:
        raise RefusedReviewError(f"the editor {editor} cannot be started; set EDITOR") from error
    if done.returncode != 0:
        raise RefusedReviewError(f"the editor ended with {done.returncode}; nothing is changed")


def review_outcomes(arguments: argparse.Namespace, settings: SiteSettings) -> int:
    """Go through what is held, one by one, by single keys."""
    del arguments
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return complain("`outcomes review` needs a terminal; there are `list`, `show`, `accept`, `edit` and `decline`")
    waiting = [one.item for one in _open_waiting(settings)]
    for number, item in enumerate(waiting, 1):
        if not _review_one(f"{number} of {len(waiting)}", item, settings):
            return 0
    print("nothing more is held")
    return 0


QUESTION = "[a]ccept, [e]dit, [d]ecline, [s]kip, [q]uit? "


def _review_one(place: str, item: Item, settings: SiteSettings) -> bool:
    """Show one item and do what is pressed, until it is done with; tell whether to go on."""
    while True:
        print(f"\n{place}\n{_write_whole(open_item(item, settings))}\n{QUESTION}", end="", flush=True)
        key = read_key().lower()
        print(key if key.isprintable() else "")
        if key in ("q", "\x03", "\x04", ""):
            return False
        if key == "s":
            return True
        if key in KEYS and _press(key, item, settings) and key != "e":
            return True


def _press(key: str, item: Item, settings: SiteSettings) -> bool:
    try:
        if key == "e":
            print(_edit(item, settings))
        else:
            with hold_shelf(settings, "outcomes review"):
                print(KEYS[key](item, settings))
    except RefusedReviewError as error:
        _refuse(error)
        return False
    return True


KEYS: dict[str, Review] = {"a": _accept, "d": _decline, "e": _edit}


def _show(path: Path) -> str:
    return os.path.relpath(path)


PARTS: dict[str, Callable[[argparse.Namespace, SiteSettings], int]] = {
    "import": import_outcomes,
    "list": list_outcomes,
    "show": show_outcome,
    "accept": _review_all(_accept),
    "edit": edit_outcome,
    "decline": _review_all(_decline),
    "withdraw": _review_all(_withdraw),
    "review": review_outcomes,
    "template": print_template,
}
"""What each part of `outcomes` does."""

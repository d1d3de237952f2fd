"""Boxes: short texts that stand on every page, such as an appeal or a way to write. The settings name them."""

from __future__ import annotations

from collections.abc import Iterable

from plugins.diagnostics import Code, Diagnostic, make_error, make_warning, suggest
from plugins.documents.models import Document, Kind
from plugins.settings import SiteSettings
from plugins.settings_file import find_setting


def find_boxes(documents: Iterable[Document], settings: SiteSettings) -> tuple[tuple[Document, ...], list[Diagnostic]]:
    """Return the boxes that the settings name, in their order.

    A name without a file is an error, a file that is not named a warning.
    """
    boxes: dict[str, Document] = {}
    repeated: list[Diagnostic] = []
    for document in documents:
        if document.kind is Kind.BOX:
            first = boxes.setdefault(document.source.name.stem, document)
            repeated += [] if first is document else [_explain_repeated(document, first)]
    position = find_setting(settings.settings_file, "BOXES")
    diagnostics = [
        make_error(
            settings.settings_file, position, Code.BAD_SETTING, "BOXES names a box that has no file", found=name,
            hint=suggest(name, sorted(boxes)) if boxes else f"Write content/boxes/{name}.md.",
        )
        for name in settings.boxes if name not in boxes
    ]  # fmt: skip
    diagnostics += [
        make_warning(
            box.source.path, box.tree.locate(), Code.UNUSED_FILE, "no page shows this box", found=name,
            hint=f'Set BOXES = ["{name}"] in the settings.',
        )
        for name, box in boxes.items() if name not in settings.boxes
    ]  # fmt: skip
    diagnostics += repeated
    named = (boxes[name] for name in dict.fromkeys(settings.boxes) if name in boxes)
    return tuple(box for box in named if box.fields is not None), diagnostics


def _explain_repeated(box: Document, first: Document) -> Diagnostic:
    message, name = f"there is a box of this name already, {first.source.name}", box.source.name.stem
    return box.source.report(0, Code.DUPLICATE_ID, message, "Rename one of the two files.", name)

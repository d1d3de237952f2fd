"""What readers sent and nobody has accepted yet, as it lies in the folder of HELD_PATH. Only the preview shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from plugins.cases.loading import READER_NAME, LoadedCases
from plugins.cases.model import Account, Case, HeldFile, HeldOutcome
from plugins.diagnostics import Code, Diagnostic, make_warning
from plugins.documents.sources import Source, read_source
from plugins.documents.validation import parse_tree
from plugins.documents.values import Scalar
from plugins.documents.yaml_reader import read_yaml
from plugins.settings import SiteSettings

POSTS = "_posts"
"""The folder, among those of cases, with what is held for posts: no slug begins so."""

DECLINED = "declined"
"""The status of a held file that an editor does not want; it keeps nothing else, so that no import brings it back."""

NO_ROAD = "?"
"""What stands in the preview for the option of a reader who names none."""


@dataclass(frozen=True)
class ReadHeld:
    """One file of what is held. `fields` is None where it is declined, or where its mistakes leave nothing."""

    source: Source
    fields: HeldFile | None
    is_declined: bool

    @property
    def name(self) -> str:
        """The name of the file without its ending: date and id."""
        return self.source.path.stem


def find_held_folder(settings: SiteSettings, slug: str, *, is_post: bool) -> Path:
    """Return the folder of what is held for a case or post."""
    return settings.held / POSTS / slug if is_post else settings.held / slug


def find_held(folder: Path) -> list[Path]:
    """Return the files of what is held for one case or post, in the order of their days; there may be no folder."""
    paths = folder.iterdir() if folder.is_dir() else ()
    return sorted(path for path in paths if READER_NAME.fullmatch(path.name) and path.is_file())


def read_held(path: Path, settings: SiteSettings) -> tuple[ReadHeld | None, list[Diagnostic]]:
    """Return one file of what is held, or None where there is no reading it, and what is wrong with it."""
    source, diagnostics = read_source(path, settings.held)
    if source is None:
        return None, diagnostics
    held, problems = parse_held(source, settings)
    return held, [*diagnostics, *problems]


def parse_held(source: Source, settings: SiteSettings) -> tuple[ReadHeld | None, list[Diagnostic]]:
    """Return what the text of a file holds, or None where it is no YAML, and what is wrong with it."""
    tree, diagnostics = read_yaml(source)
    if tree is None:
        return None, diagnostics
    status = tree.data.get("status")
    if isinstance(status, Scalar) and status == DECLINED:
        return ReadHeld(source, None, is_declined=True), []
    fields, problems = parse_tree(HeldFile, tree, settings.zone)
    return ReadHeld(source, fields, is_declined=False), [*diagnostics, *problems]


def add_held(loaded: LoadedCases, settings: SiteSettings) -> tuple[LoadedCases, list[Diagnostic]]:
    """Return the cases with what is held for each, and a warning for each file of it that cannot be shown."""
    cases: list[Case] = []
    diagnostics: list[Diagnostic] = []
    for case in loaded.cases:
        held, problems = _read_folder(settings.held / case.slug, settings)
        diagnostics += problems
        cases.append(show_held(case, held))
    return replace(loaded, cases=cases), diagnostics


def load_held_replies(settings: SiteSettings) -> tuple[dict[str, tuple[HeldOutcome, ...]], list[Diagnostic]]:
    """Return what is held for each post, by its slug, and a warning for each file of it that cannot be shown."""
    shown: dict[str, tuple[HeldOutcome, ...]] = {}
    diagnostics: list[Diagnostic] = []
    folders = settings.held / POSTS
    for folder in sorted(folders.iterdir()) if folders.is_dir() else ():
        held, problems = _read_folder(folder, settings)
        diagnostics += problems
        shown[folder.name] = tuple(
            HeldOutcome(one.name, one.fields, tuple(one.fields.marks)) for one in held if one.fields and one.fields.text
        )
    return shown, diagnostics


def _read_folder(folder: Path, settings: SiteSettings) -> tuple[list[ReadHeld], list[Diagnostic]]:
    held = [read_held(path, settings) for path in find_held(folder)]
    return [one for one, _ in held if one], [_warn(problems[0]) for _, problems in held if problems]


def show_held(case: Case, held: Iterable[ReadHeld]) -> Case:
    """Return a case with what is held for it as a page can show it: what has no text is left out."""
    shown = (_fit(one.name, one.fields, case) for one in held if one.fields and one.fields.text)
    return replace(case, held=tuple(shown))


def _fit(name: str, fields: HeldFile, case: Case) -> HeldOutcome:
    """Return a held file with something for all that it lacks, or that the case does not know; its marks say so."""
    options = [option.id for option in case.options()]
    fitting: dict[str, object] = {
        "account": fields.account or Account.WOULD_DO,
        "received": fields.received or case.facts.date,
    }
    if fields.option not in options:
        fitting |= {"option": None, "own": fields.own or NO_ROAD}
    return HeldOutcome(name, fields.model_copy(update=fitting), tuple(fields.marks))


def _warn(problem: Diagnostic) -> Diagnostic:
    hint = "Mend it, or decline it: `outcomes decline ID`."
    return make_warning(problem.path, problem.position, Code.BAD_HELD, problem.message, found=problem.found, hint=hint)

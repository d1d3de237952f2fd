"""Whatever a reader writes, the file that is held says exactly that, and nothing else."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st

from plugins.cases.model import HeldFile
from plugins.characters import UNWANTED
from plugins.contributions.writing import HEAD, write_held
from plugins.documents.sources import Source, normalise_line_ends
from plugins.documents.validation import parse_tree
from plugins.documents.values import Scalar
from plugins.documents.yaml_reader import read_yaml

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=200)
SIGNS = (
    "---", "...", "|", ">", "- ", ": ", "#", "\t", " ", "\n", "\r", "&a", "*a", "!t", "{", "}", "[", "]", '"', "'",
    "\\",     "%YAML", "\ufeff", "\u2028", "\x85", "\0", "\x1b", "a", "text: x", "status: withdrawn",
)  # fmt: skip
YAML = st.lists(st.sampled_from(SIGNS)).map("".join)


@given(text=st.one_of(ANYTHING, YAML), line=st.one_of(ANYTHING, YAML))
@example(text="  indented\nless", line="#")
@example(text="\tx", line="\\")
@example(text="a\n\n\n  \nb", line='"')
def test_reading_gives_back_what_was_written(text: str, line: str) -> None:
    written = write_held(
        {"text": text, "name": line, "own": line, "consent": "false"}, ["cut"], [line.replace("\n", "")]
    )
    assert written.startswith(f"{HEAD}\n# ")
    tree, diagnostics = read_yaml(Source(Path("x.yaml"), PurePosixPath("x.yaml"), written))
    assert diagnostics == []
    assert tree is not None
    assert [*tree.data] == ["own", "text", "name", "consent", "marks"]
    assert str(tree.data["name"]) == str(tree.data["own"]) == UNWANTED.sub("", line)
    assert lines_of(str(tree.data["text"])) == lines_of(UNWANTED.sub("", normalise_line_ends(text)))
    assert tree.data["marks"] == ["cut"]


def lines_of(text: str) -> list[str]:
    """Return the lines of a text; those of blanks only are empty ones, and there are none around it."""
    return "\n".join(line if line.strip() else "" for line in text.split("\n")).strip("\n").split("\n")


@given(text=YAML.filter(lambda text: text.strip() != ""))
def test_what_is_held_is_of_the_format(text: str) -> None:
    written = write_held({"text": f"x {text}", "own": f"x{text}"[:50].replace("\n", ""), "consent": "true"}, ["cut"])
    tree, diagnostics = read_yaml(Source(Path("x.yaml"), PurePosixPath("x.yaml"), written))
    assert tree is not None
    fields, problems = parse_tree(HeldFile, tree, ZoneInfo("UTC"))
    assert [*diagnostics, *problems] == []
    assert fields is not None
    assert fields.text is not None
    assert isinstance(tree.data["text"], Scalar)
    assert fields.consent

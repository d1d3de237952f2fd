"""The workflow files that are there to be copied name commands, options and files that there are."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import tasks
from plugins.publishing.manifests import MANIFEST
from tests.publishing.sites import ROOT

WORKFLOWS = ROOT / "docs" / "workflows"
VARIABLE = re.compile(r"\$\{\{.*?\}\}|\$[A-Z_]+")
COMMAND = re.compile(r"python3 tasks\.py (.+)")


def load(name: str) -> dict[Any, Any]:
    loaded = yaml.safe_load((WORKFLOWS / name).read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def find_lines(node: object) -> Iterator[str]:
    """Go through every line of text in a file."""
    if isinstance(node, dict):
        node = list(node.values())
    if isinstance(node, list):
        for one in node:
            yield from find_lines(one)
    elif isinstance(node, str):
        yield from node.splitlines()


@pytest.mark.parametrize("name", ["github-pages.yml", "gitlab-ci.yml"])
def test_every_command_is_one_that_there_is(name: str) -> None:
    commands = [match[1] for line in find_lines(load(name)) if (match := COMMAND.fullmatch(line))]
    assert [shlex.split(command)[0] for command in commands] == ["publish"]
    for command in commands:
        options = re.findall(r"--allow-[a-z]+", command)
        tasks.parse_arguments([*shlex.split(VARIABLE.sub("", command)), *options])


@pytest.mark.parametrize("page", ["docs/deploying.md", "docs/publishing.md", "README.md"])
def test_every_command_line_that_is_written_down_is_one_that_there_is(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    lines = re.findall(r"^(?:\S+ \S+ \S+ \S+ \S+ +cd \S+ && )?python3 tasks\.py ([^#&\n`]+)", text, re.MULTILINE)
    for line in lines:
        tasks.parse_arguments(shlex.split(line.partition(" && ")[0]))
    assert lines


def test_github_gets_what_is_live_with_the_least_rights() -> None:
    workflow = load("github-pages.yml")
    assert workflow["permissions"] == {}
    jobs = workflow["jobs"]
    assert {name: job["permissions"] for name, job in jobs.items()} == {
        "build": {"contents": "read"},
        "deploy": {"pages": "write", "id-token": "write"},
    }
    # YAML 1.1 reads `on` as true, as GitHub does not.
    assert workflow[True]["schedule"] == [{"cron": "17 4 * * *"}]
    assert workflow["concurrency"] == {"group": "publish", "cancel-in-progress": False}
    uploaded = [step["with"]["path"] for step in jobs["build"]["steps"] if "upload-pages" in step.get("uses", "")]
    assert uploaded == ["public/current/"]
    assert all(
        re.fullmatch(r"actions/[a-z-]+@v\d+", step["uses"])
        for job in jobs.values()
        for step in job["steps"]
        if "uses" in step
    )


def test_gitlab_serves_the_site_without_its_manifest(tmp_path: Path) -> None:
    job = load("gitlab-ci.yml")["pages"]
    assert job["artifacts"]["paths"] == ["public"]
    assert f"rm public/{MANIFEST}" in job["script"]

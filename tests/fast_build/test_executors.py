"""Who reads texts: other processes, what the settings name, and a cluster. What comes back is the same."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from plugins.diagnostics import Code
from plugins.documents import mapping
from plugins.fast_build.executor_errors import ExecutorError
from plugins.fast_build.executors import explain_executor, open_executor
from plugins.records import Records
from plugins.settings import SiteSettings, read_settings
from plugins.site.content import load_content
from plugins.site.page_texts import prepare_texts
from plugins.site.pages import Pages
from plugins.site.registry import FILES
from plugins.site.texts import Texts
from tests.unit.pairs import NOW, ROOT, load_settings, write_files

SITE = ROOT / "tests" / "sites" / "blog" / "settings.py"


@pytest.fixture
def settings() -> SiteSettings:
    found, _ = read_settings(SITE, now=NOW)
    assert found is not None
    return found


@pytest.fixture
def content_folder(tmp_path: Path) -> Path:
    write_files(tmp_path / "site" / "content", {"posts/a.md": "Title: A\nDate: 2026-01-05\n\nA.\n"})
    return tmp_path / "site" / "content"


def make_records(settings: SiteSettings, executor: Executor | None) -> tuple[Any, ...]:
    """Return all that is kept of a site, and how many texts its pages still need then."""
    records = Records(None, "1")
    content, diagnostics = load_content(settings, records, executor)
    prepare_texts(content, content.entries)
    pages = Pages(content)
    for output in content.registry:
        if output.kind not in FILES:
            pages.make_page(output)
    kept = records._connection.execute("SELECT kind, key, data FROM records").fetchall()
    return diagnostics, kept, len(content.renderer.texts.take_made())


@pytest.fixture
def only_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every text be given away, however few there are."""
    monkeypatch.setattr(mapping, "FEWEST", 1)
    monkeypatch.setattr(mapping, "CHUNK", 2)


@pytest.mark.usefixtures("only_chunks")
def test_forked_processes_make_the_same_as_one(settings: SiteSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.fast_build.executors.count_processors", lambda: 2)
    monkeypatch.setattr(threading, "active_count", lambda: 1)  # those of the test runner hold nothing of ours
    alone = make_records(settings, None)
    with open_executor(settings) as executor:
        assert isinstance(executor, ProcessPoolExecutor)
        assert make_records(settings, executor) == alone


@pytest.mark.parametrize("site", ["one_post", "paged", "below"])
def test_plain_pages_need_no_text_that_is_not_ready(site: str) -> None:
    settings, _ = read_settings(SITE.parents[1] / site / "settings.py", now=NOW)
    assert settings is not None
    _, kept, left = make_records(settings, None)
    assert kept
    assert left == 0


def test_pages_of_cases_need_no_text_of_a_case_that_is_not_ready() -> None:
    settings, _ = read_settings(SITE.parents[1] / "one_case" / "settings.py", now=NOW)
    assert settings is not None
    content, _ = load_content(settings)
    prepare_texts(content, content.entries)
    content.renderer.texts.take_made()
    (case,) = content.cases
    Texts(content).make_case_view(case)
    assert not content.renderer.texts.take_made()


def test_where_threads_run_nobody_forks(settings: SiteSettings) -> None:
    done = threading.Event()
    waiting = threading.Thread(target=done.wait)
    waiting.start()
    try:
        with open_executor(settings) as executor:
            assert executor is None
    finally:
        done.set()
        waiting.join()


def test_one_processor_reads_alone(settings: SiteSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plugins.fast_build.executors.count_processors", lambda: 1)
    with open_executor(settings) as executor:
        assert executor is None


def test_a_function_of_the_sites_own_gives_the_executor(content_folder: Path) -> None:
    settings = load_settings(content_folder, EXECUTOR="concurrent.futures:ThreadPoolExecutor")
    with open_executor(settings) as executor:
        assert isinstance(executor, ThreadPoolExecutor)


@pytest.mark.parametrize(
    "name", ["nobody.has_this:open_it", "concurrent.futures:nothing", "builtins:dict", "dask:tcp://127.0.0.1:1"]
)
def test_what_gives_no_executor_is_a_mistake_in_the_settings(
    name: str, content_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plugins.fast_build.executors.TIMEOUT", 0.1)
    settings = load_settings(content_folder, EXECUTOR=name)
    with pytest.raises(ExecutorError) as raised, open_executor(settings):
        pass
    problem = explain_executor(settings, raised.value)
    assert (problem.code, problem.found) == (Code.BAD_SETTING, name)


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a scheduler with two workers, each a process of its own that begins with nothing."""
    distributed = pytest.importorskip("distributed")
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with distributed.LocalCluster(**options) as cluster:
        yield f"dask:{cluster.scheduler_address}"


@pytest.mark.filterwarnings("default")
@pytest.mark.usefixtures("only_chunks")
def test_a_cluster_makes_the_same_as_one_process(settings: SiteSettings, scheduler: str) -> None:
    alone = make_records(settings, None)
    with open_executor(settings.model_copy(update={"executor": scheduler})) as executor:
        assert make_records(settings, executor) == alone


@pytest.mark.filterwarnings("default")
@pytest.mark.usefixtures("only_chunks")
def test_workers_with_other_code_are_refused(
    settings: SiteSettings, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plugins.fast_build.dask_executor.find_code_version", lambda: "another")
    other = settings.model_copy(update={"executor": scheduler})
    with open_executor(other) as executor, pytest.raises(ExecutorError, match="other code"):
        make_records(settings, executor)

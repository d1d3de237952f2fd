"""Work whose results are kept: what is kept of an earlier run is taken, the rest is done by who is there for it."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor

from plugins.documents.mapping import Task, Work, map_tasks
from plugins.records import Records
from plugins.settings import SiteSettings


def find_records(
    records: Records,
    kind: str,
    tasks: Mapping[str, Task],
    work: Work[Task, bytes | None],
    settings: SiteSettings,
    executor: Executor | None,
) -> dict[str, bytes]:
    """Return the record of each task, by its key: as it is kept, or as `work` makes it, which is kept then.

    Work may make none of a task. Raises OSError where the records cannot be read or written.
    """
    kept = records.get(kind, [*tasks])
    new = {key: task for key, task in tasks.items() if key not in kept}
    results = map_tasks(work, [*new.values()], settings, executor)
    made = {key: record for key, record in zip(new, results, strict=True) if record is not None}
    if made:
        records.put(kind, made)
    return kept | made

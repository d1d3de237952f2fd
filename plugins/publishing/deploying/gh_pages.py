"""A branch that GitHub Pages serves: one commit by ghp-import and one push, so readers see all or nothing.

The author's own branches and working tree are left alone: ghp-import writes a branch that is only there meanwhile, and
its commit is pushed. Source: https://docs.github.com/en/pages
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
from collections.abc import Collection, Mapping
from pathlib import Path

from plugins.publishing.deploying.errors import DeployError
from plugins.publishing.deploying.plans import Plan, Remote, check_sent, make_plan
from plugins.publishing.deploying.programs import Programs
from plugins.publishing.deploying.records import RECORD
from plugins.publishing.deploying.shipping import Shipment
from plugins.setting_types import PagesTarget

SCRATCH = "casebook-deploy-scratch"
"""The branch that ghp-import writes. It is taken away when its commit has been pushed."""

KEPT = "refs/casebook/deployed"
"""Where the remote's branch is kept, so that the next deploy need not fetch all of it."""

NO_JEKYLL, CNAME = ".nojekyll", "CNAME"
ANY_FAILURE = range(1, 256)
REJECTED = 1
"""The exit code of a push onto what has changed meanwhile."""

SHA1_DIGITS = 40
ENTRY = re.compile(r"(?P<entry>\d+ \w+ (?P<id>[0-9a-f]+))\t(?P<path>.*)", re.DOTALL)
"""One entry of `git ls-tree -z`."""

UNKNOWN_COMMITTER = {"name": "Casebook", "email": "casebook@localhost"}
"""Who makes the commit where git knows nobody, as on a machine that builds."""


class PagesBranch:
    """The branch of a remote. `repository` is a folder in the author's clone, `outbox` one for what is committed."""

    def __init__(self, target: PagesTarget, repository: Path, outbox: Path, programs: Programs) -> None:
        self.target = target
        self._repository = repository
        self._outbox = outbox
        self._programs = programs

    def read(self, shipment: Shipment) -> Remote:
        """Fetch the branch and compare its tree with the release, by git's own hashes."""
        head = self._fetch()
        tree = self._list_tree(head) if head else {}
        own = self._make_own_files(tree, shipment)
        wanted = {path: _name_blob(shipment.folder / path, head) for path in shipment.files}
        there = {path: entry for path, entry in tree.items() if path != RECORD and path not in own}
        return Remote(
            missing=frozenset(wanted.keys() - there.keys()),
            changed=frozenset(path for path in wanted.keys() & there.keys() if wanted[path] != there[path]),
            extra=frozenset(there.keys() - wanted.keys()),
            record=self._read_blob(tree, RECORD),
            is_ready=all(self._read_blob(tree, path) == data for path, data in own.items()),
        )

    def carry_out(self, plan: Plan) -> None:
        """Commit the release, with the record and what GitHub asks for, and push it on top of what was read."""
        head = self._find_commit(KEPT)
        self._fill_outbox(plan, self._list_tree(head) if head else {})
        try:
            self._git("update-ref", *(("--no-deref", f"refs/heads/{SCRATCH}", head) if head else _drop(SCRATCH)))
            self._import(plan.shipment)
            commit = self._find_commit(f"refs/heads/{SCRATCH}")
            if commit is None or self._list_tree(commit) != self._name_outbox(commit):
                raise DeployError("ghp-import made no commit of the whole release, so nothing was pushed.")
            self._push(commit)
            check_sent(make_plan(plan.shipment, self.read(plan.shipment)))
            if self._find_commit(KEPT) != commit:
                raise DeployError("somebody has pushed to the branch at the same time")
        finally:
            shutil.rmtree(self._outbox, ignore_errors=True)
            self._git("update-ref", *_drop(SCRATCH))

    def _fetch(self) -> str | None:
        """Return the newest commit of the branch, or None where there is no such branch."""
        where, branch = self.target.remote, f"refs/heads/{self.target.branch}"
        if not self._git("ls-remote", "--", where, branch, hopeless=()):
            self._git("update-ref", "-d", KEPT)
            return None
        quietly = ("--quiet", "--no-tags", "--no-write-fetch-head")
        self._git("fetch", *quietly, "--", where, f"+{branch}:{KEPT}", hopeless=())
        return self._find_commit(KEPT)

    def _find_commit(self, name: str) -> str | None:
        out = self._git("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}", accepted=(0, 1))
        return out.decode("ascii").strip() or None

    def _list_tree(self, commit: str) -> dict[str, str]:
        """Return mode, kind and id of each file of a commit, as git lists them."""
        out = self._git("ls-tree", "-r", "-z", "--full-tree", commit).decode("utf-8", "surrogateescape")
        entries = (ENTRY.fullmatch(line) for line in out.split("\0"))
        return {entry["path"]: entry["entry"] for entry in entries if entry}

    def _read_blob(self, tree: Mapping[str, str], path: str) -> bytes | None:
        return self._git("cat-file", "blob", tree[path].split()[-1]) if path in tree else None

    def _make_own_files(self, tree: Mapping[str, str], shipment: Shipment) -> dict[str, bytes]:
        """Return what GitHub asks for besides the site. A CNAME that is there stays, where none is set."""
        own = {NO_JEKYLL: b""}
        cname = f"{self.target.cname}\n".encode() if self.target.cname else self._read_blob(tree, CNAME)
        own |= {CNAME: cname} if cname is not None else {}
        return {path: data for path, data in own.items() if path not in shipment.files}

    def _fill_outbox(self, plan: Plan, tree: Mapping[str, str]) -> None:
        shutil.rmtree(self._outbox, ignore_errors=True)
        for path in plan.shipment.files:
            (self._outbox / path).parent.mkdir(parents=True, exist_ok=True)
            _link(plan.shipment.folder / path, self._outbox / path)
        for path, data in {**self._make_own_files(tree, plan.shipment), RECORD: plan.record_after}.items():
            (self._outbox / path).write_bytes(data)

    def _name_outbox(self, commit: str) -> dict[str, str]:
        """Return what the tree of a commit is to be."""
        files = (path for path in self._outbox.rglob("*") if path.is_file())
        return {path.relative_to(self._outbox).as_posix(): _name_blob(path, commit) for path in files}

    def _import(self, shipment: Shipment) -> None:
        message = f"Publish {shipment.release}\n\nCasebook-Digest: {shipment.digest}\n"
        committer = {f"GIT_COMMITTER_{key.upper()}": self._name_committer(key) for key in UNKNOWN_COMMITTER}
        # -P: what lies in the repository is not taken for ghp-import.
        command = [sys.executable, "-P", "-m", "ghp_import", f"--branch={SCRATCH}", f"--message={message}"]
        self._programs.run(
            [*command, "--", str(self._outbox)], hopeless=ANY_FAILURE, folder=self._repository, environment=committer
        )

    def _name_committer(self, key: str) -> str:
        known = self._git("config", f"user.{key}", accepted=(0, 1)).decode("utf-8", "replace").strip()
        return os.environ.get(f"GIT_COMMITTER_{key.upper()}") or known or UNKNOWN_COMMITTER[key]

    def _push(self, commit: str) -> None:
        # The author's own hooks are about the author's own work.
        arguments = ("--quiet", "--no-verify", "--", self.target.remote, f"{commit}:refs/heads/{self.target.branch}")
        self._git("push", *arguments, hopeless=(REJECTED,))

    def _git(self, *arguments: str, accepted: Collection[int] = (0,), hopeless: Collection[int] = ANY_FAILURE) -> bytes:
        command = ["git", *arguments]
        return self._programs.run(command, accepted=accepted, hopeless=hopeless, folder=self._repository)


def _drop(branch: str) -> tuple[str, str]:
    """Return the arguments by which git takes a branch away, if it is there."""
    return "-d", f"refs/heads/{branch}"


def _name_blob(path: Path, head: str | None) -> str:
    """Return mode, kind and id that a file has in a tree. Source: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects."""
    hashed = hashlib.sha1(usedforsecurity=False) if head is None or len(head) == SHA1_DIGITS else hashlib.sha256()
    hashed.update(f"blob {path.stat().st_size}\0".encode("ascii"))
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            hashed.update(piece)
    return f"100644 blob {hashed.hexdigest()}"


def _link(source: Path, copy: Path) -> None:
    """Give a file a second name; where the file system will not, copy it."""
    try:
        os.link(source, copy)
    except OSError:
        shutil.copyfile(source, copy)

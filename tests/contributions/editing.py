"""A site with two cases to which readers write, and the real `outcomes` command in this process."""

from __future__ import annotations

import io
from collections.abc import Iterable
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import tasks
from tests.building.running import CACHE, NOW, PLUGINS, ROOT, Run, load_settings, write_files
from tools import bootstrap

SETTINGS = f"""\
SITENAME = "Answered"
SITEURL = "https://answered.example"
AUTHOR = "ada"
CONTACT_EMAIL = "cases@answered.example"
THEME = {str(ROOT / "tests" / "sites" / "theme")!r}
CACHE_PATH = {str(CACHE)!r}
CHECK_HTML = SEARCH = CARDS = MINIFY = False
BROTLI_QUALITY = GZIP_LEVEL = 0
PLUGINS = {PLUGINS!r}
"""

CASE = """\
id: bridge-1a2b3c
title: Close the bridge?
date: 2026-01-01
number: 1
overview: |
  A bridge, an engineer, a mayor.
roles:
  - id: engineer
    kind: professional
    name: The engineer
    text: |
      She measures.
decisions:
  - id: now
    decider: engineer
    question: What would you do?
    options:
      - id: close
        title: Close it
        text: |
          At once.
      - id: step-up
        title: Step up
        text: |
          Ask the mayor.
        outcomes:
          - id: asked
            title: She asks
            text: |
              She asks for a week.
            next: later
  - id: later
    decider: engineer
    story: |
      A week later.
    question: And now?
    options:
      - id: close-later
        title: Close it
        text: |
          After all.
"""
GERMAN = """\
id: amt-4d5e6f
title: Wer zahlt?
lang: de
date: 2026-01-02
overview: |
  Ein Amt und eine Rechnung.
roles:
  - id: amt
    kind: leader
    name: Das Amt
    text: |
      Es wartet.
decisions:
  - id: jetzt
    decider: amt
    question: Was tun?
    options:
      - id: zahlen
        title: Zahlen
        text: |
          Sofort.
      - id: klagen
        title: Klagen
        text: |
          Vor Gericht.
"""

PUBLISHED = """\
option: close
account: did
text: |
  We closed it on a Monday, and by the Friday everybody had found another way to work.
received: 2026-02-01
via: email
consent: true
status: published
"""

LETTER = """\
My road: Step up
What I send (what I would do / what I did / what happened to me / why I disagree): what I did
How it came out (better / the same / worse / mixed / cannot say): better
Where I stand (leader / professional / customer / elsewhere): professional
Name to print, or none: Ada L.
You may print this (yes / no): yes
Reference, to be left as it is: bridge-1a2b3c/step-up

My words:
{words}
"""

MAIL = """\
From: Ada <ada@sender.example>
To: cases@answered.example
Date: {date}
Subject: {subject}
Message-ID: <{number}@sender.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

{body}"""


@dataclass(frozen=True)
class AnsweredSite:
    """A folder with settings, content, mail that came, and what is held."""

    folder: Path

    @property
    def settings_file(self) -> Path:
        return self.folder / "pelicanconf.py"

    @property
    def held(self) -> Path:
        return self.folder / ".held"

    @property
    def readers(self) -> Path:
        """The folder of what is published with the first case."""
        return self.folder / "content" / "cases" / "bridge" / "readers"

    def run(self, *typed: str | Path) -> Run:
        """Run a part of `outcomes`."""
        return self.run_command("outcomes", *typed)

    def run_command(self, command: str, *typed: str | Path) -> Run:
        """Run a command of tasks.py in this process."""
        out, err = io.StringIO(), io.StringIO()
        line = [command, *map(str, typed), "--settings", str(self.settings_file), "--now", NOW]
        with redirect_stdout(out), redirect_stderr(err), chdir(self.folder), patch.object(bootstrap, "enter"):
            code = tasks.main(line)
        return Run(code, out.getvalue(), err.getvalue())

    def write_mail(self, name: str, body: str, subject: str = "Case 1: Step up") -> Path:
        """Write a message into the folder of what came."""
        path = self.folder / "mail" / f"{name}.eml"
        path.parent.mkdir(exist_ok=True)
        text = MAIL.format(date="Fri, 01 May 2026 10:00:00 +0000", subject=subject, number=name, body=body)
        path.write_text(text, encoding="utf-8")
        return path

    def receive(self, *bodies: str) -> list[str]:
        """Import messages with bodies, and return the ids of what is held then."""
        for number, body in enumerate(bodies):
            self.write_mail(f"m{number}", body)
        run = self.run("import", self.folder / "mail")
        assert run.code == 0, run
        return self.list_ids()

    def list_ids(self) -> list[str]:
        """Return the ids of what lies in the held folder, declined ones too."""
        return sorted(path.stem[11:] for path in self.held.rglob("*.yaml"))

    def find_held(self, name: str) -> Path:
        """Return the held file of an id."""
        return next(self.held.rglob(f"*-{name}.yaml"))


def make_site(folder: Path, more: str = "", files: Iterable[tuple[str, str]] = ()) -> AnsweredSite:
    """Write the site; `more` are further lines of its settings."""
    texts = {
        "pelicanconf.py": SETTINGS + more,
        "content/authors/ada.md": "---\nname: Ada\n---\n",
        "content/cases/bridge/case.yaml": CASE,
        "content/cases/bridge/story.md": "A story.\n",
        "content/cases/bridge/readers/2026-02-01-aaaaaaaaaaaa.yaml": PUBLISHED,
        "content/cases/rechnung/case.yaml": GERMAN,
        "content/cases/rechnung/story.md": "Eine Geschichte.\n",
    }
    write_files(folder, {**texts, **dict(files)})
    return AnsweredSite(folder)


def read(site: AnsweredSite) -> object:
    """Return the settings of a site."""
    return load_settings(site.settings_file, site.folder / "output")

"""How readers are asked, on the command line: a part of `outcomes`."""

from __future__ import annotations

import argparse
import sys

from plugins.cases.issue_templates import PATHS, make_issue_template
from plugins.reply_ways import Forge
from plugins.settings import SiteSettings


def print_template(arguments: argparse.Namespace, settings: SiteSettings) -> int:
    """Print the template of an issue for a forge, in the language of the site; say where it is to be put."""
    print(make_issue_template(arguments.forge, settings.wording.speak(settings.lang)), end="")
    path = PATHS[Forge(arguments.forge)]
    print(f"Put this into {path} of the repository whose issues are to be read.", file=sys.stderr)
    return 0

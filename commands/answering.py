"""What is done with readers' answers on the command line."""

from __future__ import annotations

import argparse
import sys

from commands.saying import load_settings
from plugins.cases.issue_templates import PATHS, make_issue_template
from plugins.reply_ways import Forge


def template(arguments: argparse.Namespace) -> int:
    """Print the template of an issue for a forge, in the language of the site; say where it is to be put."""
    settings = load_settings(arguments)
    print(make_issue_template(arguments.forge, settings.wording.speak(settings.lang)), end="")
    path = PATHS[Forge(arguments.forge)]
    print(f"Put this into {path} of the repository whose issues are to be read.", file=sys.stderr)
    return 0

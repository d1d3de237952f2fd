"""Why a deploy ended: a sentence for people, and the exit code of the command."""

from __future__ import annotations


class DeployError(Exception):
    """A deploy was refused, or one of its steps failed; the message says which and what to do."""

    code = 1


class MissingProgramError(DeployError):
    """The machine lacks a program that the deploy calls."""

    code = 2

    def __init__(self, program: str) -> None:
        super().__init__(f"{program} is not installed here. Type: sudo apt-get install {program}")

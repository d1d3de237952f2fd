"""The settings that `publish` reads: those of pelicanconf.py, and below whatever is to differ where readers see it."""

from pelicanconf import *  # noqa: F403 - every setting is the same until a line here says otherwise

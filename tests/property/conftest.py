"""How long the properties are tried: the same examples each time, or, with CASEBOOK_LONG=1, many new ones."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

# A machine under load is no failure, and a site in a folder of its own is worth more than speed.
settings.register_profile(
    "casebook",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=30,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile(
    "casebook-long", settings.get_profile("casebook"), derandomize=False, max_examples=500, print_blob=True
)
settings.load_profile("casebook-long" if os.environ.get("CASEBOOK_LONG") else "casebook")

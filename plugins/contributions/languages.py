"""Which language words are written in, where there are enough of them to tell.

The model of py3langid is loaded when it is first asked. Source: https://github.com/adbar/py3langid
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from py3langid.langid import MODEL_FILE, LanguageIdentifier

ENOUGH = 60
"""Characters below which it is a guess."""

LOOKED_AT = 4000
CERTAIN = 0.95


def find_language(text: str) -> str | None:
    """Return the code of the language that a text is written in, or None where that is not certain."""
    if len(text) < ENOUGH:
        return None
    lang, probability = _load_identifier().classify(text[:LOOKED_AT])
    return str(lang) if probability >= CERTAIN else None


def is_same_language(one: str, other: str) -> bool:
    """Tell whether two codes are of one language: en and en-GB, no and nb."""
    first, second = (BOKMAAL.get(code, code) for code in (_strip(one), _strip(other)))
    return first == second


BOKMAAL = {"nb": "no", "nn": "no"}


def _strip(code: str) -> str:
    return code.partition("-")[0].lower()


@lru_cache(maxsize=1)
def _load_identifier() -> Any:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)

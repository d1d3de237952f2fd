"""The colours that pictures and files for machines need: the same as the theme's tokens, which no program reads.

A theme of one's own has others: it changes them here as well. A test holds these to theme/css/30-tokens.css.
"""

from __future__ import annotations

PAPER, PAPER_DARK = "#fbfcfa", "#101613"
INK, INK_SOFT, RULE, ACCENT = "#15201b", "#4a5851", "#cfd8d2", "#0b5a43"
CLOTH, CLOTH_DEEP, CLOTH_RULE = "#0e3b2e", "#0a2b21", "#3a6a58"
ON_CLOTH, ON_CLOTH_SOFT, GILT = "#f2f7f3", "#b7d0c3", "#f0c04a"

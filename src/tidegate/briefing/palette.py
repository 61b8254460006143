"""Colours and what they mean: one table for report and page, safe for colour-blind readers.

The hues are those of Okabe and Ito (2008), "Color Universal Design". Blue is
water let in, vermilion water let out; neither is ever used for anything else.
Reserves are a darker green than theirs: where red and green look alike, theirs
cannot be told from the purple of ON RRP, and now the two differ in lightness.
"""

from __future__ import annotations

from tidegate.briefing.document import Role, Stance

STANCE = {
    Stance.EASING: "#0072B2",
    Stance.TIGHTENING: "#D55E00",
    Stance.HOLDING: "#7A8B99",
    Stance.RESERVE_MANAGEMENT: "#009E73",
}
ROLE = {
    Role.ACTUAL: "#22384A",
    Role.MODEL: "#D55E00",
    Role.ALTERNATIVE: "#0072B2",
    Role.TREASURIES: "#0072B2",
    Role.MBS: "#E69F00",
    Role.RESERVES: "#006B4F",
    Role.ON_RRP: "#CC79A7",
    Role.TGA: "#56B4E9",
    Role.CURRENCY: "#8C6D31",
    Role.OTHER: "#7A8B99",
}
ROLE_DARK = {
    **ROLE,
    Role.ACTUAL: "#DCE6EE",
    Role.TREASURIES: "#4FA8E0",
    Role.ALTERNATIVE: "#4FA8E0",
    Role.MODEL: "#F08A4B",
    Role.RESERVES: "#009E73",
    Role.ON_RRP: "#EBB7D6",
}
"""The few that must be lighter on a dark ground."""

LIGHT = {
    "paper": "#FBFAF7",
    "card": "#FFFFFF",
    "ink": "#16242F",
    "muted": "#5B6B78",
    "line": "#DDE3E8",
    "accent": "#0B5F8C",
}
DARK = {
    "paper": "#0F1A22",
    "card": "#16242F",
    "ink": "#E8EEF2",
    "muted": "#9DB0BE",
    "line": "#2B3D4B",
    "accent": "#6BB8E6",
}

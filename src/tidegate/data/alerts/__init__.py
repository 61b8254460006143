"""Lines that a person draws, and a word when a figure crosses one: once, not every hour."""

from __future__ import annotations

from tidegate.data.alerts.rules import Alert, Rules, read_rules, rules_path
from tidegate.data.alerts.watch import Event, check, state_path

__all__ = ["Alert", "Event", "Rules", "check", "read_rules", "rules_path", "state_path"]

"""The commands, one a module, and the table that names them.

A module ``tidegate.cli.commands.<name>`` holds either a function ``command``
with typer parameters, or, where it has commands of its own, a `typer.Typer`
called ``app``. It is imported only when its command is used.
"""

from __future__ import annotations

from importlib.util import find_spec

from tidegate.message import N_

_TABLE = {
    "brief": N_("Write today's briefing: where the balance sheet stands, how it got there, what comes next."),
    "track": N_("Follow the central bank's purchases and run-off, phase by phase."),
    "project": N_("Project a central bank's holdings under a plan."),
    "compare-banks": N_("Compare four central banks: pace, size over GDP, and instrument."),
    "transmit": N_("Say what a change of holdings does to yields, borrowers, jobs and prices."),
    "scenario": N_("Run what may happen: scenarios, many paths each, compared on the same chances."),
    "economy": N_("Run the two models of the economy, and see what borrowers pay."),
    "finances": N_("Say what QE or QT does to the interest the government pays, over ten years."),
    "markets": N_("Say what prices do when the central bank surprises them, and what phases do not prove."),
    "claims": N_("Judge forty claims about easing and tightening by a rule, each with its numbers."),
    "regime": N_("Say which regime of the balance sheet and of the policy rate holds, since when, and why."),
    "qt-end": N_("Say when run-off ends, at which reserves, and what follows."),
    "reserves": N_("Say whether reserves are ample, how far it is to scarcity, and which days bring spikes."),
    "statement": N_("Read a statement or minutes: its tone, its balance-sheet sentences, what changed."),
    "monitor": N_("Read the five pillars: inflation, jobs, growth, communication, liquidity; one dial."),
    "allocate": N_("Say what to own, within limits, and why; test it on the past."),
    "ledger": N_("See what one operation does to everyone's books."),
    "explain": N_("Explain a word of the field, or list the words."),
    "serve": N_("Open the briefing as a living page on this machine."),
    "sync": N_("Bring the figures up to date from their publishers."),
    "alerts": N_("Say when a figure crosses a line you drew."),
    "doctor": N_("See whether this installation is well: versions, data, disk, fonts, ports."),
    "data": N_("See what data there are, how old they are, and whether they are sound."),
    "version": N_("Show the version of Tidegate and of what it runs on."),
}


def module_of(name: str) -> str:
    """Return the module of a command."""
    return f"{__name__}.{name.replace('-', '_')}"


def commands() -> dict[str, str]:
    """Return the commands that exist, in the order of the story, with their one-line help in English."""
    return {name: text for name, text in _TABLE.items() if find_spec(module_of(name)) is not None}

"""What would show that the whole call is wrong."""

from __future__ import annotations

from tidegate.message import N_, Message, Quantity
from tidegate.policy.qt_end.distribution import Distribution
from tidegate.policy.qt_end.month import Month


def while_running(found: Distribution) -> tuple[Message, ...]:
    """Return the observations that would overturn a distribution of the end."""
    low, high = (Quantity(v, "bn_usd", "short") for v in (found.level.p10_bn, found.level.p90_bn))
    said = [
        Message(
            N_(
                "The level is lower than thought, and the end later, if reserves fall below {low} while"
                " overnight rates stay under interest on reserves."
            ),
            {"low": low},
        ),
        Message(
            N_(
                "The level is higher than thought, and the end sooner, if overnight rates stay over interest"
                " on reserves for a month while reserves are above {high}."
            ),
            {"high": high},
        ),
    ]
    if found.p10 is not None and found.p90 is not None and found.p10 < found.p90:
        said.insert(
            0,
            Message(
                N_("The call is wrong if run-off ends before {first} or still goes on after {last}."),
                {"first": Month(found.p10), "last": Month(found.p90)},
            ),
        )
    return tuple(said)


def afterwards() -> tuple[Message, ...]:
    """Return the observations that would overturn the outlook after the end."""
    return (
        Message(N_("Run-off has restarted when a redemption cap above zero is announced.")),
        Message(N_("Reserve management has resumed when bills are bought beyond reinvestment.")),
        Message(N_("QE has restarted when purchases are announced to ease, not to keep reserves ample.")),
    )

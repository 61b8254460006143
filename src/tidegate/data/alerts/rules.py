"""The file of alerts: which figure, which line, and who is told."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from tidegate.catalog import series
from tidegate.complaints import Refused, problems_of, reason
from tidegate.data.files import home_folder
from tidegate.errors import InputError, TidegateError
from tidegate.message import N_, Message

MOST_BYTES = 200_000
MOST_ALERTS = 200
_IN_FILE = N_("{path}: {problem}")


def rules_path() -> Path:
    """Return where the file is looked for: ``alerts.toml`` in the user's data folder."""
    return home_folder() / "alerts.toml"


def _of(name: str, template: str) -> Message:
    return Message(N_("alert {name!r}: {problem}"), {"name": name, "problem": Message(template)})


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Alert(_Strict):
    """One line.

    Attributes
    ----------
    name
        Said in the alert, and remembered; each only once in a file.
    series
        Id of the catalogue.
    below, above
        The line, in the canonical unit; exactly one of the two, or `older_than_days`.
    older_than_days
        Alerts when the last figure is older than this.
    clear
        The alert ends only beyond this value, so that a figure that trembles
        around the line does not ring again and again. Default: 1% of the line away from it.
    remind_days
        While it lasts, say it again after so many days; 0: once only.
    """

    name: Annotated[str, Field(min_length=1, max_length=80)]
    series: str
    below: float | None = None
    above: float | None = None
    older_than_days: Annotated[int, Field(ge=1)] | None = None
    clear: float | None = None
    remind_days: Annotated[int, Field(ge=0, le=3650)] = 0

    @model_validator(mode="after")
    def _one_line(self) -> Alert:
        given = [v for v in (self.below, self.above, self.older_than_days) if v is not None]
        if len(given) != 1:
            raise Refused(_of(self.name, N_("give exactly one of below, above, older_than_days")))
        if self.clear is not None:
            if self.below is not None and self.clear < self.below:
                raise Refused(_of(self.name, N_("clear must not lie below the line")))
            if self.above is not None and self.clear > self.above:
                raise Refused(_of(self.name, N_("clear must not lie above the line")))
        return self

    @property
    def line(self) -> float:
        """The value that is crossed."""
        found = next(v for v in (self.below, self.above, self.older_than_days) if v is not None)
        return float(found)

    @property
    def back(self) -> float:
        """The value beyond which the alert ends."""
        if self.clear is not None:
            return self.clear
        margin = abs(self.line) * 0.01
        return self.line + margin if self.below is not None else self.line - margin


class Email(_Strict):
    """Whom to write to, and through which server; the password comes from ``TIDEGATE_SMTP_PASSWORD``."""

    host: Annotated[str, Field(min_length=1, max_length=253, pattern=r"^[A-Za-z0-9.:-]+$")]
    port: Annotated[int, Field(ge=1, le=65535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    sender: Annotated[str, Field(pattern=r"^[^@\s<>]+@[^@\s<>]+$")]
    to: Annotated[tuple[Annotated[str, Field(pattern=r"^[^@\s<>]+@[^@\s<>]+$")], ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _no_password_in_the_open(self) -> Email:
        if self.security == "none" and self.user and self.host not in ("127.0.0.1", "localhost", "::1"):
            raise Refused(
                Message(
                    N_(
                        'email: a user needs security = "starttls" or "tls": the password would travel in the open'
                    )
                )
            )
        return self


class Rules(_Strict):
    """The whole file.

    Attributes
    ----------
    alert
        The lines.
    webhook
        Whether to post to the address in ``TIDEGATE_WEBHOOK_URL``.
    email
        Whom to write to, or None.
    """

    alert: Annotated[tuple[Alert, ...], Field(max_length=MOST_ALERTS)] = ()
    webhook: bool = False
    email: Email | None = None


def read_rules(path: Path | None = None) -> Rules:
    """Read a file of alerts.

    Raises
    ------
    InputError
        If it is missing, too large, no TOML, or says what is not allowed; every problem is named.
    """
    path = path or rules_path()
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError.of(N_("{path}: too large for a file of alerts"), path=path)
        raw: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise InputError.of(
            N_("{path}: there is no such file; docs/howto/alerts.md shows how to write one"), path=path
        ) from None
    except OSError as problem:
        raise InputError.of(
            N_("{path}: cannot be read ({reason})"), path=path, reason=reason(problem)
        ) from None
    except (ValueError, RecursionError) as problem:
        raise InputError.of(_IN_FILE, path=path, problem=reason(problem)) from None
    problems: list[Message] = []
    try:
        rules = Rules.model_validate(raw)
    except ValidationError as problem:
        problems += problems_of(Rules.model_validate, raw, problem, Rules)
    problems += _strange(raw.get("alert"))
    InputError.check(Message(_IN_FILE, {"path": path, "problem": problem}) for problem in problems)
    return rules


def _strange(alerts: Any) -> Iterator[Message]:
    """Yield series that are not known and names that stand twice, also where other values are at fault."""
    rows = [row for row in alerts if isinstance(row, dict)] if isinstance(alerts, list) else []
    for row in rows:
        try:
            if isinstance(row.get("series"), str):
                series(row["series"])
        except TidegateError as unknown:
            yield from unknown.problems
    names = [row["name"] for row in rows if isinstance(row.get("name"), str)]
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            yield Message(N_("the name {name!r} is used twice"), {"name": name})

"""Ways to tell: a webhook and e-mail."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from email.message import EmailMessage

import httpx

from tidegate.data.alerts.rules import Email, Rules
from tidegate.data.alerts.watch import Deliver, Event
from tidegate.data.keys import find, guarded, hide_in_logs_of
from tidegate.errors import FetchError, InputError
from tidegate.message import N_

SECONDS = 15.0
Say = Callable[[Event], str]


def ways(rules: Rules, say: Say) -> dict[str, Deliver]:
    """Return the ways that a file of alerts asks for, apart from printing.

    Parameters
    ----------
    rules
        The file.
    say
        Puts an event into the reader's language.

    Raises
    ------
    InputError
        If a way lacks its address, or the address is not one.
    """
    found: dict[str, Deliver] = {}
    if rules.webhook:
        found["webhook"] = webhook(find("webhook"), say)
    if rules.email is not None:
        found["email"] = email(rules.email, say)
    return found


def webhook(address: str | None, say: Say) -> Deliver:
    """Return what posts an event as JSON.

    Raises
    ------
    InputError
        If there is no address, or it is neither https nor this machine.
    """
    if not guarded(address or ""):
        raise InputError.of(N_("webhook: put its https address into TIDEGATE_WEBHOOK_URL"))
    where = str(address)
    hide_in_logs_of("httpx")

    def post(event: Event) -> None:
        body = {
            "id": event.id,
            "text": say(event),
            "name": event.name,
            "kind": event.kind,
            "series": event.series,
            "value": event.value,
            "unit": event.unit,
            "date": event.date.isoformat(),
        }
        try:
            answer = httpx.post(
                where,
                json=body,
                headers={"Idempotency-Key": event.id},
                timeout=SECONDS,
                follow_redirects=False,
            )
            status = str(answer.status_code) if not answer.is_success else ""
        except (httpx.HTTPError, httpx.InvalidURL) as problem:
            status = type(problem).__name__
        if status:
            # The address is a secret: whoever has it can post.
            raise FetchError.of(
                N_("webhook: not delivered ({reason}); it is tried again next time"), reason=status
            )

    return post


def email(settings: Email, say: Say) -> Deliver:
    """Return what writes an event as e-mail."""

    def send(event: Event) -> None:
        text = say(event)
        letter = EmailMessage()
        letter["From"], letter["To"] = settings.sender, ", ".join(settings.to)
        # Told twice, it is one letter to a program that knows letters by their id.
        letter["Message-ID"] = f"<{event.id}.{settings.sender}>"
        letter["Subject"] = "Tidegate: " + " ".join(event.name.split())
        letter.set_content(text + "\n")
        context = ssl.create_default_context()
        try:
            if settings.security == "tls":
                server: smtplib.SMTP = smtplib.SMTP_SSL(
                    settings.host, settings.port, timeout=SECONDS, context=context
                )
            else:
                server = smtplib.SMTP(settings.host, settings.port, timeout=SECONDS)
            with server:
                if settings.security == "starttls":
                    server.starttls(context=context)
                password = find("smtp")
                if settings.user and password:
                    server.login(settings.user, password)
                server.send_message(letter)
        except (OSError, ValueError, smtplib.SMTPException) as problem:
            raise FetchError.of(
                N_("e-mail: not delivered ({reason}); it is tried again next time"),
                reason=type(problem).__name__,
            ) from None

    return send

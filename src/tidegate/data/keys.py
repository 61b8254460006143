"""Keys of publishers: from the environment, or from the system's keyring; never in a text that anyone sees."""

from __future__ import annotations

import logging
import os
import re
from types import MappingProxyType
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

VARIABLES = MappingProxyType(
    {
        "fred": ("TIDEGATE_FRED_KEY", "FRED_API_KEY"),
        "alpha_vantage": ("TIDEGATE_ALPHA_VANTAGE_KEY", "ALPHAVANTAGE_API_KEY"),
        "webhook": ("TIDEGATE_WEBHOOK_URL",),
        "smtp": ("TIDEGATE_SMTP_PASSWORD",),
        "page": ("TIDEGATE_TOKEN",),
    }
)
"""Where each secret is looked for, first to last."""

HIDDEN = "***"
_SECRET_PARAMETERS = re.compile(r"key|token|secret|password|signature|auth", re.IGNORECASE)
_IN_TEXT = re.compile(r"(?i)\b((?:[a-z_]*(?:key|token|secret|password))\s*[=:]\s*)[^\s&'\"]+")


def find(name: str) -> str | None:
    """Return a secret, or None where there is none.

    Parameters
    ----------
    name
        Key of `VARIABLES`. After the environment the keyring is asked, if that library is installed:
        service ``tidegate``, user `name`.
    """
    for variable in VARIABLES[name]:
        value = os.environ.get(variable, "").strip()
        if value:
            return value
    return _from_keyring(name)


def _from_keyring(name: str) -> str | None:
    try:
        import keyring  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        return None
    try:
        found = keyring.get_password("tidegate", name)
    except Exception:  # noqa: BLE001 - a keyring that is locked or has no backend is no keyring
        return None
    return str(found) if found else None


def redact(text: str) -> str:
    """Return a text without any secret: the known ones by value, others by the name before them."""
    for names in VARIABLES.values():
        for variable in names:
            value = os.environ.get(variable, "").strip()
            if len(value) >= 4:
                text = text.replace(value, HIDDEN)
    return _IN_TEXT.sub(rf"\g<1>{HIDDEN}", text)


def redact_url(url: str) -> str:
    """Return an address that may be shown: no password, no value of a secret parameter."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return HIDDEN
    host = parts.netloc.rpartition("@")[2]
    query = [(k, HIDDEN if _SECRET_PARAMETERS.search(k) else v) for k, v in parse_qsl(parts.query, True)]
    return redact(urlunsplit((parts.scheme, host, parts.path, urlencode(query, safe="*:,[]"), "")))


def guarded(address: str) -> bool:
    """Return whether nobody can listen on the way to an address: https, or this machine."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    local = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")
    return local or (parts.scheme == "https" and bool(parts.hostname))


class NoSecrets(logging.Filter):
    """Takes secrets out of the addresses that a library logs, whoever set up the logs."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, its addresses redacted."""
        if isinstance(record.args, tuple):
            record.args = tuple(
                a if isinstance(a, str | int | float | None) else redact_url(str(a)) for a in record.args
            )
        return True


def hide_in_logs_of(library: str) -> None:
    """Let a library log no secret; once is enough."""
    logger = logging.getLogger(library)
    if not any(isinstance(f, NoSecrets) for f in logger.filters):
        logger.addFilter(NoSecrets())

"""How long a provider asks to be left alone: the ``retry-after`` header, seconds or a date.

A date is read by the provider's own clock, the ``date`` header of the same response, since the
clock of the user's machine may be hours off (RFC 9110, 10.2.3).
"""

from __future__ import annotations

import math
import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_WAIT: Final = 600.0
"""Seconds that are waited at most; whoever asks for more is not asked again by itself."""

_FAR_OFF: Final = timedelta(days=3650).total_seconds()


def parse_retry_after(headers: Mapping[str, str], now: float | None = None) -> float | None:
    """Return the seconds for which a response asks to be left alone.

    Parameters
    ----------
    headers : mapping of str to str
        Of the response, its names in lower case or in a mapping that does not mind.
    now : float, optional
        Seconds since 1970 by this machine's clock, used where the response has no ``date``.

    Returns
    -------
    float or None
        At least 0; None where there is no header that can be read.
    """
    header = headers.get("retry-after")
    if not header:
        return None
    try:
        seconds = float(header)
    except ValueError:
        at = _timestamp(header)
        if at is None:
            return None
        seconds = at - server_time(headers, now)
    return None if math.isnan(seconds) else min(max(0.0, seconds), _FAR_OFF)


def server_time(headers: Mapping[str, str], now: float | None = None) -> float:
    """Return the provider's time of a response, in seconds since 1970; else this machine's."""
    at = _timestamp(headers.get("date"))
    if at is not None:
        return at
    return time.time() if now is None else now


def _timestamp(date: str | None) -> float | None:
    if not date:
        return None
    try:
        at = parsedate_to_datetime(date)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def clock_time_after(seconds: float, now: datetime | None = None) -> str:
    """Return when a wait ends, by the user's clock: ``23:05``, or ``23:05 on 4 December 2026``.

    Parameters
    ----------
    seconds : float
        From now on.
    now : datetime, optional
    """
    now = now or datetime.now().astimezone()
    end = now + timedelta(seconds=min(seconds, _FAR_OFF))
    time_of_day = f"{end:%H:%M}"
    if end.date() == now.date():
        return time_of_day
    return f"{time_of_day} on {end.day} {end:%B %Y}"

"""Parser of the ``retry-after`` header: seconds or a date.

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
"""Most seconds of a wait; a request that would have to wait longer is not retried."""

_FAR_OFF: Final = timedelta(days=3650).total_seconds()


def parse_retry_after(headers: Mapping[str, str], now: float | None = None) -> float | None:
    """Return the wait that a response asks for, in seconds.

    Parameters
    ----------
    headers : mapping of str to str
        Of the response, with lower-case names or in a case-insensitive mapping.
    now : float, optional
        Seconds since 1970 by this machine's clock, used where the response has no ``date``.

    Returns
    -------
    float or None
        At least 0; None where there is no valid header.
    """
    header = headers.get("retry-after")
    if not header:
        return None
    try:
        seconds = float(header)
    except ValueError:
        at = _parse_timestamp(header)
        if at is None:
            return None
        seconds = at - server_time(headers, now)
    return None if math.isnan(seconds) else min(max(0.0, seconds), _FAR_OFF)


def server_time(headers: Mapping[str, str], now: float | None = None) -> float:
    """Return the provider's time of a response in seconds since 1970, or else this machine's."""
    at = _parse_timestamp(headers.get("date"))
    if at is not None:
        return at
    return time.time() if now is None else now


def _parse_timestamp(date: str | None) -> float | None:
    if not date:
        return None
    try:
        at = parsedate_to_datetime(date)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def clock_time_after(seconds: float, now: datetime | None = None) -> str:
    """Return the end of a wait by the user's clock: ``23:05``, ``23:05 on 4 December 2026``.

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

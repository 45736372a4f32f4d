"""What stands in the body of a response, where it does.

The SDK holds no body against its type: what a gateway leaves out is None, and a login page is text.
"""

from __future__ import annotations

from datetime import UTC, datetime
from json import JSONDecodeError
from typing import Final


class OddBodyError(Exception):
    """A body is not what was asked for."""


UNREADABLE_BODY: Final = (OddBodyError, JSONDecodeError, UnicodeDecodeError)
"""What comes of a body that is not what was asked for: ours, and the SDK's."""


def text_of(body: object, field: str) -> str:
    """Return a field that is to hold text.

    Raises
    ------
    OddBodyError
        It does not, or is empty.
    """
    value = getattr(body, field, None)
    if not isinstance(value, str) or not value:
        msg = f"There is no {field}."
        raise OddBodyError(msg)
    return value


def number_of(body: object, field: str) -> int:
    """Return a field that is to hold a whole number that is not negative.

    Raises
    ------
    OddBodyError
        It does not.
    """
    value = getattr(body, field, None)
    if not isinstance(value, int) or value < 0:
        msg = f"There is no {field}."
        raise OddBodyError(msg)
    return value


def list_of(body: object, field: str) -> list[object]:
    """Return a field that is to hold a list.

    Raises
    ------
    OddBodyError
        It does not.
    """
    value = getattr(body, field, None)
    if not isinstance(value, list):
        msg = f"There is no {field}."
        raise OddBodyError(msg)
    return value


def time_of(body: object, field: str) -> datetime | None:
    """Return a field that holds a time, in UTC where it names no zone; else None."""
    value = getattr(body, field, None)
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo else value.replace(tzinfo=UTC)

"""Checked fields of response bodies.

The SDK does not validate a body against its type: what a gateway leaves out is None, and a login
page is text.
"""

from __future__ import annotations

from datetime import UTC, datetime
from json import JSONDecodeError
from typing import Final


class OddBodyError(Exception):
    """A body lacks a field that it must have."""


UNREADABLE_BODY: Final = (OddBodyError, JSONDecodeError, UnicodeDecodeError)
"""Errors of a body that is no answer to the request: ours, and the SDK's."""


def read_text(body: object, field: str) -> str:
    """Return a field that must hold text.

    Raises
    ------
    OddBodyError
        It holds none, or an empty one.
    """
    value = getattr(body, field, None)
    if not isinstance(value, str) or not value:
        raise _missing_field(field)
    return value


def read_count(body: object, field: str) -> int:
    """Return a field that must hold a whole number of at least 0.

    Raises
    ------
    OddBodyError
        It does not.
    """
    value = getattr(body, field, None)
    if not isinstance(value, int) or value < 0:
        raise _missing_field(field)
    return value


def read_list(body: object, field: str) -> list[object]:
    """Return a field that must hold a list.

    Raises
    ------
    OddBodyError
        It does not.
    """
    value = getattr(body, field, None)
    if not isinstance(value, list):
        raise _missing_field(field)
    return value


def read_time(body: object, field: str) -> datetime | None:
    """Return a field that holds a time, in UTC where it names no zone; else None."""
    value = getattr(body, field, None)
    if not isinstance(value, datetime):
        return None
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _missing_field(field: str) -> OddBodyError:
    return OddBodyError(f"There is no {field}.")

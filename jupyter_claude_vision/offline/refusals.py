"""The API's errors, as it words them in a response's body."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class RefusedError(Exception):
    """A request that the API refuses.

    Attributes
    ----------
    status : int
        HTTP status.
    kind : str
        ``error.type``.
    message : str
    details : dict
        ``error.details``; empty for none.
    """

    status: int
    kind: str
    message: str
    details: dict[str, Any] = field(default_factory=dict)

    def body(self, request_id: str) -> dict[str, Any]:
        """Return the response's body."""
        error: dict[str, Any] = {"type": self.kind, "message": self.message}
        if self.details:
            error["details"] = self.details
        return {"type": "error", "error": error, "request_id": request_id}


def invalid(message: str, **details: Any) -> RefusedError:
    """Return the refusal of a request that is not as the API wants it."""
    return RefusedError(400, "invalid_request_error", message, details)


def not_found(message: str, **details: Any) -> RefusedError:
    """Return the refusal of a request for something that is not there."""
    return RefusedError(404, "not_found_error", message, details)

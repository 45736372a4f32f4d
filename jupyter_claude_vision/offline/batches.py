"""The Message Batches API's store: batches by id, each visible to the key that created it.

A batch ends when it is first looked at, unless a test says otherwise.
"""

from __future__ import annotations

import json
import re
import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from .responses import RefusedError, invalid_request, not_found

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_REQUESTS: Final = 100_000
MAX_BODY: Final = 256_000_000

_CUSTOM_ID: Final = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_KINDS: Final = ("processing", "succeeded", "errored", "canceled", "expired")


@dataclass
class Batch:
    """One batch.

    Attributes
    ----------
    id, owner : str
    requests : list of dict
    looks : int
        Number of looks that still show it in progress.
    others : dict of str to str
        Result types of requests by custom id: "succeeded", "errored", "canceled" or "expired".
    canceled : bool
    results : list of dict, or None
        None while it is in progress.
    """

    id: str
    owner: str
    requests: list[dict[str, Any]]
    looks: int = 0
    outcomes: dict[str, str] = field(default_factory=dict)
    canceled: bool = False
    results: list[dict[str, Any]] | None = None
    created: datetime = field(default_factory=lambda: datetime.now(UTC))

    def to_json(self, base: str) -> dict[str, Any]:
        """Return the API's representation."""
        counts = Counter(result["result"]["type"] for result in self.results or [])
        counts["processing"] = 0 if self.results is not None else len(self.requests)
        status = "ended" if self.results is not None else "in_progress"
        return {
            "id": self.id,
            "type": "message_batch",
            "processing_status": status,
            "request_counts": {kind: counts[kind] for kind in _KINDS},
            "created_at": self.created.isoformat(),
            "expires_at": (self.created + timedelta(hours=24)).isoformat(),
            "ended_at": datetime.now(UTC).isoformat() if status == "ended" else None,
            "cancel_initiated_at": None,
            "archived_at": None,
            "results_url": f"{base}/v1/messages/batches/{self.id}/results"
            if status == "ended"
            else None,
        }


class BatchStore:
    """Batches by id, oldest first; safe to use from several threads.

    Parameters
    ----------
    answer : callable
        Takes an owner and the parameters of a request; returns a message, or raises RefusedError.
    """

    def __init__(self, answer: Callable[[str, dict[str, Any]], dict[str, Any]]) -> None:
        self._answer = answer
        self._batches: dict[str, Batch] = {}
        self._lock = threading.Lock()
        self.looks = 0
        self.outcome_of: Callable[[int], str] = lambda _: "succeeded"

    def __len__(self) -> int:
        return len(self._batches)

    def __iter__(self) -> Any:
        return iter(list(self._batches.values()))

    def create_batch(self, owner: str, to_json: dict[str, Any], size: int) -> Batch:
        """Store a batch and return it.

        Raises
        ------
        RefusedError
            Too large, or its requests are not valid.
        """
        if size > MAX_BODY:
            raise RefusedError(413, "request_too_large", "Request exceeds the maximum size")
        requests = to_json.get("requests")
        if not isinstance(requests, list) or not requests:
            raise invalid_request("requests: at least one request is required")
        if len(requests) > MAX_REQUESTS:
            raise invalid_request(f"requests: at most {MAX_REQUESTS} requests")
        ids = [str(request.get("custom_id")) for request in requests]
        if len(set(ids)) < len(ids) or not all(map(_CUSTOM_ID.fullmatch, ids)):
            raise invalid_request(
                "requests: custom_id must be unique and match ^[a-zA-Z0-9_-]{1,64}$"
            )
        outcomes = {name: self.outcome_of(number) for number, name in enumerate(ids)}
        batch = Batch(f"msgbatch_{uuid4().hex}", owner, requests, self.looks, outcomes)
        with self._lock:
            self._batches[batch.id] = batch
        return batch

    def find_batch(self, owner: str, batch_id: str) -> Batch:
        """Return a batch of an owner."""
        batch = self._batches.get(batch_id)
        if batch is None or batch.owner != owner:
            raise not_found(f"Message batch not found: {batch_id}")
        return batch

    def list_batches(self, owner: str) -> list[Batch]:
        """Return an owner's batches, newest first."""
        return [batch for batch in reversed(self._batches.values()) if batch.owner == owner]

    def advance_batch(self, owner: str, batch_id: str) -> Batch:
        """Return a batch as it is now; each look advances it."""
        batch = self.find_batch(owner, batch_id)
        with self._lock:
            if batch.looks and not batch.canceled:
                batch.looks -= 1
            elif batch.results is None:
                batch.results = [self._build_result(batch, request) for request in batch.requests]
        return batch

    def cancel_batch(self, owner: str, batch_id: str) -> Batch:
        """Cancel a batch that has not ended."""
        batch = self.find_batch(owner, batch_id)
        batch.canceled = True
        return batch

    def write_results(self, owner: str, batch_id: str) -> str:
        """Return the results as lines of JSON, not in the order of the requests."""
        batch = self.find_batch(owner, batch_id)
        if batch.results is None:
            raise invalid_request("The batch has not ended")
        return "".join(json.dumps(result) + "\n" for result in reversed(batch.results))

    def _build_result(self, batch: Batch, request: dict[str, Any]) -> dict[str, Any]:
        name = request["custom_id"]
        kind = "canceled" if batch.canceled else batch.outcomes.get(name, "succeeded")
        result: dict[str, Any] = {"type": kind}
        if kind == "succeeded":
            try:
                result["message"] = self._answer(batch.owner, request["params"])
            except RefusedError as fault:
                result = {"type": "errored", "error": fault.to_json("req_batch")}
        elif kind == "errored":
            result["error"] = invalid_request("Refused by the test.").to_json("req_batch")
        return {"custom_id": name, "result": result}

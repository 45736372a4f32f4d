"""Many questions through the Message Batches API: half the price, within 24 hours.

Everything that is needed to collect the answers is in the checkpoint before a batch is submitted,
so that another kernel, tomorrow, picks it up. A batch that was submitted by a kernel that died
before it could write down the id is found again among the account's batches.
"""

from __future__ import annotations

import time
from array import array
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from ..errors import (
    FileNotAvailableError,
    NetworkError,
    OverloadedError,
    PromptError,
    ProviderError,
    RateLimitedError,
    Stopped,
    UnknownModelError,
)
from .answers import Answers, answer_from
from .asker import Reply
from .checkpoint_records import answer_record, asked_of, failure_of
from .money import forecast
from .picture import Claimed, Item, Ready
from .sheaf import LIMITS, Sheaf
from .working import prepared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from .answer import Answer
    from .checkpoint import Checkpoint
    from .money import Money
    from .picture import Plan
    from .sheaf import Limits
    from .tally import Rules, Tally

_FIRST_LOOK: Final = 2.0
_LONGEST_LOOK: Final = 60.0
_CLOCKS_APART: Final = timedelta(minutes=5)
_ASKED: Final = ("key", "name", "path", "thumbnail", "notes", "sizes")
"""What a record says of the picture, as `asked_of` wrote it."""

_WHY: Final = {
    "expired": "The batch expired before this was asked",
    "canceled": "The batch was cancelled before this was asked",
}


class BatchRun:
    """One question about each of many pictures, in batches; `go` once.

    Parameters
    ----------
    plan, items, store, money, rules, tally, show, answered
        As of `many.Run`.
    resubmit : bool
        Ask again about what expired, failed or was cancelled.
    limits : Limits
    wait : callable
        Waits for so many seconds.
    """

    def __init__(
        self,
        plan: Plan,
        items: Iterator[Item],
        store: Checkpoint,
        *,
        money: Money,
        rules: Rules,
        tally: Tally,
        show: Callable[[Tally], None] = lambda _: None,
        answered: Callable[[Answer], None] = lambda _: None,
        resubmit: bool = False,
        limits: Limits = LIMITS,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        if not plan.delivery.provider.platform.is_plain:
            msg = f"{plan.delivery.provider.platform.label} has no batches here: ask how='now'."
            raise PromptError(msg[0].upper() + msg[1:])
        self._plan = plan
        self._items = items
        self._store = store
        self._money = money
        self._rules = rules
        self._tally = tally
        self._show = show
        self._answered = answered
        self._resubmit = resubmit
        self._limits = limits
        self._wait = wait
        self._places: array[int] = array("q")
        self._names: dict[int, str] = {}
        self._waiting: dict[str, int] = {}
        self._approved = False

    def go(self) -> Answers:
        """Submit what was not asked before, wait for all, and return what came.

        Raises
        ------
        ClaudeVisionError
            Something cannot be asked. What was submitted is in the checkpoint.
        Stopped
            It was interrupted; the batches go on, and the next run collects them.
        """
        try:
            self._adopt()
            self._submit_all()
            self._watch()
        except KeyboardInterrupt as error:
            raise Stopped(self._where_it_stands()) from error
        self._show(self._tally)
        return Answers(self._store, self._places, self._names, self._plan.question)

    def _where_it_stands(self) -> str:
        name = self._store.path.name if self._store.path else "…"
        ids = ", ".join(batch["batch"] for batch in self._store.batches if batch["batch"])
        return (
            f"Stopped watching; what was submitted goes on ({ids or 'nothing yet'}). Run it again "
            f"with checkpoint={name!r}, in any kernel, to collect the answers."
        )

    # What was submitted before

    def _adopt(self) -> None:
        """Find the id of a batch whose kernel died before it wrote it down."""
        known = {batch["batch"] for batch in self._store.batches if batch["batch"]}
        for batch in self._store.batches:
            if batch["batch"]:
                continue
            asked = datetime.fromisoformat(batch["asked"]) - _CLOCKS_APART
            for found in self._listed():
                if found.created_at < asked:
                    break
                if found.id not in known and _count(found) == batch["count"]:
                    self._store.put_batch({**batch, "batch": found.id})
                    known.add(found.id)
                    break

    def _listed(self) -> Iterator[Any]:
        with self._plan.delivery.provider.translated():
            yield from self._client.messages.batches.list(limit=100)

    @property
    def _client(self) -> Any:
        return self._plan.delivery.provider.connection().client

    # Submitting

    def _submit_all(self) -> None:
        sheaf = Sheaf(self._limits)
        for item, made in prepared(self._counted(), self._plan, self._claim):
            if isinstance(made, Ready):
                if not sheaf.add(made):
                    self._submit(sheaf)
                    sheaf = Sheaf(self._limits)
                    sheaf.add(made)
                self._store.put_request(sheaf.last, asked_of(made))
                self._waiting[sheaf.last] = item.position
            elif isinstance(made, Claimed):
                self._take(item, made.place)
            else:
                self._fail(item, made)
            self._show(self._tally)
        if sheaf.count:
            self._submit(sheaf)

    def _counted(self) -> Iterator[Item]:
        for item in self._items:
            self._places.append(-1)
            yield item
        self._tally.total = len(self._places)

    def _claim(self, key: str) -> int | None:
        place = self._store.claim(key)
        if place is None:
            place = self._store.claim_waiting(key)
        if place is None and not self._resubmit:
            place = self._store.claim_failed(key)
        return place

    def _take(self, item: Item, place: int) -> None:
        """Take what is in the checkpoint about a picture: an answer, a failure, or a request."""
        record = self._store.get(place)
        self._names[item.position] = item.name
        if "text" not in record and "error" not in record:
            self._waiting[record["request"]] = item.position
            return
        self._places[item.position] = place
        self._tally.kept += "text" in record
        self._tally.failed += "error" in record

    def _fail(self, item: Item, error: Exception) -> None:
        if self._rules.raises:
            raise error
        (self._places[item.position],) = self._store.put([failure_of(item, error)])
        self._tally.failed += 1

    def _submit(self, sheaf: Sheaf) -> None:
        from anthropic.types.messages import MessageBatch

        self._approve(sheaf)
        most = sum((self._money.most(estimate) for estimate in sheaf.estimates), Decimal(0))
        if not self._money.reserve(most):
            raise self._money.exhausted(most, "Batches that were submitted before go on.")
        asked = datetime.now(UTC).isoformat()
        batch = {"batch": "", "nonce": sheaf.nonce, "count": sheaf.count, "asked": asked}
        self._store.put_batch(batch)
        with closing(sheaf), self._plan.delivery.provider.translated():
            # Tried once: where an answer is lost, the next run looks for the batch.
            made = self._client.with_options(max_retries=0).post(
                "/v1/messages/batches",
                content=sheaf.body(),
                cast_to=MessageBatch,
                options={"headers": {"content-type": "application/json"}, "timeout": 600.0},
            )
        self._store.put_batch({**batch, "batch": made.id})

    def _approve(self, sheaf: Sheaf) -> None:
        if self._approved:
            return
        total = self._tally.total
        count = sheaf.count if total is None else total - self._tally.done
        self._rules.approve(forecast(sheaf.estimates, count, batched=True))
        self._approved = True

    # Watching and collecting

    def _watch(self) -> None:
        seconds = _FIRST_LOOK
        while True:
            wanted = {name.rpartition("-")[0] for name in self._waiting}
            open_ones = [b for b in self._store.batches if b["nonce"] in wanted]
            for batch in open_ones:
                self._look(batch)
            self._show(self._tally)
            if not self._waiting:
                return
            if not open_ones:
                self._give_up_on(self._waiting, "Its batch is nowhere to be found")
                return
            self._wait(seconds)
            seconds = min(_LONGEST_LOOK, seconds * 1.5)

    def _look(self, batch: dict[str, Any]) -> None:
        try:
            self._look_once(batch)
        except (NetworkError, OverloadedError, RateLimitedError):
            return  # it is looked at again; an interrupt ends the watch

    def _look_once(self, batch: dict[str, Any]) -> None:
        provider = self._plan.delivery.provider
        nonce = f"{batch['nonce']}-"
        try:
            with provider.translated():
                found = self._client.messages.batches.retrieve(batch["batch"])
        except (UnknownModelError, FileNotAvailableError):
            # The API has one error for a model and for a batch that is not there.
            said = f"{provider.place[0].upper()}{provider.place[1:]} has no batch {batch['batch']}"
            self._give_up_on(self._of(nonce), f"{said} for this key")
            return
        if found.processing_status != "ended":
            return
        if found.results_url is None:
            self._give_up_on(self._of(nonce), "The batch's results are no longer kept")
            return
        with provider.translated():
            for result in self._client.messages.batches.results(batch["batch"]):
                self._collect(result)
        self._give_up_on(self._of(nonce), "The batch holds no result for it")
        self._store.put_batch({**batch, "collected": True})

    def _of(self, nonce: str) -> list[str]:
        return [name for name in self._waiting if name.startswith(nonce)]

    def _collect(self, line: Any) -> None:
        """Keep one result, unless it is kept already."""
        if line.custom_id not in self._waiting:
            return
        result = line.result
        if result.type != "succeeded":
            error = getattr(result, "error", None)
            said = error.error.message if error is not None else ""
            why = _WHY.get(result.type, f"The API found something wrong with it: {said}")
            self._give_up_on([line.custom_id], why)
            return
        position = self._waiting.pop(line.custom_id)
        asked = self._store.get(self._store.requests[line.custom_id])
        reply = Reply.from_message(result.message.model_dump(), {})
        about: dict[str, Any] = {name: asked[name] for name in _ASKED if name in asked}
        record = {**answer_record(reply, self._plan.platform, batched=True), **about}
        (place,) = self._store.put([{**record, "request": line.custom_id}])
        self._places[position] = place
        answer = answer_from(record, self._plan.question, record["name"])
        self._money.release(Decimal(0), answer.cost)
        self._tally.answered += 1
        self._tally.spent = self._money.spent
        self._answered(answer)

    def _give_up_on(self, names: Iterable[str], why: str) -> None:
        """Keep a failure for each of some requests."""
        for name in list(names):
            position = self._waiting.pop(name)
            asked = self._store.get(self._store.requests[name])
            item = Item(position, asked["name"], asked["path"])
            error = ProviderError(f"{why}. resubmit=True asks again.")
            record = failure_of(item, error, asked["key"])
            (place,) = self._store.put([{**record, "request": name}])
            self._places[position] = place
            self._tally.failed += 1
            if self._rules.raises:
                raise error


def _count(batch: Any) -> int:
    counts = batch.request_counts
    return sum(
        (counts.processing, counts.succeeded, counts.errored, counts.canceled, counts.expired)
    )

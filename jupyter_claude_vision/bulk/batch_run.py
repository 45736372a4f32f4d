"""Many questions through the Message Batches API: half the price, within 24 hours.

Everything that is needed to collect the answers is in the checkpoint before a batch is submitted,
so that another kernel, tomorrow, picks it up. A batch that was submitted by a kernel that died
before it could write down the id is found again among the account's batches.
"""

from __future__ import annotations

import time
from array import array
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from ..errors import (
    EmptyAnswerError,
    FileNotAvailableError,
    NetworkError,
    OverloadedError,
    PromptError,
    ProviderError,
    RateLimitedError,
    Stopped,
    UnknownModelError,
)
from ..provider.message_batches import AccountBatches, is_refused, reply_of
from .batch_delivery import BatchDelivery
from .batch_file import LIMITS, Sheaf
from .checkpoints.checkpoint_records import asked_of, batched_record, failure_of, is_answered
from .executors.local_executor import prepared
from .items import Claimed, Item, Ready
from .results.results import Answers, answer_from
from .retry_policy import OF_NO_USE
from .run_budget import forecast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..answers.answer import Answer
    from .batch_file import Limits
    from .checkpoints.checkpoint import Checkpoint
    from .items import Plan
    from .run_budget import Money
    from .run_progress import Rules, Tally

_FIRST_LOOK: Final = 2.0
_LONGEST_LOOK: Final = 60.0
_LOOKS_FOR_A_BATCH: Final = 3
"""How often a batch must not be there before it is taken to be another key's."""

_FAILED_LOOKS: Final = 12
"""How many looks in a row may fail at a service that is broken: about eight minutes."""


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
        if not plan.delivery.provider.platform.batches:
            msg = f"{plan.delivery.provider.platform.label} has no batches: ask with how='now'."
            raise PromptError(msg[0].upper() + msg[1:])
        self._account = AccountBatches(plan.delivery.provider)
        self._delivery = BatchDelivery(plan.delivery)
        self._plan = replace(plan, delivery=self._delivery)
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
        self._reserved: dict[str, Decimal] = {}
        self._missed: Counter[str] = Counter()
        self._failed_looks = 0
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
        self._release_uploads()
        self._show(self._tally)
        return Answers(self._store, self._places, self._names, self._plan.question)

    def _release_uploads(self) -> None:
        """Let what was uploaded be deleted with the kernel, once no batch needs it any more."""
        batches = self._store.batches
        if all(batch.get("collected") for batch in batches if batch["batch"]):
            for batch in batches:
                self._delivery.files.release(batch.get("files", ()))

    def _where_it_stands(self) -> str:
        name = self._store.path.name if self._store.path else "…"
        ids = ", ".join(batch["batch"] for batch in self._store.batches if batch["batch"])
        return (
            f"Stopped watching; what was submitted goes on ({ids or 'nothing yet'}). Run it again "
            f"with checkpoint={name!r}, in any kernel, to collect the answers."
        )

    # What was submitted before

    def _adopt(self) -> None:
        """Find the id of a batch whose kernel died before it wrote it down.

        One that was refused has none. The account's other batches may look alike until their
        results show whose they are (see `AccountBatches.is_ours`).
        """
        known = {batch["batch"] for batch in self._store.batches if batch["batch"]}
        for batch in self._store.batches:
            if batch["batch"] or batch.get("refused"):
                continue
            if found := self._account.find_lost(batch, known):
                self._store.put_batch({**batch, "batch": found, "adopted": True})
                known.add(found)

    # Submitting

    def _submit_all(self) -> None:
        sheaf = Sheaf(self._limits)
        for item, made in prepared(self._counted(), self._plan, self._claim):
            if isinstance(made, Ready):
                sheaf = self._add(made, sheaf)
                self._store.put_request(sheaf.last, asked_of(made))
                self._waiting[sheaf.last] = item.position
            elif isinstance(made, Claimed):
                self._take(item, made.place)
            else:
                self._fail(item, made)
            self._show(self._tally)
        if sheaf.count:
            self._submit(sheaf)

    def _add(self, ready: Ready, sheaf: Sheaf) -> Sheaf:
        """Add a request to the batch in the making, or to the next; return the one it is in.

        Where the budget does not allow all at once, what it allows is submitted and waited for,
        since answers take less than they could.
        """
        most = self._money.most(ready.estimate)
        if not self._money.reserve(most):
            if sheaf.count:
                self._submit(sheaf)
                sheaf = Sheaf(self._limits)
            self._watch()
            if not self._money.reserve(most):
                raise self._money.exhausted(most, "What was answered is in the checkpoint.")
        if not sheaf.add(ready):
            self._submit(sheaf)
            sheaf = Sheaf(self._limits)
            sheaf.add(ready)
        self._reserved[sheaf.last] = most
        return sheaf

    def _counted(self) -> Iterator[Item]:
        for item in self._items:
            self._places.append(-1)
            yield item
        self._tally.total = len(self._places)

    def _claim(self, key: str) -> int | None:
        place = self._store.claim(key)
        if place is None:
            place = self._claim_waiting(key)
        if place is None and not self._resubmit:
            place = self._store.claim_failed(key)
        return place

    def _claim_waiting(self, key: str) -> int | None:
        """Return the place of a request that is in a batch; give up what is to be asked again."""
        while (place := self._store.claim_waiting(key)) is not None:
            asked = self._store.get(place)
            if not (self._resubmit and self._store.batch_of(asked["request"]).get("missing")):
                return place
            error = ProviderError("Its batch is gone; it is asked again.")
            item = Item(-1, asked["name"], asked["path"])
            self._store.put([{**failure_of(item, error, key), "request": asked["request"]}])
        return None

    def _take(self, item: Item, place: int) -> None:
        """Take what is in the checkpoint about a picture: an answer, a failure, or a request."""
        record = self._store.get(place)
        self._names[item.position] = item.name
        if "text" not in record and "error" not in record:
            self._waiting[record["request"]] = item.position
            return
        self._places[item.position] = place
        self._tally.kept += is_answered(record)
        self._tally.failed += not is_answered(record)

    def _fail(self, item: Item, error: Exception) -> None:
        if self._rules.raises or isinstance(error, OF_NO_USE):
            raise error
        (self._places[item.position],) = self._store.put([failure_of(item, error)])
        self._tally.failed += 1

    def _submit(self, sheaf: Sheaf) -> None:
        self._approve(sheaf)
        batch = {
            "batch": "",
            "nonce": sheaf.nonce,
            "count": sheaf.count,
            "asked": datetime.now(UTC).isoformat(),
            "after": self._account.newest(),
            "files": self._delivery.take_file_ids(),
        }
        self._store.put_batch(batch)
        try:
            submitted = self._account.submit(sheaf)
        except ProviderError as error:
            if is_refused(error):
                self._store.put_batch({**batch, "refused": True})
            raise
        self._store.put_batch({**batch, "batch": submitted})

    def _approve(self, sheaf: Sheaf) -> None:
        if self._approved:
            return
        total = self._tally.total
        count = sheaf.count if total is None else total - self._tally.done
        self._rules.approve(
            forecast(sheaf.estimates, count, batched=True, seen=self._money.mean_output)
        )
        self._approved = True

    # Watching and collecting

    def _watch(self) -> None:
        seconds = _FIRST_LOOK
        while True:
            wanted = {name.rpartition("-")[0] for name in self._waiting}
            open_ones = [b for b in self._store.batches if b["nonce"] in wanted and b["batch"]]
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
        except (NetworkError, RateLimitedError):
            return  # it is looked at again; an interrupt ends the watch
        except OverloadedError as error:
            self._failed_looks += 1
            if self._failed_looks > _FAILED_LOOKS:
                error.args = (f"{error} {self._where_it_stands()}",)
                raise
            return
        self._failed_looks = 0

    def _look_once(self, batch: dict[str, Any]) -> None:
        try:
            found = self._account.retrieve(batch["batch"])
        except (UnknownModelError, FileNotAvailableError):
            # The API has one error for a model and for a batch that is not there.
            self._miss(batch)
            return
        self._missed.pop(batch["nonce"], None)
        if batch.get("missing"):
            batch = {**batch, "missing": False}
            self._store.put_batch(batch)
        if found.processing_status != "ended":
            return
        if found.results_url is None:
            self._give_up_on(self._of(batch), "The batch's results are no longer kept")
            return
        if batch.get("adopted") and not self._account.is_ours(found, batch["nonce"]):
            others = [*batch.get("others", ()), batch["batch"]]
            self._store.put_batch({**batch, "batch": "", "adopted": False, "others": others})
            self._adopt()
            return
        for result in self._account.results(batch["batch"]):
            self._collect(result)
        self._give_up_on(self._of(batch), "The batch holds no result for it")
        self._store.put_batch({**batch, "collected": True})

    def _miss(self, batch: dict[str, Any]) -> None:
        """Note that a batch was not there; after some looks leave it to a later run.

        Nothing is given up: another key may be set at the moment, and the batch goes on.
        """
        self._missed[batch["nonce"]] += 1
        if self._missed[batch["nonce"]] < _LOOKS_FOR_A_BATCH:
            return
        self._store.put_batch({**batch, "missing": True})
        place = self._delivery.provider.place
        why = (
            f"{place[0].upper()}{place[1:]} has no batch {batch['batch']} for this key: run it "
            "again with the key that submitted it"
        )
        self._give_up_on(self._of(batch), why, for_good=False)

    def _of(self, batch: dict[str, Any]) -> list[str]:
        return [name for name in self._waiting if name.startswith(f"{batch['nonce']}-")]

    def _collect(self, line: Any) -> None:
        """Keep one result, unless it is kept already."""
        if line.custom_id not in self._waiting:
            return
        reply = reply_of(line.result)
        if isinstance(reply, str):
            self._give_up_on([line.custom_id], reply)
            return
        position = self._waiting.pop(line.custom_id)
        asked = self._store.get(self._store.requests[line.custom_id])
        record = batched_record(asked, reply, self._plan.platform)
        (place,) = self._store.put([{**record, "request": line.custom_id}])
        self._places[position] = place
        answer = answer_from(record, self._plan.question, record["name"])
        most = self._reserved.pop(line.custom_id, Decimal(0))
        self._answered(answer)
        self._money.release(most, answer.cost, answer.usage.output)
        self._tally.spent = self._money.spent
        self._tally.answered += is_answered(record)
        if not is_answered(record):
            self._tally.failed += 1
            if self._rules.raises:
                raise EmptyAnswerError(f"{record['name']}: {answer.notice}")

    def _give_up_on(self, names: Iterable[str], why: str, *, for_good: bool = True) -> None:
        """Keep a failure for each of some requests; a later run looks again unless for good."""
        for name in list(names):
            position = self._waiting.pop(name)
            if for_good:  # else it may yet be answered, and paid for
                self._money.release(self._reserved.pop(name, Decimal(0)), None)
            asked = self._store.get(self._store.requests[name])
            item = Item(position, asked["name"], asked["path"])
            error = ProviderError(f"{why}. resubmit=True asks again.")
            record = failure_of(item, error, asked["key"])
            (place,) = self._store.put([{**record, "request": name} if for_good else record])
            self._places[position] = place
            self._tally.failed += 1
            if self._rules.raises:
                raise error

"""One question about each of many pictures: iterate, prepare, ask, record, in bounded memory.

The thread that runs it pulls the pictures, as few ahead as keep the others busy, and decides what
is sent when. Pictures are prepared, sent and recorded elsewhere; they come back as events.
"""

from __future__ import annotations

import threading
import time
from array import array
from collections import deque
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from ..errors import ClaudeVisionError, EmptyAnswerError, Stopped
from ..held_interrupts import held_interrupts
from ..provider.clients.async_client import Refusal
from ..provider.retry_after import clock_time_after
from ..text.surrogates import without_surrogates
from .checkpoints.checkpoint_records import failure_of, is_answered, record_of
from .checkpoints.checkpoint_writer import Recorder
from .items import Claimed, Ready
from .results.results import Answers, answer_from
from .retry_policy import OF_NO_USE, Patience
from .run_budget import forecast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..answers.answer import Answer
    from ..answers.reply import Reply
    from ..chat.estimate import Estimate
    from .checkpoints.checkpoint import Checkpoint
    from .concurrency import Pace
    from .executors.local_executor import Work
    from .items import Item, Plan
    from .run_budget import Money
    from .run_progress import Rules, Tally

_TICK: Final = 0.5
_LONG_WAIT: Final = 5.0
"""Seconds from which on a pause is shown, with its end."""

SAMPLE: Final = 5


@dataclass
class _Sent:
    ready: Ready
    most: Decimal
    at: float


Event: TypeAlias = "Callable[[], None]"
"""What happened, as what is to be done about it by the run's thread."""


class Run:
    """One question about each of many pictures; `go` once.

    Parameters
    ----------
    plan : Plan
    items : iterator of Item
    store : Checkpoint
    work : Work
    pace : Pace
    money : Money
    rules : Rules
    tally : Tally
        With the total, where it is known.
    show : callable
        Takes the tally whenever it changed.
    answered : callable
        Takes each new answer, once it is recorded.
    """

    def __init__(
        self,
        plan: Plan,
        items: Iterator[Item],
        store: Checkpoint,
        work: Work,
        *,
        pace: Pace,
        money: Money,
        rules: Rules,
        tally: Tally,
        show: Callable[[Tally], None] = lambda _: None,
        answered: Callable[[Answer], None] = lambda _: None,
    ) -> None:
        self._plan = plan
        self._items = items
        self._store = store
        self._work = work
        self._pace = pace
        self._money = money
        self._rules = rules
        self._tally = tally
        self._show = show
        self._answered = answered
        self._events: deque[Event] = deque()
        self._woken = threading.Event()
        self._ready: deque[Ready] = deque()
        self._patience = Patience()
        self._places: array[int] = array("q")
        self._names: dict[int, str] = {}
        self._first: list[Estimate] = []
        self._before = store.unclaimed
        self._in_work = 0
        self._in_flight = 0
        self._exhausted = False
        self._approved = False
        self._error: BaseException | None = None
        self._recorder = Recorder(store)

    def go(self) -> Answers:
        """Ask about all, and return what came.

        Raises
        ------
        ClaudeVisionError
            Nothing further can be asked. What was answered is in the store.
        Stopped
            It was interrupted; the same holds.
        """
        stopped = False
        with self._recorder:
            try:
                self._loop()
            except KeyboardInterrupt:
                stopped = True
            finally:
                self._work.close()  # before the recorder, which writes what has come
        self._see_to_events()  # what came while it was broken off
        if stopped:
            self._error = Stopped(f"Stopped. {self.where_it_stands()}")
        self._show(self._tally)
        if self._error is not None:
            raise self._error
        return Answers(self._store, self._places, self._names, self._plan.question)

    def where_it_stands(self) -> str:
        """Return a sentence on what is done, what is left, and how to go on."""
        tally = self._tally
        left = "" if tally.left is None else f", {tally.left:,} left"
        where = (
            f"with checkpoint={without_surrogates(self._store.path.name)!r} "
            if self._store.path
            else "again "
        )
        done = tally.answered + tally.kept
        unwritten = len(self._store.unwritten)
        here = f" ({unwritten:,} of them in this kernel alone)" if unwritten else ""
        return f"{done:,} answered and kept{here}{left}: run it {where}to go on from there."

    def _loop(self) -> None:
        while True:
            self._send()
            if self._may_pull():
                self._pull()  # one, since the next may take its time, and others are ready
                self._take(0.0)
            elif self._in_work:
                self._take(min(self._pace.wait() or _TICK, _TICK))
            else:
                return

    def _may_pull(self) -> bool:
        """Tell whether to take the next picture, for which the user's generator may take its time.

        The first one is prepared before that, so that it can go out meanwhile.
        """
        if self._exhausted or self._error or self._in_work >= self._window:
            return False
        has_begun = self._first or self._tally.kept or self._tally.failed
        return bool(has_begun) or not self._in_work

    @property
    def _window(self) -> int:
        """How many pictures are in work at most, so that memory is bounded."""
        return self._pace.limit + 2 * self._work.width

    def _pull(self) -> None:
        item = next(self._items, None)
        if item is None:
            self._exhausted = True
            self._tally.total = len(self._places)
            return
        self._places.append(-1)
        self._in_work += 1
        self._work.prepare(item, partial(self._tell, self._made, item))

    def _tell(self, handle: Callable[..., None], *arguments: object) -> None:
        self._events.append(partial(handle, *arguments))
        self._woken.set()

    def _take(self, seconds: float) -> None:
        """Wait so long for something to happen, and see to all that has."""
        if self._woken.wait(seconds):
            self._woken.clear()
        elif not self._events:
            self._check_threads()
        self._see_to_events()
        self._tally.in_flight = self._in_flight
        self._tally.spent = self._money.spent
        self._tally.to_come = self._money.to_come(self._tally.left)
        wait = self._pace.wait()
        self._tally.waits_until = clock_time_after(wait) if wait >= _LONG_WAIT else ""
        self._show(self._tally)

    def _see_to_events(self) -> None:
        """See to all that has happened; an interrupt waits until each is entered everywhere."""
        while self._events:
            with held_interrupts():
                self._events.popleft()()

    def _check_threads(self) -> None:
        """Raise where nothing can come any more, rather than wait for it for ever."""
        if not (self._recorder.is_alive and self._work.is_alive):
            msg = f"A thread of the run has ended. {self.where_it_stands()}"
            raise ClaudeVisionError(msg)

    def _made(self, item: Item, made: Ready | Claimed | Exception) -> None:
        if isinstance(made, Claimed):
            self._tally.kept += 1
            self._end(item, made.place)
        elif isinstance(made, Exception):
            if isinstance(made, OF_NO_USE):  # of an upload
                self._give_up(made)
            self._fail(item, made)
        elif self._error:
            self._in_work -= 1
        else:
            if len(self._first) < SAMPLE:
                self._first.append(made.estimate)
            self._ready.append(made)

    def _send(self) -> None:
        if self._error:
            self._in_work -= len(self._ready)
            self._ready.clear()
            return
        while self._ready and self._pace.free(self._in_flight) and self._may_go_on():
            ready = self._ready[0]
            try:
                most = self._money.most(ready.estimate)
            except ClaudeVisionError as error:
                self._error = error
                return
            if not self._money.reserve(most):
                if not self._in_flight and not self._money.may_come(most):
                    self._error = self._money.exhausted(most, self.where_it_stands())
                return
            self._ready.popleft()
            self._in_flight += 1
            sent = _Sent(ready, most, time.monotonic())
            self._work.ask(ready, partial(self._came, sent))

    def _may_go_on(self) -> bool:
        """Have the cost approved before it is spent; return whether it is time to send."""
        if self._approved:
            return True
        total, unasked = self._tally.total, self._rules.unasked
        if total is None:
            if unasked is None or self._money.spent < unasked:
                return True
        elif len(self._first) < SAMPLE and self._more_to_judge_by():
            return False
        count = None if total is None else max(1, total - self._tally.failed - self._before)
        self._rules.approve(forecast(self._first, count, seen=self._money.mean_output))
        self._approved = True
        return True

    def _more_to_judge_by(self) -> bool:
        """Tell whether more pictures will be prepared before any is sent."""
        full = self._exhausted or self._in_work >= self._window
        return not (full and self._in_work == len(self._ready))

    def _came(self, sent: _Sent, ready: Ready, reply: Reply | Refusal) -> None:
        """Take what came of a request; called from any thread.

        An answer goes to the disk at once, whatever the run's thread is busy with.
        """
        if isinstance(reply, Refusal):
            self._tell(self._refused, sent, ready, reply)
            return
        try:
            record = record_of(ready, reply, self._plan.platform)
            done = partial(self._tell, self._recorded, sent, ready, reply, record)
            self._recorder.put(record, done)
        except Exception as error:  # noqa: BLE001 - it is handed to the run's thread
            self._tell(self._broken, sent, error)

    def _broken(self, sent: _Sent, error: Exception) -> None:
        """End the run with a failure of our own, which has no name yet."""
        self._in_flight -= 1
        self._in_work -= 1
        self._money.release(sent.most, None)
        self._give_up(_named(error))

    def _recorded(
        self,
        sent: _Sent,
        ready: Ready,
        reply: Reply,
        record: dict[str, object],
        place: int | Exception,
    ) -> None:
        self._in_flight -= 1
        answer = answer_from(record, self._plan.question, ready.item.name)
        self._answered(answer)  # it is paid for, whatever it holds
        self._money.release(sent.most, answer.cost or Decimal(0), reply.usage.output)
        self._pace.answered(reply.headers, reply.usage.total_input)
        self._patience.answered(ready.item.position)
        if is_answered(record):
            self._tally.answered += 1
        else:
            self._tally.failed += 1
            if self._rules.raises and self._error is None:
                self._error = EmptyAnswerError(f"{ready.item.name}: {answer.notice}")
        self._end(ready.item, place, same_name=True)

    def _refused(self, sent: _Sent, ready: Ready, refusal: Refusal) -> None:
        self._in_flight -= 1
        self._money.release(sent.most, None)
        error = refusal.error
        verdict = self._patience.judge(ready.item.position, refusal, sent.at)
        if verdict == "try again" and self._error is None:
            self._pace.refused(sent.at, refusal.retry_after)
            self._ready.appendleft(ready)
            return
        if verdict == "end the run":
            self._give_up(error)
        self._fail(ready.item, error, ready.key)

    def _give_up(self, error: ClaudeVisionError) -> None:
        """End the run: the others would meet the same."""
        if self._error is None:
            error.args = (f"{error} {self.where_it_stands()}",)
            self._error = error

    def _fail(self, item: Item, error: BaseException, key: str = "") -> None:
        """Keep a failure, or end the run with it."""
        if self._rules.raises and self._error is None:
            self._error = error
        self._tally.failed += 1
        record = failure_of(item, error, key)
        self._recorder.put(record, partial(self._tell, self._end, item))

    def _end(self, item: Item, place: int | Exception, *, same_name: bool = False) -> None:
        self._in_work -= 1
        if isinstance(place, Exception):
            self._give_up(_named(place))
            return
        self._places[item.position] = place
        if not same_name:
            self._names[item.position] = item.name


def _named(error: Exception) -> ClaudeVisionError:
    """Return an error as one of ours, which says what it is in one line."""
    if isinstance(error, ClaudeVisionError):
        return error
    ours = ClaudeVisionError(f"The run has failed ({type(error).__name__}: {error}).")
    ours.__cause__ = error
    return ours

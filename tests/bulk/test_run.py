"""One question about each of many pictures, against a server that limits, fails and counts."""

from __future__ import annotations

import json
import re
import signal
from decimal import Decimal
from io import BytesIO
from itertools import count

import pytest
from counting_server import CountingServer
from PIL import Image
from runs import make_items, make_picture, make_plan, run_items, use_server

from jupyter_claude_vision import models
from jupyter_claude_vision.answers.structured.response_format import Form
from jupyter_claude_vision.bulk.checkpoints.checkpoint import Checkpoint
from jupyter_claude_vision.bulk.concurrency_limit import ConcurrencyLimit
from jupyter_claude_vision.bulk.item_preparation import compute_item_key
from jupyter_claude_vision.bulk.items import Item
from jupyter_claude_vision.errors import (
    BudgetError,
    CredentialsError,
    InputError,
    NetworkError,
    OverloadedError,
    RateLimitedError,
    RequestRejectedError,
    Stopped,
)
from jupyter_claude_vision.ipython.progress_bar import format_progress


@pytest.fixture
def server(monkeypatch):
    with CountingServer() as running:
        use_server(monkeypatch, running)
        yield running


def test_every_picture_is_answered_once_and_in_the_order_asked(server):
    answers = run_items(make_items(60))
    assert [outcome.name for outcome in answers] == [f"picture {n}" for n in range(60)]
    assert len({outcome.text for outcome in answers}) == 60
    assert set(server.counts.answered.values()) == {1}
    assert sum(server.counts.received.values()) == 60


def test_an_answer_says_what_it_cost_and_its_picture_is_small(server):
    (outcome,) = run_items(make_items(1))
    assert outcome.answer.usage.input == 1400
    assert float(outcome.cost) == pytest.approx(0.0058)
    assert outcome.thumbnail.open().size == (8, 8)


def test_several_requests_are_in_flight_at_once_over_few_connections(server):
    server.min_in_flight = 10
    in_flight = []
    run_items(
        make_items(200),
        max_in_flight=16,
        show_progress=lambda progress: in_flight.append(progress.in_flight),
    )
    assert 10 <= server.counts.most_in_flight <= 16
    assert server.counts.connections <= max(in_flight) <= 16


def test_a_server_that_limits_and_fails_answers_each_picture_exactly_once(server):
    server.limit_every = 7
    server.fail_every = 5
    answers = run_items(make_items(150))
    assert not answers.failed
    assert len(server.counts.answered) == 150
    assert set(server.counts.answered.values()) == {1}
    assert server.counts.statuses[429] > 0
    assert server.counts.statuses[500] > 0


def test_what_a_generator_makes_is_not_asked_for_before_it_is_needed(server, monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 4)
    made = []

    def generator():
        for item in make_items(200):
            made.append(item.position)
            yield item

    ahead = []
    run_items(
        generator(),
        show_progress=lambda progress: ahead.append(len(made) - progress.finished_count),
        max_in_flight=8,
    )
    assert len(made) == 200
    assert max(ahead) <= 8 + 2 * 4


def test_a_picture_that_cannot_be_read_is_kept_as_an_error_between_the_others(server):
    items = make_items(5)
    items[2] = Item(2, "broken.png", b"\x89PNG\r\n\x1a\nnothing")
    answers = run_items(items)
    assert list(answers.failed) == [2]
    assert "broken.png" in answers.failed[2]
    assert [bool(outcome.answer) for outcome in answers] == [True, True, False, True, True]


def test_the_first_failure_ends_the_run_where_that_is_asked_for(server, tmp_path):
    items = make_items(300)
    items[2] = Item(2, "broken.png", b"\x89PNG\r\n\x1a\nnothing")
    with pytest.raises(InputError, match=r"broken\.png"):
        run_items(items, stop_on_failure=True)
    assert sum(server.counts.received.values()) < 300


def test_what_the_api_rejects_is_not_asked_again(server):
    server.fixed_status = 400
    answers = run_items(make_items(3))
    assert len(answers.failed) == 3
    assert sum(server.counts.received.values()) == 3
    with pytest.raises(RequestRejectedError):
        run_items(make_items(3), stop_on_failure=True)


def test_a_key_that_is_not_accepted_ends_the_run_at_once(server):
    server.fixed_status = 401
    with pytest.raises(CredentialsError, match="did not accept the key"):
        run_items(make_items(500))
    assert sum(server.counts.received.values()) <= 64


def test_a_network_that_is_gone_ends_the_run_and_says_how_to_go_on(server, tmp_path):
    server.die_after = 20
    path = tmp_path / "run.jsonl"
    checkpoint = Checkpoint(path)
    with pytest.raises(NetworkError, match=r"left: run it with checkpoint='run\.jsonl'"):
        run_items(make_items(60), checkpoint=checkpoint)
    checkpoint.close()
    server.die_after = None
    answers = run_items(make_items(60), checkpoint=Checkpoint(path))
    assert not answers.failed
    assert len(answers) == 60
    assert set(server.counts.answered.values()) == {1}


def test_a_run_goes_on_where_it_was_and_asks_nothing_twice(server, tmp_path):
    path = tmp_path / "run.jsonl"
    checkpoint = Checkpoint(path)
    first = run_items(make_items(30), checkpoint=checkpoint)
    checkpoint.close()
    again = run_items(make_items(40), checkpoint=Checkpoint(path))
    assert sum(server.counts.received.values()) == 40
    assert [o.text for o in again][:30] == [o.text for o in first]


def test_another_prompt_or_model_is_another_question(server, tmp_path):
    path = tmp_path / "run.jsonl"
    for prompt, model in [("A", "claude-x"), ("B", "claude-x"), ("A", "claude-y")]:
        checkpoint = Checkpoint(path)
        run_items(make_items(2), checkpoint=checkpoint, prompt=prompt, model=model)
        checkpoint.close()
    assert sum(server.counts.received.values()) == 6


@pytest.mark.parametrize(
    "details",
    [
        {"prompt": "Another?"},
        {"model": "claude-y"},
        {"max_tokens": 500},
        {"background": (0, 0, 0)},
        {"tier": models.STANDARD},
        {"system": "Be short."},
        {"form": Form(boxes=True)},
        {"form": Form(table=True)},
    ],
    ids=lambda details: next(iter(details)),
)
def test_whatever_changes_what_is_asked_makes_another_question(details):
    """Each option is part of the key, since the key is that of the request."""
    item = Item(0, "a", make_picture(1))
    assert compute_item_key(item, make_plan(**details)) != compute_item_key(item, make_plan())
    assert compute_item_key(item, make_plan(**details)) == compute_item_key(
        item, make_plan(**details)
    )


@pytest.mark.parametrize("details", [{"key": "cell"}, {"refresh": True}, {"method": "files"}])
def test_how_a_question_travels_makes_no_other_question(details):
    item = Item(0, "a", make_picture(1))
    assert compute_item_key(item, make_plan(**details)) == compute_item_key(item, make_plan())


def test_pictures_in_another_order_and_under_other_names_are_not_asked_about_again(
    server, tmp_path
):
    path = tmp_path / "run.jsonl"
    checkpoint = Checkpoint(path)
    run_items(make_items(10), checkpoint=checkpoint)
    checkpoint.close()
    reordered_items = [
        Item(9 - item.position, f"new {item.name}", item.value) for item in make_items(10)
    ]
    answers = run_items(
        sorted(reordered_items, key=lambda i: i.position), checkpoint=Checkpoint(path)
    )
    assert sum(server.counts.received.values()) == 10
    assert answers[0].name == "new picture 9"


def test_the_same_picture_twice_is_two_questions(server, tmp_path):
    twice = [Item(0, "a", make_picture(1)), Item(1, "b", make_picture(1))]
    path = tmp_path / "run.jsonl"
    for _ in range(2):
        checkpoint = Checkpoint(path)
        assert len(run_items(twice, checkpoint=checkpoint)) == 2
        checkpoint.close()
    assert sum(server.counts.received.values()) == 2


def test_a_failed_picture_is_asked_about_again_by_the_next_run(server, tmp_path):
    path = tmp_path / "run.jsonl"
    server.fixed_status = 400
    checkpoint = Checkpoint(path)
    assert len(run_items(make_items(3), checkpoint=checkpoint).failed) == 3
    checkpoint.close()
    server.fixed_status = None
    assert not run_items(make_items(3), checkpoint=Checkpoint(path)).failed


@pytest.fixture
def interruptible():
    """Take interrupts as Python does by itself; a shell's background jobs ignore them."""
    usual = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, usual)


def test_an_interrupt_waits_until_an_answer_is_counted(server, interruptible):
    answers = []

    def interrupt(answer):
        if not answers:
            signal.raise_signal(signal.SIGINT)
        answers.append(answer)

    with pytest.raises(Stopped, match=r"(\d+) answered and kept") as error_info:
        run_items(make_items(20), max_in_flight=2, on_answer=interrupt)
    assert str(error_info.value).startswith(f"Stopped. {len(answers)} answered and kept")
    assert len(answers) < 20


def test_a_budget_is_never_passed(server, tmp_path):
    costs = []
    with pytest.raises(BudgetError, match=r"budget of USD 0\.10 is used up.*left"):
        run_items(
            make_items(50),
            budget=Decimal("0.1"),
            checkpoint=Checkpoint(tmp_path / "run.jsonl"),
            on_answer=lambda answer: costs.append(answer.cost),
        )
    assert 0 < sum(costs) <= 0.1
    assert sum(server.counts.received.values()) == len(costs)


def test_the_cost_is_told_before_anything_is_sent(server):
    forecasts = []

    def refuse(forecast):
        forecasts.append(forecast)
        msg = "Too much."
        raise BudgetError(msg)

    with pytest.raises(BudgetError):
        run_items(make_items(1000), approve=refuse)
    assert not server.counts.received
    (forecast,) = forecasts
    assert forecast.count == 1000
    assert float(forecast.likely) == pytest.approx(1000 * (3 * 4 + 1000 * 20) / 1e6, rel=0.1)


def test_an_interrupt_keeps_what_was_answered_and_says_what_is_left(server, tmp_path):
    server.hold_after = 30
    interrupts = iter([KeyboardInterrupt])

    def interrupt(progress):
        if progress.answer_count >= 20 and (error := next(interrupts, None)):
            raise error

    path = tmp_path / "run.jsonl"
    checkpoint = Checkpoint(path)
    with pytest.raises(Stopped, match=r"answered and kept, \d+ left: run it with checkpoint="):
        run_items(make_items(100), checkpoint=checkpoint, show_progress=interrupt)
    checkpoint.close()
    lines = path.read_text().splitlines()[1:]
    assert 20 <= len(lines) <= 30
    server.hold_after = None
    assert not run_items(make_items(100), checkpoint=Checkpoint(path)).failed
    keys = [json.loads(line)["key"] for line in path.read_text().splitlines()[1:]]
    assert len(keys) == len(set(keys)) == 100


def test_the_thousandth_answer_is_read_from_the_disk(server):
    answers = run_items(make_items(1000))
    assert answers[-1].name == "picture 999"
    assert len(answers.to_frame(thumbnails=False)) == 1000


def test_what_is_ready_goes_out_before_a_generator_makes_more(server):
    def generator():
        first, *items = make_items(4)
        yield first
        yield items[0]
        # Blocks until the first was asked about: it must not wait for a full window.
        assert server.arrived.wait(120)
        yield from items[1:]

    assert len(run_items(generator())) == 4


def test_one_request_at_a_time_on_few_cores_does_not_wait_for_ever(server, monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert len(run_items(make_items(6), max_in_flight=1)) == 6
    assert server.counts.most_in_flight == 1


def test_a_photograph_that_was_cut_short_is_not_sent(server):
    file = BytesIO()
    Image.effect_noise((300, 300), 60).save(file, "JPEG")
    whole = file.getvalue()
    items = [Item(0, "whole.jpg", whole), Item(1, "cut.jpg", whole[: len(whole) // 2])]
    answers = run_items(items)
    assert list(answers.failed) == [1]
    assert "Is the file complete?" in answers.failed[1]
    assert sum(server.counts.received.values()) == 1


def test_a_pdf_is_no_picture_and_does_not_end_the_run(server):
    pdf = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
    answers = run_items([Item(0, "report.pdf", pdf), Item(1, "a", make_picture(1))])
    assert "report.pdf is a PDF" in answers.failed[0]
    assert answers[1].answer


SPEND_LIMIT = {
    "type": "rate_limit_error",
    "message": "Over the limit.",
    "details": {"error_code": "enforced_spend_limit_reached"},
}


def test_a_spend_limit_ends_the_run_at_once(server):
    server.fixed_status, server.error = 429, SPEND_LIMIT
    with pytest.raises(CredentialsError, match=r"spend limit.*is reached.*left: run it again"):
        run_items(make_items(100))
    assert sum(server.counts.received.values()) <= 10


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_service_that_is_broken_for_good_ends_the_run(server, status):
    server.fixed_status = status
    with pytest.raises(OverloadedError, match="left: run it again"):
        run_items(make_items(100))
    assert sum(server.counts.received.values()) <= 60


@pytest.mark.parametrize("after", ["86400", "1e9", "Thu, 26 Nov 2099 12:00:00 GMT"])
def test_a_provider_that_wants_to_be_left_alone_for_long_ends_the_run_and_says_until_when(
    server, after
):
    server.fixed_status, server.headers = 429, {"retry-after": after}
    with pytest.raises(RateLimitedError, match=r"after \d\d:\d\d on .* left: run it again"):
        run_items(make_items(100))
    assert sum(server.counts.received.values()) <= 10


def test_a_short_wait_by_the_servers_clock_is_waited_for_and_shown(server):
    date = "Thu, 26 Nov 2026 12:00:00 GMT"  # whatever this machine says
    ends = []
    server.limit_every = 5
    server.headers = {"retry-after": "Thu, 26 Nov 2026 12:00:00 GMT", "date": date}
    assert not run_items(
        make_items(20), show_progress=lambda progress: ends.append(progress.paused_until)
    ).failed
    assert not any(ends)  # no wait at all: the time has come by the server's clock


def test_a_longer_wait_is_shown_with_its_end(server):
    hurried = count(0, 5)  # a clock of which each look takes five seconds
    ends = []
    server.limit_every, server.headers = 10, {"retry-after": "120"}
    pace = ConcurrencyLimit(8, clock=lambda: next(hurried))
    run_items(
        make_items(10),
        show_progress=lambda progress: ends.append(format_progress(progress)),
        limit=pace,
    )
    assert any(re.search(r"waits until \d\d:\d\d", end) for end in ends)
    assert "waits" not in ends[-1]

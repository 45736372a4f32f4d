"""Many questions through the Message Batches API, on the embedded one behind a real server."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from loopback import LoopbackServer
from PIL import Image
from runs import make_items, make_plan, run_batch, use_server

from jupyter_claude_vision.answers.structured.response_format import Form
from jupyter_claude_vision.bulk.item_preparation import prepare_item
from jupyter_claude_vision.bulk.items import Item
from jupyter_claude_vision.errors import (
    BudgetError,
    OverloadedError,
    PromptError,
    ProviderError,
    Stopped,
)
from jupyter_claude_vision.platforms import PLATFORMS
from jupyter_claude_vision.provider.delivery import Delivery
from jupyter_claude_vision.provider.file_cache import FileCache
from jupyter_claude_vision.provider.message_batches import BatchLimits
from jupyter_claude_vision.provider.provider import Provider


class Sizes:
    """Answers with what tells a picture: its colour."""

    def write_answer(self, request):
        from io import BytesIO

        from PIL import Image

        with Image.open(BytesIO(request.pictures[0].data)) as image:
            return f"It is {image.convert('RGB').getpixel((0, 0))}."


@pytest.fixture
def server(monkeypatch):
    with LoopbackServer(Sizes()) as running:
        use_server(monkeypatch, running)
        yield running


@pytest.fixture
def path(tmp_path):
    return tmp_path / "run.jsonl"


def created(server):
    return [r for r in server.requests if (r.method, r.path) == ("POST", "/v1/messages/batches")]


def test_answers_come_in_the_order_asked_at_half_the_price(server, path):
    answers = run_batch(path, make_items(10))
    assert [outcome.text for outcome in answers] == [f"It is ({n}, 0, 0)." for n in range(10)]
    assert len(created(server)) == 1
    answer = answers[0].answer
    full = (answer.usage.input * 4 + answer.usage.output * 20) / 1e6
    assert float(answer.cost) == pytest.approx(full / 2)


def test_a_batch_is_split_by_requests_and_by_bytes(server, path):
    run_batch(path, make_items(10), limits=BatchLimits(requests=4))
    assert [len(r.json["requests"]) for r in created(server)] == [4, 4, 2]
    server.requests.clear()
    items = [Item(n, i.name, i.value) for n, i in enumerate(make_items(30)[10:])]
    answers = run_batch(path, items, limits=BatchLimits(bytes=2000))
    assert all(len(r.body) <= 2000 for r in created(server))
    assert len(created(server)) > 1
    assert not answers.failed


def test_a_batch_in_progress_is_waited_for(server, path):
    server.api.batches.looks = 3
    waits = []
    answers = run_batch(path, make_items(3), sleep=waits.append)
    assert len(waits) == 3
    assert waits == sorted(waits)
    assert not answers.failed


def test_tomorrows_kernel_collects_what_todays_submitted(server, path):
    server.api.batches.looks = 100

    with pytest.raises(Stopped, match=r"goes on \(msgbatch_.*Run it again with checkpoint='run"):
        run_batch(path, make_items(5), sleep=interrupt)
    for batch in server.api.batches:
        batch.looks = 0
    reordered_items = [Item(n, i.name, i.value) for n, i in enumerate(reversed(make_items(5)))]
    answers = run_batch(path, reordered_items)
    assert [outcome.text for outcome in answers] == [f"It is ({4 - n}, 0, 0)." for n in range(5)]
    assert len(created(server)) == 1
    assert not run_batch(path, make_items(5)).failed
    assert len(created(server)) == 1


def test_a_batch_whose_kernel_died_before_it_knew_the_id_is_found_again(server, path):
    server.api.batches.looks = 1

    with pytest.raises(Stopped):
        run_batch(path, make_items(4), sleep=interrupt)
    lines = path.read_text().splitlines(keepends=True)
    assert json.loads(lines[-1])["batch"].startswith("msgbatch_")
    path.write_text("".join(lines[:-1]))
    assert not run_batch(path, make_items(4)).failed
    assert len(created(server)) == 1


def test_a_batch_that_never_left_is_submitted_again(server, path):
    server.fail(500, path="/v1/messages/batches", method="POST")
    with pytest.raises(OverloadedError, match="internal error"):
        run_batch(path, make_items(4))
    assert not run_batch(path, make_items(4)).failed
    assert len(server.api.batches) == 1


def test_what_did_not_succeed_is_reported_and_resubmitted_on_request(server, path):
    kinds = ["succeeded", "errored", "expired", "canceled"]
    server.api.batches.outcome_of = lambda number: kinds[number]
    answers = run_batch(path, make_items(4))
    assert list(answers.failed) == [1, 2, 3]
    assert "found something wrong with it: Refused by the test." in answers.failed[1]
    assert "expired before this was asked. resubmit=True asks again" in answers.failed[2]
    assert "canceled" in answers.failed[3]
    again = run_batch(path, make_items(4))
    assert list(again.failed) == [1, 2, 3]
    assert len(created(server)) == 1
    server.api.batches.outcome_of = lambda _: "succeeded"
    last = run_batch(path, make_items(4), resubmit=True)
    assert not last.failed
    assert [len(r.json["requests"]) for r in created(server)] == [4, 3]


def interrupt(_):
    raise KeyboardInterrupt


def test_a_batch_of_another_key_is_said_and_asked_again_on_request(server, path, monkeypatch):
    server.api.batches.looks = 1
    with pytest.raises(Stopped):
        run_batch(path, make_items(2), sleep=interrupt)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-another")
    answers = run_batch(path, make_items(2))
    assert "has no batch msgbatch_" in answers.failed[0]
    assert "run it again with the key that submitted it" in answers.failed[0]
    assert not run_batch(path, make_items(2), resubmit=True).failed
    assert len(created(server)) == 2
    assert not run_batch(path, make_items(2)).failed
    assert len(created(server)) == 2


def test_a_batch_that_was_looked_for_under_another_key_is_collected_with_its_own(
    server, path, monkeypatch
):
    server.api.batches.looks = 1
    with pytest.raises(Stopped):
        run_batch(path, make_items(2), sleep=interrupt)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-another")
    assert len(run_batch(path, make_items(2)).failed) == 2
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-test")
    assert not run_batch(path, make_items(2)).failed
    assert len(created(server)) == 1


def test_one_answer_that_a_batch_is_not_there_gives_nothing_up(server, path):
    server.api.batches.looks = 1
    waits = []

    def wait(seconds):
        waits.append(seconds)
        if len(waits) == 1:
            (batch,) = server.api.batches
            server.fail(404, path=f"/v1/messages/batches/{batch.id}", times=2)

    assert not run_batch(path, make_items(2), sleep=wait).failed
    assert len(created(server)) == 1


@pytest.mark.parametrize("status", [400, 401, 413, 429])
def test_a_submission_that_was_refused_adopts_no_other_batch(server, path, tmp_path, status):
    server.fail(status, path="/v1/messages/batches", method="POST")
    with pytest.raises(ProviderError):
        run_batch(path, make_items(2))
    run_batch(
        tmp_path / "other.jsonl", make_items(4)[2:], first=2
    )  # as many requests as were refused
    answers = run_batch(path, make_items(2))
    assert [outcome.text for outcome in answers] == ["It is (0, 0, 0).", "It is (1, 0, 0)."]
    assert len(server.api.batches) == 2


def lose_the_answer(server, path, count):
    """Submit a batch, and let the checkpoint be as if the kernel had died before the answer."""
    server.api.batches.looks = 1
    with pytest.raises(Stopped):
        run_batch(path, make_items(count), sleep=interrupt)
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines[:-1]))


@pytest.mark.parametrize("looks", [0, 2])
def test_a_lost_batch_is_told_from_others_with_as_many_requests(server, path, tmp_path, looks):
    lose_the_answer(server, path, 3)
    run_batch(tmp_path / "other.jsonl", make_items(6)[3:], first=3)
    newest = list(server.api.batches)[-1]
    newest.results, newest.looks = (newest.results, 0) if not looks else (None, looks)
    answers = run_batch(path, make_items(3))
    assert [outcome.text for outcome in answers] == [f"It is ({n}, 0, 0)." for n in range(3)]
    assert len(created(server)) == 2


@pytest.mark.parametrize("hours", [-2, 2])
def test_a_lost_batch_is_found_by_a_clock_that_goes_wrong(server, path, hours):
    lose_the_answer(server, path, 2)
    (batch,) = server.api.batches
    batch.created += timedelta(hours=hours)
    assert not run_batch(path, make_items(2)).failed
    assert len(created(server)) == 1


def test_a_service_that_stays_broken_ends_the_watch_and_the_batch_goes_on(server, path):
    server.api.batches.looks = 1
    waits = []

    def wait(seconds):
        waits.append(seconds)
        (batch,) = server.api.batches
        if len(waits) == 1:
            headers = {"x-should-retry": "false"}
            address = f"/v1/messages/batches/{batch.id}"
            server.fail(500, path=address, times=100, headers=headers)

    with pytest.raises(OverloadedError, match=r"goes on \(msgbatch_"):
        run_batch(path, make_items(2), sleep=wait)
    assert len(waits) < 20


def test_what_a_batch_refers_to_outlives_it_and_the_kernel(server, path):
    server.api.batches.looks = 1
    plan = make_plan(method="files")
    with pytest.raises(Stopped):
        run_batch(path, make_items(2), sleep=interrupt, plan=plan)
    files = plan.delivery.files
    assert len(files) == 2
    assert all(file.upload.expires > datetime.now(UTC) + timedelta(hours=25) for file in files)
    files.delete_within(60)
    assert len(server.files) == 2
    assert not run_batch(path, make_items(2), plan=plan).failed
    files.delete_within(60)
    assert len(server.files) == 0
    plan.delivery.provider.close()


def test_an_upload_that_ends_before_a_batch_may_is_uploaded_again(server, path):
    plan = make_plan(method="files")
    (item,) = make_items(1)
    prepare_item(item, plan)  # for a single question an hour is enough
    server.api.batches.looks = 1
    with pytest.raises(Stopped):
        run_batch(path, [item], sleep=interrupt, plan=plan)
    (file,) = plan.delivery.files
    assert file.upload.expires > datetime.now(UTC) + timedelta(hours=25)


def test_a_network_that_is_gone_while_it_waits_is_waited_for(server, path):
    server.api.batches.looks = 1
    waits = []

    def wait(seconds):
        waits.append(seconds)
        if len(waits) == 1:
            server.fail(503, times=3, headers={"retry-after": "0"})

    assert not run_batch(path, make_items(2), sleep=wait).failed
    assert len(waits) >= 2


def test_a_picture_that_cannot_be_read_is_a_failure_and_the_others_go(server, path):
    items = make_items(3)
    items[1] = Item(1, "broken.png", b"\x89PNG\r\n\x1a\nnothing")
    answers = run_batch(path, items)
    assert list(answers.failed) == [1]
    assert "broken.png" in answers.failed[1]


def test_a_budget_is_kept_and_nothing_is_submitted_beyond_it(server, path):
    with pytest.raises(BudgetError, match=r"budget of USD 0\.01 is used up"):
        run_batch(path, make_items(10), budget=Decimal("0.01"))
    assert not created(server)


def test_the_cost_of_a_batch_is_told_before_it_is_submitted(server, path):
    forecasts = []

    def refuse(forecast):
        forecasts.append(forecast)
        msg = "Too much."
        raise BudgetError(msg)

    with pytest.raises(BudgetError):
        run_batch(path, make_items(10), approve=refuse)
    assert not created(server)
    assert float(forecasts[0].likely) == pytest.approx(10 * 1000 * 20 / 1e6 / 2, rel=0.1)


def test_regions_come_back_in_pixels_of_the_originals(monkeypatch, path, tmp_path):
    class Marks:
        def write_answer(self, request):
            region = {"image": 1, "label": "a", "sentence": "", "shape": "box"}
            region["coordinates"] = [553, 331.8, 774.2, 497.7]
            return json.dumps({"answer": "There.", "regions": [region]})

    file = tmp_path / "large.png"
    Image.new("RGB", (4000, 3000)).save(file)
    with LoopbackServer(Marks()) as running:
        use_server(monkeypatch, running)
        plan = make_plan(form=Form(boxes=True))
        answers = run_batch(path, [Item(0, "large", file)], plan=plan)
    (region,) = answers[0].regions
    assert [round(n) for n in region.box] == [1000, 600, 1400, 900]


def test_platforms_without_batches_say_so(path):
    plan = make_plan()
    bedrock = Provider(PLATFORMS["bedrock"])
    plan = type(plan)(plan.question, Delivery(bedrock, FileCache(), 3600), plan.options)
    with pytest.raises(PromptError, match="Amazon Bedrock has no batches: ask with how='now'"):
        run_batch(path, make_items(1), plan=plan)


def collect(server, path, change):
    """Answer one picture whose result is changed on its way."""
    results = server.api.batches.write_results

    def changed(owner, batch_id):
        line = json.loads(results(owner, batch_id))
        line["result"] = change(line["result"])
        return json.dumps(line) + "\n"

    server.api.batches.write_results = changed
    (outcome,) = run_batch(path, make_items(1))
    return outcome


def with_message(**fields):
    return lambda result: {**result, "message": {**result["message"], **fields}}


NEW_BLOCK = {"type": "hologram", "beams": [1, 2]}
RESULT_TEXT = {"type": "text", "text": "Red."}


def test_a_new_kind_of_block_or_stop_reason_in_a_batch_is_harmless(server, path):
    new = with_message(
        content=[NEW_BLOCK, RESULT_TEXT, {**NEW_BLOCK, "text": "?"}], stop_reason="tired"
    )
    outcome = collect(server, path, new)
    assert (outcome.text, outcome.error) == ("Red.", None)
    assert outcome.answer.stop_reason == "tired"


def test_counts_that_are_none_in_a_batch_are_left_out(server, path):
    usage = {"input_tokens": "many", "output_tokens": 1, "output_tokens_details": 5}
    outcome = collect(server, path, with_message(usage=usage))
    assert outcome.text
    assert (outcome.answer.usage.input, outcome.answer.usage.output) == (0, 1)


@pytest.mark.parametrize(
    "change",
    [
        with_message(content=None),
        with_message(content=["Red."]),
        with_message(content=[{"type": "text"}]),
        with_message(content=[{"type": "text", "text": None}]),
        with_message(content=[{"no": "type"}]),
        with_message(usage=None),
        lambda _: {"type": "succeeded"},
        lambda _: {"type": "succeeded", "message": None},
        lambda _: {"type": "succeeded", "message": "Red."},
        lambda _: {"type": "postponed"},
        lambda _: {"type": "errored"},
        lambda _: {"type": "errored", "error": None},
        lambda _: {"type": "errored", "error": "No."},
        lambda _: {"type": "errored", "error": {"message": "No."}},
        lambda _: {"type": "errored", "error": {"type": "error", "error": {"type": "new"}}},
        lambda _: {},
        lambda _: None,
    ],
)
def test_an_odd_result_in_a_batch_is_that_pictures_failure(server, path, change):
    outcome = collect(server, path, change)
    assert outcome.answer is None or not outcome.text
    assert outcome.error

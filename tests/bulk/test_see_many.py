"""`see_many` and ``--each`` in a real kernel."""

from __future__ import annotations

import json
import os
import re

import pytest
from conftest import KEY, SETUP
from kernel import Kernel
from loopback import LoopbackServer

MAKE = """
%reload_ext jupyter_claude_vision
%config ClaudeVision.provider = "anthropic"
%config ClaudeVision.confirm = 5.0
from pathlib import Path
from jupyter_claude_vision import see_many
Path("runs").mkdir(exist_ok=True)
for number in range(12):
    Image.new("RGB", (40, 30), (number * 20, 0, 0)).save(f"runs/run{number}.png")
"""


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """One server and one kernel for all of this module, since a kernel takes seconds to start."""
    with LoopbackServer() as server:
        env = {"ANTHROPIC_BASE_URL": server.url, "ANTHROPIC_API_KEY": KEY}
        with Kernel(env, cwd=str(tmp_path_factory.mktemp("many"))) as kernel:
            kernel.ok(SETUP)
            yield server, kernel


@pytest.fixture
def server(running):
    server, _ = running
    server.requests.clear()
    return server


@pytest.fixture
def kernel(running, server):
    """The kernel, with a session of its own for each test, and twelve pictures."""
    _, kernel = running
    kernel.ok(MAKE)
    yield kernel
    kernel.ok("for path in Path().glob('*.jsonl'): path.unlink()")


def asked(server):
    return [r for r in server.requests if r.path == "/v1/messages"]


def test_a_glob_is_one_question_for_each_picture_in_natural_order(kernel, server):
    kernel.ok('answers = see_many("runs/*.png", "Does it converge?")')
    assert len(asked(server)) == 12
    names = kernel.value("[outcome.name for outcome in answers]")
    assert names == [f"runs/run{number}.png" for number in range(12)]
    assert kernel.value("answers[3].text") == "I see 1 pictures."
    requests = asked(server)[0].json
    assert [block["type"] for block in requests["messages"][0]["content"]] == ["image", "text"]
    assert requests["messages"][0]["content"][1]["text"] == "Does it converge?"
    assert "stream" not in requests


def test_a_frame_has_pictures_values_cost_and_errors_in_the_order_asked(kernel, server):
    kernel.ok('Path("runs/run5.png").write_bytes(b"\\x89PNG broken")')
    kernel.ok('answers = see_many("runs", "What?"); frame = answers.to_frame()')
    columns = kernel.value("list(frame.columns)")
    assert {"name", "answer", "cost", "error", "thumbnail"} <= set(columns)
    assert kernel.value("[bool(e) for e in frame.error.notna()]") == [n == 5 for n in range(12)]
    assert kernel.value("frame.thumbnail[3].open().size") == (40, 30)
    assert kernel.value("bool(frame.cost[0] > 0)")


def test_what_shows_itself_is_a_table_with_small_pictures_and_nothing_of_an_answer_runs(
    kernel, server
):
    for _ in range(12):
        server.reply("<script>alert(1)</script>")
    html = kernel.ok('see_many("runs/*.png", "What?")').results[0]["text/html"]
    assert html.count("<img") == 12
    assert html.index("<details>") < html.index("Rows 11 to 12 of 12")
    assert "<script" not in html


def test_the_magic_asks_each_and_keeps_the_answers(kernel, server):
    kernel.ok("%%claude_see runs/*.png --each --checkpoint run.jsonl -o answers\nWhat?")
    assert len(asked(server)) == 12
    assert kernel.value("len(answers)") == 12
    kernel.ok("%%claude_see runs/*.png --each --checkpoint run.jsonl -o again\nWhat?")
    assert len(asked(server)) == 12
    assert kernel.value("[o.text for o in again] == [o.text for o in answers]")


def test_the_bar_says_what_it_cost_and_warns_of_nothing(kernel, server):
    result = kernel.ok(
        'import warnings\nwith warnings.catch_warnings(action="error"):\n'
        '    answers = see_many("runs/*.png", "What?", progress=True)'
    )
    widget = [d for d in result.displays if "application/vnd.jupyter.widget-view+json" in d]
    assert widget
    assert "Warning" not in result.stderr


def test_without_ipywidgets_the_bar_is_text(kernel, server):
    result = kernel.ok(
        "from unittest.mock import patch\n"
        'with patch("jupyter_claude_vision.ipython.progress_bar.find_spec", return_value=None):\n'
        '    answers = see_many("runs/*.png", "What?")'
    )
    assert "12/12" in result.stderr.split("\r")[-1]
    assert "USD 0.0" in result.stderr


def test_a_schema_gives_each_answer_its_data_and_the_frame_its_columns(kernel, server):
    for number in range(12):
        data = {"answer": "It does.", "data": {"converges": number % 2 == 0}}
        server.reply(json.dumps(data))
    kernel.ok(
        "from dataclasses import dataclass\n"
        "@dataclass\nclass Verdict:\n    converges: bool\n"
        'answers = see_many("runs/*.png", "Does it converge?", schema=Verdict, at_once=1)'
    )
    assert kernel.value("answers[0].text") == "It does."
    assert kernel.value("sorted(answers.to_frame().converges.tolist())") == [False] * 6 + [True] * 6
    assert kernel.value("bool(answers[0].data == Verdict(answers.to_frame().converges[0]))")


def test_lists_columns_mappings_figures_and_generators(kernel, server):
    kernel.ok(
        "import pandas as pd\n"
        'frame = pd.DataFrame({"picture": ["runs/run1.png", "runs/run2.png"]}, index=["a", "b"])\n'
        'answers = see_many(frame.picture, "What?")'
    )
    assert kernel.value("[o.name for o in answers]") == ["a", "b"]
    kernel.ok('answers = see_many({"one": red, "two": fig}, "What?")')
    assert kernel.value("[o.name for o in answers]") == ["one", "two"]
    kernel.ok('answers = see_many((x for x in [red, blue, fig]), "What?")')
    assert kernel.value("[o.name for o in answers]") == ["red", "blue", "fig"]
    assert kernel.value("answers[1].thumbnail.open().size") == (96, 72)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ('see_many("nowhere/*.png", "What?")', "There is no file that matches nowhere/*.png."),
        ("see_many(3, 'What?')", "not many pictures"),
        ("import pandas; see_many(pandas.DataFrame({'a': [1]}), 'What?')", "name the column"),
        ('see_many("runs/*.png", how="later")', "how takes one of now, batch, not 'later'"),
        ('see_many("runs/*.png", how="batch")', "needs checkpoint="),
        ('see_many("runs/*.png", on_error="ignore")', "on_error takes one of keep, raise"),
        ('see_many("runs/*.png", checkpoint="runs")', "runs is a folder, not a file"),
        ('see_many("runs/*.png", checkpoint="no/run.jsonl")', "run.jsonl cannot be written: No su"),
    ],
    ids=["glob", "number", "frame", "how", "batch", "on_error", "folder", "nowhere"],
)
def test_what_cannot_be_asked_is_said_before_anything_is_sent(kernel, server, code, message):
    assert message in kernel.run(code).error["evalue"]
    assert not asked(server)


def test_an_expensive_run_is_not_begun_where_nobody_can_be_asked(kernel, server):
    kernel.ok("%config ClaudeVision.confirm = 0.01")
    error = kernel.run('see_many("runs/*.png", "What?")').error
    assert error["ename"] == "BudgetError"
    assert "12 pictures will cost about USD 0.32, and at most" in error["evalue"]
    assert "confirm=False" in error["evalue"]
    assert not asked(server)
    kernel.ok('see_many("runs/*.png", "What?", confirm=False)')
    kernel.ok("%claude_see runs/*.png --each --yes What?")
    assert len(asked(server)) == 24


def test_a_dry_run_tells_the_cost_and_sends_nothing(kernel, server):
    result = kernel.ok("%claude_see runs/*.png --each --dry-run What?")
    assert "12 pictures will cost about USD 0.32" in result.stdout
    assert not asked(server)


def test_the_budget_ends_a_run_and_the_ledger_knows_what_was_spent(kernel, server):
    error = kernel.run('see_many("runs/*.png", "What?", budget=0.0822, max_tokens=4096)').error
    assert "The budget of USD 0.08 is used up" in error["evalue"]
    assert "run it again to go on from there" in error["evalue"]
    assert "claude-opus-5-5" in str(kernel.ok("%claude_usage").displays[0])


def test_an_interrupted_run_goes_on_when_its_cell_is_run_again(kernel, server):
    hold = server.hold("/v1/messages")
    code = 'answers = see_many("runs/*.png", "What?")'
    cell = kernel.start(code)
    assert hold.arrived.wait(30)
    assert server.wait_for(12, "/v1/messages")
    kernel.interrupt()
    error = kernel.finish(cell).error
    hold.release()
    assert error["ename"] == "Stopped"
    left = re.search(r"(\d+) left: run it again to go on from there", error["evalue"])
    before = len(asked(server))
    kernel.ok(code)
    assert kernel.value("[o.position for o in answers if o.error]") == []
    assert len(asked(server)) - before == int(left[1]) >= 1


def test_the_offline_reader_answers_many_too(kernel, server):
    kernel.ok("%config ClaudeVision.provider = 'offline'")
    kernel.ok('answers = see_many("runs/*.png", "How large is it?")')
    assert "40 × 30" in kernel.value("answers[0].text")
    assert not server.requests


@pytest.mark.skipif(os.name == "nt", reason="there are no such devices")
def test_a_device_and_a_pipe_as_checkpoint_are_short_errors(kernel, server):
    kernel.ok("import os; os.mkfifo('pipe.jsonl')")
    for place, kind in [
        ("/dev/null", "a device"),
        ("/dev/full", "a device"),
        ("pipe.jsonl", "a pi"),
    ]:
        error = kernel.run(f'see_many("runs/*.png", "What?", checkpoint={place!r})').error
        assert error["ename"] == "CheckpointError"
        assert f"is {kind}" in error["evalue"]
    assert not asked(server)


def test_a_full_disk_loses_no_answer_and_the_cell_goes_on_when_there_is_room(kernel, server):
    kernel.ok(
        "import errno, os, jupyter_claude_vision.bulk.checkpoints.journal as journal\n"
        "from unittest.mock import patch\n"
        "fsync, room = os.fsync, iter(range(4))\n"
        "def full(file):\n"
        "    if next(room, None) is None:\n"
        "        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))\n"
        "    fsync(file)"
    )
    code = 'answers = see_many("runs/*.png", "What?", checkpoint="run.jsonl", at_once=1)'
    error = kernel.run(f"with patch.object(journal.os, 'fsync', full):\n    {code}").error
    assert error["ename"] == "CheckpointError"
    assert "run.jsonl cannot be written: No space left on device" in error["evalue"]
    assert "4 answered and kept (1 of them in this kernel alone), 8 left" in error["evalue"]
    kernel.ok(code)
    assert kernel.value("len(answers)") == 12
    assert kernel.value("answers.failed") == {}
    assert len(asked(server)) == 12


def test_damaged_lines_of_a_checkpoint_are_one_line_and_asked_again(kernel, server):
    code = 'answers = see_many("runs/*.png", "What?", checkpoint="run.jsonl")'
    kernel.ok(code)
    kernel.ok(
        'lines = Path("run.jsonl").read_text().splitlines(keepends=True)\n'
        'lines[3] = "{damaged\\n"; Path("run.jsonl").write_text("".join(lines))'
    )
    result = kernel.ok(code)
    assert result.stdout.startswith("run.jsonl: line 4 is damaged and left out")
    assert len(result.stdout.splitlines()) == 1
    assert len(asked(server)) == 13
    assert kernel.value("answers.failed") == {}


def test_a_generator_that_fails_loses_no_answer(kernel, server):
    kernel.ok(
        "from PIL import Image\n"
        "def pictures(fail):\n"
        "    for number in range(6):\n"
        "        if fail and number == 5:\n"
        "            raise ZeroDivisionError\n"
        "        yield Image.new('RGB', (8, 8), (number, 0, 0))"
    )
    assert kernel.run('see_many(pictures(True), "What?")').error["ename"] == "ZeroDivisionError"
    answer_count = len(asked(server))
    kernel.ok('answers = see_many(pictures(False), "What?")')
    assert kernel.value("len(answers)") == 6
    assert len(asked(server)) <= answer_count + 6


def test_a_gateway_without_files_ends_a_run_that_insists_on_them(kernel, server):
    server.fail(404, path="/v1/files", times=12)
    error = kernel.run('see_many("runs/*.png", "What?", method="files")').error
    assert error["ename"] == "NoFilesError"
    assert "no Files API like Claude's: use --method base64." in error["evalue"]
    assert not asked(server)


def test_a_method_that_the_platform_has_not_is_an_error_before_any_picture(kernel, server):
    kernel.ok('%config ClaudeVision.provider = "offline"')
    error = kernel.run('see_many("runs/*.png", "What?", method="url")').error
    assert error["ename"] == "MethodError"
    assert "does not support --method url" in error["evalue"]


def test_a_run_of_a_batch_at_a_gateway_without_batches_says_that_there_are_none(kernel, server):
    server.fail(404, path="/v1/messages/batches")
    code = 'see_many("runs/*.png", "What?", how="batch", checkpoint="batch.jsonl")'
    error = kernel.run(code).error
    assert error["ename"] == "RequestRejectedError"
    assert "has no batches (404 for /v1/messages/batches): ask with how='now'" in error["evalue"]

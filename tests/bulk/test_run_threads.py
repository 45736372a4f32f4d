"""A run of many ends, whatever happens in its threads, and keeps what came."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from counting_server import CountingServer
from loopback import LoopbackServer
from runs import make_items, make_picture, make_plan, make_state, run_items, use_server

from jupyter_claude_vision.bulk import run as run_module
from jupyter_claude_vision.bulk.batch_run import BatchRun
from jupyter_claude_vision.bulk.checkpoints.checkpoint import Checkpoint
from jupyter_claude_vision.bulk.concurrency_limit import ConcurrencyLimit
from jupyter_claude_vision.bulk.executors.local_executor import LocalExecutor
from jupyter_claude_vision.bulk.run import Run
from jupyter_claude_vision.bulk.sources import resolve_items
from jupyter_claude_vision.errors import CheckpointError, ClaudeVisionError, Stopped


@pytest.fixture
def server(monkeypatch):
    with CountingServer() as running:
        use_server(monkeypatch, running)
        yield running


class Failing(Checkpoint):
    """Writes a few answers, and then fails in a way that nobody thought of."""

    def __init__(self, path, error):
        self.error = error
        self.left = 10
        super().__init__(path)

    def write_records(self, records, *, flush=True):
        records = list(records)
        self.left -= len(records)
        if self.left < 0:
            raise self.error
        return super().write_records(records, flush=flush)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("error", [RuntimeError("odd"), MemoryError(), SystemExit(1)])
def test_a_failure_while_writing_ends_the_run_and_keeps_what_came(server, tmp_path, error):
    path = tmp_path / "run.jsonl"
    checkpoint = Failing(path, error)
    with pytest.raises(ClaudeVisionError, match=r"run it with checkpoint='run\.jsonl'"):
        run_items(make_items(60), checkpoint=checkpoint, max_in_flight=4)
    checkpoint.close()
    assert Checkpoint(path).unclaimed_count > 0


def test_a_failure_with_an_answer_ends_the_run_with_its_reason(server, monkeypatch):
    def fail(*_):
        msg = "odd"
        raise ZeroDivisionError(msg)

    monkeypatch.setattr(run_module, "build_answer_record", fail)
    with pytest.raises(ClaudeVisionError, match=r"The run has failed \(ZeroDivisionError: odd\)"):
        run_items(make_items(30))


def test_what_ends_a_thread_that_prepares_is_that_pictures_failure(server, monkeypatch):
    from jupyter_claude_vision.bulk.executors import local_executor

    usual = local_executor.prepare_item

    def make(item, *details):
        if item.position == 3:
            raise SystemExit
        return usual(item, *details)

    monkeypatch.setattr(local_executor, "prepare_item", make)
    answers = run_items(make_items(6))
    assert list(answers.failed) == [3]


def test_a_full_disk_ends_the_run_and_the_answers_are_still_there(server, tmp_path):
    class Full(Failing):
        def write_records(self, records, *, flush=True):
            records = list(records)
            try:
                return super().write_records(records, flush=flush)
            except OSError as error:
                self.unwritten_records += records
                msg = "run.jsonl cannot be written: No space left on device."
                raise CheckpointError(msg) from error

    checkpoint = Full(tmp_path / "run.jsonl", OSError(28, "No space left on device"))
    recorded_answers = []
    with pytest.raises(CheckpointError, match=r"No space.*\d+ of them in this kernel alone\)"):
        run_items(
            make_items(60),
            checkpoint=checkpoint,
            max_in_flight=4,
            on_answer=recorded_answers.append,
        )
    assert len(recorded_answers) > len(checkpoint.unwritten_records) > 0
    checkpoint.close()
    again = Checkpoint(tmp_path / "run.jsonl")
    again.adopt_unwritten(checkpoint)
    answers = run_items(make_items(60), checkpoint=again)
    assert not answers.failed
    assert set(server.counts.received.values()) == {1}


@pytest.mark.skipif(sys.platform != "linux", reason="names are Unicode elsewhere")
def test_a_file_whose_name_is_no_utf8_is_asked_about_like_any_other(server, tmp_path):
    for number, name in enumerate([b"caf\xe9.png", b"plain.png"]):
        (tmp_path / os.fsdecode(name)).write_bytes(make_picture(number))
    items, _ = resolve_items(tmp_path, {})
    answers = run_items(list(items), checkpoint=Checkpoint(tmp_path / "run.jsonl"))
    assert not answers.failed
    assert [Path(outcome.name).name for outcome in answers] == ["caf\ufffd.png", "plain.png"]
    assert answers[0].thumbnail.open().size == (8, 8)
    answers._repr_html_().encode()  # a front end takes nothing else than UTF-8


def test_half_a_character_in_an_answer_is_kept_as_one_that_is_missing(server):
    server.text = rb"Half \ud83d, whole \ud83d\ude00."
    (outcome,) = run_items(make_items(1))
    assert outcome.text == "Half \ufffd, whole \U0001f600."


RESUME = """
import sys
from runs import *
plan = make_plan()
checkpoint = Checkpoint(sys.argv[1])
items = make_items(60)
executor = LocalExecutor(plan, checkpoint.claim_answer, 8)
before = set(sys.modules)
answers = run_items(items, plan=plan, checkpoint=checkpoint, executor=executor, max_in_flight=8)
assert not answers.failed, answers.failed
libraries = ("PIL", "anthropic", "jupyter_claude_vision", "pydantic")
print([name for name in set(sys.modules) - before if name.startswith(libraries)])
"""


def test_a_fresh_kernel_has_imported_what_its_threads_use_when_it_goes_on(server, tmp_path):
    path = tmp_path / "run.jsonl"
    checkpoint = Checkpoint(path)
    run_items(make_items(20), checkpoint=checkpoint)
    checkpoint.close()
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", RESUME, str(path)]
    process = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert process.stdout.strip() == "[]", process.stdout + process.stderr


@pytest.mark.parametrize("mode", ["now", "batch"])
def test_an_interrupt_does_not_wait_for_an_upload_that_is_to_be_tried_again(
    monkeypatch, tmp_path, mode
):
    with LoopbackServer() as server:
        use_server(monkeypatch, server)
        server.fail(429, path="/v1/files", headers={"retry-after": "599"}, times=100)
        plan = make_plan(method="files")
        checkpoint = Checkpoint(tmp_path / "run.jsonl")

        interrupts = iter([KeyboardInterrupt])

        def stop(_):
            assert server.wait_for(1, "/v1/files")
            if error := next(interrupts, None):
                raise error

        def stopping():
            yield from make_items(1)
            stop(None)

        if mode == "now":
            state = make_state(make_items(2), plan, checkpoint, show_progress=stop)
            executor = LocalExecutor(plan, checkpoint.claim_answer, 4)
            run = Run(state, executor, ConcurrencyLimit(4))
        else:
            run = BatchRun(make_state(stopping(), plan, checkpoint, show_progress=stop))
        with pytest.raises(Stopped):
            run.ask_all()
        checkpoint.close()
        plan.delivery.provider.close()


ASK = """
import sys, threading
from unittest.mock import patch
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
with patch("threading.Thread.start"):  # nothing is imported in the background
    shell.run_line_magic("load_ext", "jupyter_claude_vision")
from jupyter_claude_vision import see
texts, together = [], threading.Barrier(6)
def ask(path):
    together.wait()
    texts.append(see(path, "What?").text)
threads = [threading.Thread(target=ask, args=(path,)) for path in sys.argv[1:]]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert len(texts) == 6, texts
"""


def test_threads_that_ask_first_and_at_once_are_all_answered(tmp_path):
    """Nothing is imported yet, so that each of them imports the same packages."""
    paths = [tmp_path / f"{number}.png" for number in range(6)]
    for number, path in enumerate(paths):
        path.write_bytes(make_picture(number))
    with LoopbackServer() as server:
        env = {
            **os.environ,
            "ANTHROPIC_BASE_URL": server.url,
            "ANTHROPIC_API_KEY": "sk-ant-test",
            "NO_PROXY": "*",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        command = [sys.executable, "-c", ASK, *map(str, paths)]
        process = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stderr
    assert "Error" not in process.stderr

"""Answers on disk: nothing is lost, nothing is doubled, however the process ends."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import killed_runs
import pytest
from counting_server import CountingServer

from jupyter_claude_vision.answers.reply import Reply
from jupyter_claude_vision.answers.usage import Usage
from jupyter_claude_vision.bulk.checkpoints.checkpoint import Checkpoint
from jupyter_claude_vision.bulk.checkpoints.checkpoint_records import build_reply_record
from jupyter_claude_vision.errors import CheckpointError, InputError


def answer(key, text="Yes."):
    reply = Reply(text, "claude-x", "end_turn", Usage(1, 1))
    return {"key": key, "name": key, "path": None, **build_reply_record(reply, "anthropic")}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "run.jsonl"


def reopened(path):
    return Checkpoint(path)


def test_an_answer_is_found_again_by_what_was_asked(path):
    checkpoint = Checkpoint(path)
    checkpoint.write_records([answer("a"), answer("b", "Größe: 3 µm")])
    checkpoint.close()
    again = reopened(path)
    assert again.unclaimed_count == 2
    assert again.read_record(again.claim_answer("b"))["text"] == "Größe: 3 µm"
    assert again.claim_answer("c") is None


def test_an_answer_is_claimed_once(path):
    checkpoint = Checkpoint(path)
    checkpoint.write_records([answer("a"), answer("a")])
    checkpoint.close()
    again = reopened(path)
    assert again.claim_answer("a") != again.claim_answer("a")
    assert again.claim_answer("a") is None


@pytest.mark.parametrize("cut", [1, 5, 20])
def test_a_line_that_was_cut_short_is_cut_off(path, cut):
    checkpoint = Checkpoint(path)
    checkpoint.write_records([answer("a"), answer("b")])
    checkpoint.close()
    path.write_bytes(path.read_bytes()[:-cut])
    again = reopened(path)
    assert again.unclaimed_count == 1
    again.write_records([answer("b")])
    again.close()
    assert [json.loads(line).get("key") for line in path.read_text().splitlines()[1:]] == ["a", "b"]


def test_a_beginning_that_was_cut_short_is_begun_again(path):
    path.write_bytes(b'{"jupyter_cl')
    checkpoint = Checkpoint(path)
    checkpoint.write_records([answer("a")])
    checkpoint.close()
    assert reopened(path).unclaimed_count == 1


@pytest.mark.parametrize("content", [b"my notes\n", b'{"a": 1}\n', b"\x89PNG\r\n"])
def test_somebody_elses_file_is_left_as_it_is(path, content):
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"run\.jsonl is not a checkpoint"):
        Checkpoint(path)
    assert path.read_bytes() == content


def damage(line):
    """Return ways in which a disk, an editor or a merge spoils a line."""
    record = json.loads(line)
    yield b"{damaged\n"
    yield b"\x00" * 40 + b"\n"
    yield b"[1, 2]\n"
    yield b"null\n"
    yield b"\n"
    yield b"<<<<<<< HEAD\n"
    yield b"[" * 100_000 + b"\n"
    yield b"\xff\xfe\xfd\n"
    for field in ("key", "name", "text", "usage", "provider", "batched", "stop_reason"):
        yield json.dumps({name: record[name] for name in record if name != field}).encode() + b"\n"
    yield json.dumps({**record, "usage": {"tokens": 1}}).encode() + b"\n"
    yield json.dumps({**record, "usage": {"input": "many"}}).encode() + b"\n"
    yield json.dumps({**record, "text": ["Yes."]}).encode() + b"\n"
    yield json.dumps({"batch": "", "nonce": "1", "count": 1, "asked": "then"}).encode() + b"\n"


@pytest.mark.parametrize("number", range(19))
def test_damaged_lines_are_named_in_one_line_and_the_others_kept(path, number):
    checkpoint = Checkpoint(path)
    checkpoint.write_records([answer("a"), answer("b"), answer("c")])
    checkpoint.close()
    lines = path.read_bytes().splitlines(keepends=True)
    lines[2] = list(damage(lines[2]))[number]
    path.write_bytes(b"".join(lines))
    again = reopened(path)
    assert again.damage_notice.startswith("run.jsonl: line 3 is damaged and left out")
    assert "\n" not in again.damage_notice
    assert again.read_record(again.claim_answer("a"))["key"] == "a"
    assert again.read_record(again.claim_answer("c"))["key"] == "c"
    assert again.claim_answer("b") is None
    again.write_records([answer("b")])
    again.close()
    assert reopened(path).claim_answer("b") is not None


def test_a_file_without_damage_says_nothing(path):
    checkpoint = Checkpoint(path)
    checkpoint.write_records([answer("a")])
    checkpoint.close()
    assert not reopened(path).damage_notice


def test_many_damaged_lines_are_one_short_sentence(path):
    checkpoint = Checkpoint(path)
    checkpoint.close()
    path.write_bytes(path.read_bytes() + b"?\n" * 1000)
    assert len(reopened(path).damage_notice) < 200


def test_another_version_is_said_and_left_as_it_is(path):
    content = b'{"jupyter_claude_vision": "answers", "format": 99}\n{"key": "a"}\n'
    path.write_bytes(content)
    with pytest.raises(CheckpointError, match=r"format 99.*install that version, or name another"):
        Checkpoint(path)
    assert path.read_bytes() == content


def test_what_is_no_utf8_is_kept_and_found_again(path):
    checkpoint = Checkpoint(path)
    (place,) = checkpoint.write_records([{**answer("a", "Half: \ud83d"), "path": "caf\udce9.png"}])
    assert checkpoint.read_record(place)["path"] == "caf\udce9.png"
    checkpoint.close()
    again = reopened(path)
    assert again.read_record(again.claim_answer("a"))["text"] == "Half: \ud83d"
    path.read_text("utf-8")  # the file itself is UTF-8 all the same


def test_a_folder_is_no_checkpoint(tmp_path):
    with pytest.raises(CheckpointError, match=r"^[^ ]+ is a folder, not a file"):
        Checkpoint(tmp_path)


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="there is no such device")
def test_a_device_is_no_checkpoint():
    with pytest.raises(CheckpointError, match=r"^null is a device, not a file"):
        Checkpoint("/dev/null")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in folders")
def test_a_pipe_is_not_waited_for(path):
    os.mkfifo(path)
    with pytest.raises(CheckpointError, match=r"^run\.jsonl is a pipe, not a file"):
        Checkpoint(path)


@pytest.mark.parametrize("place", ["~nosuchuser/run.jsonl", "run\0.jsonl", 3])
def test_what_names_no_place_is_said(place):
    with pytest.raises(CheckpointError):
        Checkpoint(place)


@pytest.mark.skipif(os.name == "nt", reason="files have no such modes")
def test_others_cannot_read_it(path):
    Checkpoint(path).close()
    assert path.stat().st_mode & 0o777 == 0o600


def test_answers_that_do_not_fit_on_the_disk_are_kept_and_written_later(path, tmp_path):
    checkpoint = Checkpoint(path)
    checkpoint.write_records([answer("a")])
    with (
        full_disk(),
        pytest.raises(CheckpointError, match=r"run\.jsonl cannot be written: No space"),
    ):
        checkpoint.write_records([answer("b"), answer("c")])
    assert [record["key"] for record in checkpoint.unwritten_records] == ["b", "c"]
    checkpoint.write_records([answer("d")])
    checkpoint.close()
    again = reopened(path)
    again.adopt_unwritten(checkpoint)
    assert [again.read_record(again.claim_answer(key))["key"] for key in "abcd"] == [
        "a",
        "b",
        "c",
        "d",
    ]
    assert not checkpoint.unwritten_records
    assert not again.damage_notice


@contextmanager
def full_disk():
    """Let a write stop in the middle, and everything after it fail."""

    def write_through(_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with patch("os.fsync", write_through):
        yield


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork")
def test_a_forked_worker_does_not_hold_the_file_of_its_kernel(path):
    """The kernel is killed, and a worker that it forked lives on."""
    script = """
import os, signal, sys
from jupyter_claude_vision.bulk.checkpoints.checkpoint import Checkpoint
checkpoint = Checkpoint(sys.argv[1])
if not os.fork():
    print("forked", flush=True)
    sys.stdin.read()
    os._exit(0)
signal.pause()
"""
    kernel = subprocess.Popen(
        [sys.executable, "-c", script, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    with kernel:
        assert kernel.stdout.readline() == b"forked\n"
        kernel.kill()
        os.waitid(os.P_PID, kernel.pid, os.WEXITED | os.WNOWAIT)
        reopened(path).close()
        kernel.stdin.close()


def test_two_runs_do_not_share_a_file(path):
    checkpoint = Checkpoint(path)
    with pytest.raises(InputError, match="in use by another run"):
        Checkpoint(path)
    checkpoint.close()
    reopened(path).close()


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(InputError, match=r"run\.jsonl cannot be written: No such file"):
        Checkpoint(tmp_path / "nowhere" / "run.jsonl")


def test_a_failure_is_no_answer(path):
    checkpoint = Checkpoint(path)
    checkpoint.write_records([{"key": "a", "name": "a", "error": "InputError: No."}])
    checkpoint.close()
    assert reopened(path).claim_answer("a") is None


def test_answers_can_be_read_once_the_file_is_closed(path):
    checkpoint = Checkpoint(path)
    (place,) = checkpoint.write_records([answer("a")])
    checkpoint.close()
    assert checkpoint.read_record(place)["text"] == "Yes."


@pytest.mark.skipif(os.name == "nt", reason="there is no fork")
def test_fifty_kills_lose_no_answer_and_double_none(path):
    count, times = 500, 50
    with CountingServer() as server:
        env = {
            **os.environ,
            "ANTHROPIC_BASE_URL": server.url,
            "ANTHROPIC_API_KEY": "sk-ant-test",
            "NO_PROXY": "*",
        }
        env["PYTHONPATH"] = os.pathsep.join(sys.path)
        script = killed_runs.__file__
        command = [sys.executable, script, str(path), str(times), str(count)]
        process = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
        counts = server.counts
    texts, killed = map(json.loads, process.stdout.splitlines())
    assert killed == times
    assert len(texts) == len(set(texts)) == count
    records = [json.loads(line) for line in path.read_text().splitlines()[1:]]
    keys = [record["key"] for record in records]
    assert len(keys) == len(set(keys)) == count
    # What was on its way at a kill is asked again, and nothing else: one to eight each time.
    asked_again = sum(counts.received.values()) - count
    assert times <= asked_again <= 8 * times
    assert len(counts.received) == count

"""Answers on disk: nothing is lost, nothing is doubled, however the process ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from bookkeeper import Bookkeeper

from jupyter_claude_vision.claude.checkpoint import Checkpoint
from jupyter_claude_vision.errors import InputError


def answer(key, text="Yes."):
    return {"key": key, "name": key, "text": text}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "run.jsonl"


def reopened(path):
    return Checkpoint(path)


def test_an_answer_is_found_again_by_what_was_asked(path):
    store = Checkpoint(path)
    store.put([answer("a"), answer("b", "Größe: 3 µm")])
    store.close()
    again = reopened(path)
    assert again.unclaimed == 2
    assert again.get(again.claim("b"))["text"] == "Größe: 3 µm"
    assert again.claim("c") is None


def test_an_answer_is_claimed_once(path):
    store = Checkpoint(path)
    store.put([answer("a"), answer("a")])
    store.close()
    again = reopened(path)
    assert again.claim("a") != again.claim("a")
    assert again.claim("a") is None


@pytest.mark.parametrize("cut", [1, 5, 20])
def test_a_line_that_was_cut_short_is_cut_off(path, cut):
    store = Checkpoint(path)
    store.put([answer("a"), answer("b")])
    store.close()
    path.write_bytes(path.read_bytes()[:-cut])
    again = reopened(path)
    assert again.unclaimed == 1
    again.put([answer("b")])
    again.close()
    assert [json.loads(line).get("key") for line in path.read_text().splitlines()[1:]] == ["a", "b"]


def test_a_beginning_that_was_cut_short_is_begun_again(path):
    path.write_bytes(b'{"jupyter_cl')
    store = Checkpoint(path)
    store.put([answer("a")])
    store.close()
    assert reopened(path).unclaimed == 1


@pytest.mark.parametrize("content", [b"my notes\n", b'{"a": 1}\n', b"\x89PNG\r\n"])
def test_somebody_elses_file_is_left_as_it_is(path, content):
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"run\.jsonl holds something else"):
        Checkpoint(path)
    assert path.read_bytes() == content


def test_a_damaged_line_in_the_middle_is_named(path):
    store = Checkpoint(path)
    store.put([answer("a"), answer("b")])
    store.close()
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + b"{damaged\n" + lines[2])
    with pytest.raises(InputError, match="line 2"):
        Checkpoint(path)


def test_two_runs_do_not_share_a_file(path):
    store = Checkpoint(path)
    with pytest.raises(InputError, match="in use by another run"):
        Checkpoint(path)
    store.close()
    reopened(path).close()


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(InputError, match=r"run\.jsonl cannot be written: No such file"):
        Checkpoint(tmp_path / "nowhere" / "run.jsonl")


def test_a_failure_is_no_answer(path):
    store = Checkpoint(path)
    store.put([{"key": "a", "name": "a", "error": "InputError: No."}])
    store.close()
    assert reopened(path).claim("a") is None


def test_answers_can_be_read_once_the_file_is_closed(path):
    store = Checkpoint(path)
    (place,) = store.put([answer("a")])
    store.close()
    assert store.get(place)["text"] == "Yes."


@pytest.mark.skipif(os.name == "nt", reason="there is no fork")
def test_fifty_kills_lose_no_answer_and_double_none(path):
    count, times = 500, 50
    with Bookkeeper() as server:
        env = {
            **os.environ,
            "ANTHROPIC_BASE_URL": server.url,
            "ANTHROPIC_API_KEY": "sk-ant-test",
            "NO_PROXY": "*",
        }
        env["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parent), *sys.path])
        script = str(Path(__file__).with_name("killed.py"))
        command = [sys.executable, script, str(path), str(times), str(count)]
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
        books = server.books
    texts, killed = map(json.loads, done.stdout.splitlines())
    assert killed == times
    assert len(texts) == len(set(texts)) == count
    records = [json.loads(line) for line in path.read_text().splitlines()[1:]]
    keys = [record["key"] for record in records]
    assert len(keys) == len(set(keys)) == count
    # What was on its way at a kill is asked again, and nothing else: at most eight each time.
    asked_again = sum(books.received.values()) - count
    assert 0 < asked_again <= 8 * times
    assert len(books.received) == count

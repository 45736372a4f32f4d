"""Whatever holds answers is its user's alone."""

from __future__ import annotations

import os
import stat

import pytest

from jupyter_claude_vision.answers.answer import Answer, Timings
from jupyter_claude_vision.answers.usage import Usage
from jupyter_claude_vision.bulk.checkpoints.checkpoint import Checkpoint
from jupyter_claude_vision.chat.conversation import Conversation
from jupyter_claude_vision.chat.storage.answer_cache import AnswerCache
from jupyter_claude_vision.chat.storage.private_files import write_private


@pytest.fixture(autouse=True)
def open_umask():
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_checkpoint_can_be_read_by_its_user_alone(tmp_path):
    Checkpoint(tmp_path / "run.jsonl").close()
    assert mode(tmp_path / "run.jsonl") == 0o600


def test_a_conversation_can_be_read_by_its_user_alone(tmp_path):
    (tmp_path / "talk.json").write_text("{}")
    Conversation().save(tmp_path / "talk.json")
    assert mode(tmp_path / "talk.json") == 0o600


def test_cached_answers_and_the_folders_made_for_them_are_their_users_alone(tmp_path):
    seconds = Timings(0.0, None, 0.0)
    answer = Answer("Yes.", "?", (), None, Usage(), "m", "anthropic", "end_turn", 9, seconds)
    AnswerCache(tmp_path / "a" / "b", 1_000_000).store_answer("key", answer)
    assert [mode(tmp_path / "a"), mode(tmp_path / "a" / "b")] == [0o700, 0o700]
    assert mode(tmp_path / "a" / "b" / "key.json") == 0o600


def test_a_file_that_cannot_be_written_leaves_what_was_there(tmp_path):
    path = tmp_path / "talk.json"
    write_private(path, "before")
    with pytest.raises(UnicodeEncodeError):
        write_private(path, "\ud800")
    assert path.read_text() == "before"
    assert [p.name for p in tmp_path.iterdir()] == ["talk.json"]

"""Answers on disk: the same question is not asked twice."""

from __future__ import annotations

import threading

import pytest
from kernel import Kernel

from jupyter_claude_vision.answers.answer import Answer, Timings
from jupyter_claude_vision.answers.usage import Usage
from jupyter_claude_vision.chat.storage.answer_cache import AnswerCache, AnswerCacheError

ON = """
%config ClaudeVision.cache = "disk"
%config ClaudeVision.cache_folder = "answers"
"""


def asked(server):
    return [r for r in server.requests if r.path == "/v1/messages"]


@pytest.fixture
def cached(kernel):
    kernel.ok(ON)
    return kernel


def test_the_same_question_is_answered_from_disk_and_says_so(cached, server):
    server.reply("It is red.")
    cached.ok("%claude_see red --new What colour?")
    result = cached.ok("%claude_see red --new What colour?")
    assert len(asked(server)) == 1
    assert "It is red." in result.final["text/plain"]
    assert "from cache, 20" in result.final["text/plain"]
    assert "nothing sent" in result.displays[0]["text/plain"]


@pytest.mark.parametrize(
    "other",
    [
        "%claude_see red --new What color?",
        "%claude_see blue --new What colour?",
        "%claude_see red --new --max-tokens 50 What colour?",
        "%claude_see red --new -m claude-opus-5 What colour?",
        "%claude_see red --new --refresh What colour?",
        "%claude_see What colour?",
    ],
)
def test_another_question_is_asked(cached, server, other):
    cached.ok("%claude_see red --new What colour?")
    cached.ok(other)
    assert len(asked(server)) == 2


def test_a_restarted_kernel_replays_without_a_key(cached, server, tmp_path):
    server.reply("It is red.")
    server.reply("Very.")
    cached.ok("%claude_see red What colour?")
    cached.ok("%claude_see How red?")
    with Kernel({"HOME": str(tmp_path)}, cwd=str(tmp_path)) as other:
        other.ok("%load_ext jupyter_claude_vision\n" + ON)
        other.ok("from PIL import Image; red = Image.new('RGB', (300, 200), 'red')")
        other.ok("%claude_see red What colour?")
        assert "Very." in other.ok("%claude_see How red?").final["text/plain"]
        assert other.run("%claude_see And?").error["ename"] == "CredentialsError"
    assert len(asked(server)) == 2


def test_a_conversation_goes_on_from_a_cached_answer(cached, server):
    server.reply("It is red.")
    cached.ok("%claude_see red --new What colour?")
    cached.ok("%claude_see red --new What colour?")
    cached.ok("%claude_see How red?")
    messages = asked(server)[-1].json["messages"]
    assert messages[0]["content"][0]["type"] == "image"
    assert messages[1]["content"] == "It is red."


def test_nothing_is_kept_that_failed_or_was_cut_short(cached, server):
    server.reply("It is", stop_reason="max_tokens")
    cached.ok("%claude_see red --new What colour?")
    server.fail(400, path="/v1/messages")
    assert cached.run("%claude_see red --new Why?").error
    cached.ok("%claude_see red --new What colour?")
    cached.ok("%claude_see red --new Why?")
    assert len(asked(server)) == 4


def test_it_is_off_unless_it_is_switched_on(kernel, server):
    kernel.ok("%claude_see red --new What colour?")
    kernel.ok("%claude_see red --new What colour?")
    assert len(asked(server)) == 2


def test_the_usage_tells_what_is_kept_and_charges_nothing_for_it(cached, server):
    server.reply("Red.", usage={"input_tokens": 1000, "output_tokens": 10})
    cached.ok("%claude_see red --new What colour?")
    cached.ok("%claude_see red --new What colour?")
    lines = cached.ok("%claude_usage").displays[0]["text/plain"].splitlines()
    assert lines[1].split()[1:3] == ["1", "1,000"]
    assert "1 answers in the cache" in lines[-1]


def answer(text, stop_reason="end_turn"):
    seconds = Timings(0, 0, 0)
    return Answer(text, "?", (), None, Usage(), "claude-x", "anthropic", stop_reason, 9, seconds)


def test_a_damaged_file_is_asked_again_and_replaced(tmp_path):
    cache = AnswerCache(tmp_path, 1_000_000)
    cache.store_answer("key", answer("It is red."))
    (tmp_path / "key.json").write_text('{"text": "It i')
    with pytest.raises(AnswerCacheError, match="damaged"):
        cache.find_answer("key")
    cache.store_answer("key", answer("It is red."))
    assert cache.find_answer("key").text == "It is red."


def test_what_a_kernel_that_died_left_half_written_is_no_answer(tmp_path):
    (tmp_path / "abc.part").write_text('{"text": "It i')
    cache = AnswerCache(tmp_path, 1_000_000)
    assert len(cache) == 0
    assert cache.find_answer("abc") is None


def test_the_oldest_answers_make_room(tmp_path):
    cache = AnswerCache(tmp_path, 3_000)
    for number in range(10):
        cache.store_answer(str(number), answer("x" * 800))
    assert cache.size <= 3_000
    assert cache.find_answer("9") is not None
    assert cache.find_answer("0") is None


def test_many_may_write_and_read_at_once(tmp_path):
    cache = AnswerCache(tmp_path, 20_000)
    failed = []

    def work(start):
        try:
            for number in range(start, start + 60):
                cache.store_answer(str(number % 20), answer("x" * 500))
                found = cache.find_answer(str((number + 1) % 20))
                assert found is None or found.text == "x" * 500
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(start,)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
